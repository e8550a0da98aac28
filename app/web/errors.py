"""Turns what went wrong into an HTML page, or into problem+json below /api/."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import sqlalchemy.exc
import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.exceptions import HTTPException

from app.accounts.sign_in import person_of
from app.core.clock import utc_now
from app.core.db import DatabaseBusy, ReadOnlyFolder
from app.core.errors import Invalid, Refusal, SignInNeeded
from app.questions.lookup import Moved
from app.web import session_cookie
from app.web.bearer import sent_token
from app.web.deps import SAFE_METHODS, in_read
from app.web.forms import ShownForm
from app.web.page import remember_viewer
from app.web.rendering import render
from app.web.return_to import came_from, sign_in_path
from app.web.routes import all_routes
from app.web.turns import busy

log = structlog.get_logger("headroom")

TITLES = {
    404: ("Nothing is at this address", "The link may have lost a letter. Questions that were renamed redirect."),
    405: ("This address can't do that", "It is there, but not for this kind of request."),
    500: ("Something broke on our side", "It was logged. Nothing of yours was changed; try again in a moment."),
    507: ("The disk is full", "Nothing was saved. Reading still works; whoever runs this bank must make room."),
}
CODES = {404: "not_found", 405: "method_not_allowed", 413: "too_large"}


@dataclass(frozen=True)
class ErrorView:
    """What an error page shows. `errors` maps a field to what is wrong with it; `links` are (label, path)."""

    status: int
    title: str
    detail: str
    errors: Mapping[str, str]
    links: tuple[tuple[str, str], ...] = ()


def install(app: FastAPI) -> None:
    """Registers every handler on the app."""
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(Moved, _moved)
    app.add_exception_handler(RequestValidationError, _not_valid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(DatabaseBusy, _database_busy)
    app.add_exception_handler(sqlalchemy.exc.OperationalError, _database_failed)
    # psycopg's class for writing to a read-only PostgreSQL.
    app.add_exception_handler(sqlalchemy.exc.InternalError, _database_failed)
    app.add_exception_handler(ReadOnlyFolder, _database_failed)
    app.add_exception_handler(sqlalchemy.exc.TimeoutError, _database_busy)


def is_api(request: Request) -> bool:
    """Whether a program is asking."""
    return request.url.path.startswith("/api/")


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)  # noqa: S101 - narrows the type
    request.state.refusal = error  # the layer that counts asks for it
    is_program = is_api(request) or sent_token(request) is not None
    if isinstance(error, SignInNeeded) and not is_program and request.method == "GET":
        return RedirectResponse(sign_in_path(request), 303)
    errors = error.errors if isinstance(error, Invalid) else {}
    links = (("Sign in", sign_in_path(request)),) if isinstance(error, SignInNeeded) else ()
    form = getattr(request.state, "form", None)
    if form and errors and not is_api(request):
        request.state.form = None  # what is read for its page may be refused too, and then that is the answer
        return await _form_again(request, form, error.status, errors)
    view = ErrorView(error.status, error.title, error.detail, errors, links)
    return await respond(request, view, code=error.code, headers=error.headers, extra=error.extra)


async def _form_again(request: Request, form: ShownForm, status: int, errors: Mapping[str, str]) -> Response:
    await _find_viewer(request)
    _drop_cookies(request)
    try:
        around = await in_read(request, partial(form.around, request)) if form.around else {}
    except Refusal as refusal:
        return await _refused(request, refusal)
    return render(request, form.template, status=status, values=form.shown, errors=errors, **around)


async def _moved(request: Request, error: Exception) -> Response:
    """A question has another slug now: the same request goes there."""
    assert isinstance(error, Moved)  # noqa: S101
    path = request.app.url_path_for(request.scope["route"].name, **{**request.path_params, "slug": error.slug})
    _drop_cookies(request)
    return RedirectResponse(f"{path}?{request.url.query}" if request.url.query else path, 308)


async def _not_valid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    # The input is never echoed: it may be a password or somebody's draft.
    errors = {".".join(str(part) for part in item["loc"][1:]) or "body": str(item["msg"]) for item in error.errors()}
    view = ErrorView(422, Invalid.title, "Some fields are missing or wrong.", errors)
    return await respond(request, view, code=Invalid.code)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101
    if error.status_code == 400:  # noqa: PLR2004 - what FastAPI calls bytes that are no JSON
        return await _not_valid(request, RequestValidationError([{"loc": ("body",), "msg": "This is not JSON."}]))
    title, detail = TITLES.get(error.status_code, (str(error.detail), ""))
    if error.status_code == 413:  # noqa: PLR2004
        title, detail = "That is too large", f"At most {error.detail} can be sent here."
    view = ErrorView(error.status_code, title, detail, {})
    headers = {"Allow": _allowed(request)} if error.status_code == 405 else error.headers  # noqa: PLR2004
    return await respond(request, view, code=CODES.get(error.status_code, "refused"), headers=headers)


def _allowed(request: Request) -> str:
    """Every method of this address; the router names those of one of its routes only."""
    path = getattr(request.scope.get("route"), "path", None)
    methods = {method for route in all_routes(request.app) if route.path == path for method in route.methods}
    return ", ".join(sorted(methods))


async def _database_busy(request: Request, _error: Exception) -> Response:
    request.state.refusal = refusal = busy()
    view = ErrorView(refusal.status, refusal.title, refusal.detail, {})
    return await respond(request, view, code=refusal.code, headers=refusal.headers)


async def _database_failed(request: Request, error: Exception) -> Response:
    reason = str(getattr(error, "orig", error)).casefold()
    log.error("database", reason=reason.splitlines()[0] if reason else "unknown")
    if "full" in reason:
        return await respond(request, ErrorView(507, *TITLES[507], {}), code="disk_full")
    if isinstance(error, ReadOnlyFolder) or "readonly" in reason or "read-only" in reason:
        view = ErrorView(503, "This bank is read-only right now", "Nothing was saved. Reading still works.", {})
        return await respond(request, view, code="read_only", headers={"Retry-After": "60"})
    if isinstance(error, sqlalchemy.exc.InternalError):
        return await broken(request)
    if "lock" in reason:
        return await _database_busy(request, error)
    view = ErrorView(503, "The database is away", "Nothing was saved. It was logged; try again in a moment.", {})
    return await respond(request, view, code="database_away", headers={"Retry-After": "5"})


async def broken(request: Request) -> Response:
    """The page for a bug of ours: it tells nothing and asks no database."""
    request.state.viewer = getattr(request.state, "viewer", None)
    return await respond(request, ErrorView(500, *TITLES[500], {}), code="broken")


async def respond(
    request: Request,
    view: ErrorView,
    *,
    code: str,
    headers: Mapping[str, str] | None = None,
    extra: Mapping[str, Any] | None = None,
) -> Response:
    """The error as a page or as problem+json (RFC 9457). Cookies that waited for success are dropped."""
    _drop_cookies(request)
    if is_api(request):
        problem = {"title": view.title, "status": view.status, "detail": view.detail, "code": code, **(extra or {})}
        if view.errors:
            problem["errors"] = dict(view.errors)
        response: Response = JSONResponse(problem, view.status, media_type="application/problem+json")
    else:
        await _find_viewer(request)
        # What was sent by a form is tried again on the page that has the form.
        again = request.url.path if request.method in SAFE_METHODS else came_from(request)
        response = render(request, "errors/error.html", status=view.status, error=view, again=again)
    response.headers.update(headers or {})
    if is_api(request) and view.status == 401:  # noqa: PLR2004
        response.headers.setdefault("WWW-Authenticate", "Bearer")
    response.headers.setdefault("Cache-Control", "no-store")
    return response


async def _find_viewer(request: Request) -> None:
    """Lets the layout of an error page know who is signed in, where no handler got that far."""
    token = session_cookie.read(request)
    if hasattr(request.state, "viewer") or token is None:
        return
    try:
        person = await in_read(request, lambda session: person_of(session, token, now=utc_now()))
    except (sqlalchemy.exc.OperationalError, sqlalchemy.exc.TimeoutError):
        person = None  # the page is about that very failure; it shows nobody as signed in
    remember_viewer(request, person)


def _drop_cookies(request: Request) -> None:
    session_cookie.pending(request).clear()
