"""The files that somebody sends, as a form of a page or as the body of a call; nothing of them is read yet."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from fastapi import Request
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from app.authoring.archives import Read, read_at, read_uploads
from app.authoring.uploads import MAX_NAME
from app.core.errors import Invalid, Refusal

MAX_FILES = 1_000
ZIP, MULTIPART = "application/zip", "multipart/form-data"
ONE_FILE = ("text/markdown", "application/yaml", "text/plain")
BODY_TYPES = (ZIP, *ONE_FILE, MULTIPART)
_BROKEN_FORM = 400  # Starlette's own


class WrongType(Refusal):
    """A body of a type that nothing here reads."""

    status = 415
    title = "That type can't be read here"
    code = "unsupported_type"


@dataclass(frozen=True)
class SentFiles:
    """`read` parses no seed yet, but unpacks: call it off the event loop. `name` is what to call all of them."""

    read: Callable[[], Read]
    name: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)


async def sent_form(request: Request) -> SentFiles:
    """The files of a form, and its field `prune` where that is on; raises Invalid for a form without a file."""
    if not request.headers.get("content-type", "").startswith(MULTIPART):
        raise Invalid({"files": f"Send the files as a form of the type {MULTIPART}."})
    try:
        async with request.form(max_files=MAX_FILES, max_fields=1) as form:
            return await _files_of(form)
    except HTTPException as error:
        if error.status_code != _BROKEN_FORM:
            raise
        raise Invalid({"files": f"The form can't be read: {error.detail}"}) from None


async def _files_of(form: FormData) -> SentFiles:
    files, fields = [], {}
    for name, value in form.multi_items():
        if isinstance(value, str) and name == "prune":
            fields[name] = value
        elif isinstance(value, str) or name != "files":
            raise Invalid({"files": f"The form has no field `{name[:40]}` of this kind: send `files`, and `prune`."})
        elif value.filename or value.size:  # a browser sends an empty one without a name where none was chosen
            files.append((value.filename or "", await value.read()))
    if not files:
        raise Invalid({"files": "Choose a file: a zip of the bank's folder, or *.md files and _facts.yaml."})
    return SentFiles(partial(read_uploads, files), _name_of([name for name, _ in files]), fields)


def _name_of(names: list[str]) -> str:
    text = names[0].removesuffix(".zip") if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"
    return "".join(c for c in text if c.isprintable())[:MAX_NAME].strip() or "upload"


async def sent_body(request: Request, path: str | None) -> SentFiles:
    """The files of a call: a zip, a form like a page's, or one file for the place `path` in the bank.

    Raises WrongType for another type, before the body comes in, and Invalid.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().casefold()
    if kind == MULTIPART:
        return await sent_form(request)
    if kind not in BODY_TYPES:
        raise WrongType(f"Send one of {', '.join(BODY_TYPES)}.")
    if kind == ZIP:
        return SentFiles(partial(read_uploads, [("body.zip", await request.body())]))
    if path is None:
        raise Invalid({"path": "Say where the file lies in the bank: `?path=topic/slug.md`."})
    return SentFiles(partial(read_at, await request.body(), path))
