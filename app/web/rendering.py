"""Renders templates. Undefined names are errors, everything is escaped, and the layout asks no database."""

import re
from functools import partial
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from app.settings import ROOT
from app.web.assets import Assets
from app.web.origin import origin_of
from app.web.page import page_of

_SYMBOL = re.compile(r'<symbol id="([a-z0-9-]+)"[^>]*>(.*?)</symbol>', re.DOTALL)
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def make_environment(assets: Assets) -> Environment:
    """The templates with what all of them may use: assets and icons."""
    environment = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=select_autoescape(disabled_extensions=("txt",), default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    icons = dict(_SYMBOL.findall((ROOT / "static" / "img" / "icons.svg").read_text(encoding="utf-8")))

    def icon(name: str) -> Markup:
        """An icon in the size of the text around it; decoration, since words stand beside it."""
        return Markup(f'<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">{icons[name]}</svg>')  # noqa: S704

    # Macros are imported without a context, so what they use must be global; `path_for` knows the routes of the app.
    environment.globals.update(asset=assets.path_of, icon=icon)
    return environment


def use_routes(environment: Environment, app: FastAPI) -> None:
    """Lets templates name routes: `path_for("questions.show", slug=…)`."""
    environment.globals["path_for"] = partial(_path_for, app)


def _path_for(app: FastAPI, name: str, **params: Any) -> str:
    return str(app.url_path_for(name, **params))


def render(request: Request, template: str, /, *, status: int = 200, **context: Any) -> HTMLResponse:
    """The page made of `templates/<template>`."""
    environment: Environment = request.app.state.templates
    html = environment.get_template(template).render(page=page_of(request), **context)
    return HTMLResponse(html, status_code=status)


def render_xml(request: Request, template: str, /, *, media_type: str, **context: Any) -> Response:
    """The XML document made of `templates/<template>`, without what no XML can hold, such as control characters."""
    environment: Environment = request.app.state.templates
    xml = environment.get_template(template).render(origin=origin_of(request), **context)
    return Response(_NOT_IN_XML.sub("", xml), media_type=media_type)
