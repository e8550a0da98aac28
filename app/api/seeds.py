"""Loading seed files, for programs: by the verbs of the shell's `seeds load`."""

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel

from app.questions.seed_loading import load, report
from app.web.deps import DbSession, Member, Now
from app.web.problems import problems
from app.web.sent_files import MULTIPART, ONE_FILE, ZIP
from app.web.uploading import ReadyToLoad

router = APIRouter(prefix="/api/v1/admin/seeds", tags=["admin"])

_BYTES = {"type": "string", "format": "binary"}
_FORM = {
    "type": "object",
    "properties": {
        "files": {"type": "array", "items": _BYTES, "minItems": 1, "maxItems": 1_000},
        "prune": {"type": "string", "const": "on"},
    },
    "required": ["files"],
    "additionalProperties": False,
}
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "A zip, one file for the place `path`, or a form of several.",
        "content": {
            ZIP: {"schema": _BYTES},
            **{kind: {"schema": {"type": "string"}} for kind in ONE_FILE},
            MULTIPART: {"schema": _FORM},
        },
    }
}


class SeedProblem(BaseModel):
    """Something to mend in a file, or only a warning."""

    file: str
    line: int
    field: str
    message: str
    is_warning: bool


class Loaded(BaseModel):
    """How many questions the load concerned, and its batch; null where nothing was written."""

    added: int
    changed: int
    unchanged: int
    retired: int
    batch: int | None
    problems: list[SeedProblem]


@router.post("", name="api_seeds.create", openapi_extra=_BODY, responses=problems(401, 403, 413, 415, 422, 503))
def create(ready: ReadyToLoad, session: DbSession, member: Member, now: Now) -> Loaded:
    """Loads the files as one batch: all or nothing. Loading twice changes nothing."""
    prepared, actor = ready.prepared, member.reference
    done = report(prepared) if ready.is_dry else load(session, prepared, actor=actor, name=ready.name, now=now)
    return Loaded(
        added=done.added,
        changed=done.changed,
        unchanged=done.unchanged,
        retired=done.retired,
        batch=done.batch_id,
        problems=[SeedProblem(**problem.as_json()) for problem in prepared.problems],
    )
