"""Uploads, reviews and loads before a request's own transaction: whatever is slow about them.

Files are unpacked, parsed, compared and rendered off the event loop, for one request at a time in each process.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal

from fastapi import Depends, Query, Request
from fastapi.concurrency import run_in_threadpool
from sqlalchemy.orm import Session

from app.authoring.applying import PreparedUpload, prepare_upload, read_upload
from app.authoring.archives import write_archive
from app.authoring.bank_now import read_bank_now, require_whole, review_of, with_people
from app.authoring.batch_page import show as show_batch
from app.authoring.review_page import show
from app.authoring.undo import CantBeUndone, prepare_undo, read_undo
from app.authoring.uploads import (
    MAX_NAME,
    AppliedAlready,
    Choices,
    Reviewed,
    choose,
    listed,
    named,
)
from app.core.clock import utc_now
from app.core.errors import Invalid
from app.questions.batches import ListedBatch, batches
from app.questions.preparing import Prepared, WrongSeeds, prepare
from app.questions.versions import read_bank
from app.web.deps import in_read, in_write
from app.web.forms import ShownForm
from app.web.path_numbers import RowId
from app.web.sent_files import sent_body, sent_form

MAX_CHOICES = 200  # a page of a review shows 50 files
MOST_TOLD = 5

Flag = Literal["0", "1", "true", "false"]
ON = {"1", "true"}


def around_the_form(_request: Request, session: Session) -> dict[str, Any]:
    """What the page of the form shows besides it. Three queries."""
    return {"uploads": listed(session, now=utc_now()), "batches": batches(session)}


async def review_upload(request: Request) -> Reviewed:
    """What the form sent, reviewed. Raises Invalid where no archive can be read; errors in files are for the review."""
    _shown_again(request, {})
    sent = await sent_form(request)
    _shown_again(request, sent.fields)
    is_prune = "prune" in sent.fields
    async with request.app.state.turns.preparing():
        files, problems = await run_in_threadpool(sent.read)
        if problems:
            raise Invalid({"files": " ".join(f"{problem.path} {problem.message}." for problem in problems[:MOST_TOLD])})
        bank = await in_read(request, read_bank_now)
        review = await run_in_threadpool(review_of, files, bank, is_prune=is_prune)
        review = await in_read(request, lambda session: with_people(session, review))
        archive = await run_in_threadpool(write_archive, files)
    return Reviewed(sent.name, is_prune, archive, review, bank.fingerprint)


def _shown_again(request: Request, fields: Mapping[str, str]) -> None:
    request.state.form = ShownForm("seeds/index.html", {"prune": "", **fields}, around_the_form)


async def read_choices(request: Request, upload_id: RowId) -> Choices:
    """What a page of a review was sent with; raises Invalid."""
    request.state.form = ShownForm(
        "uploads/show.html", {}, lambda _, session: {"upload": show(session, upload_id, 1, now=utc_now())}
    )
    form = await request.form(max_files=0, max_fields=MAX_CHOICES)
    fields: dict[str, list[str]] = {"shown": [], "taken": [], "name": []}
    for name, value in form.multi_items():
        if name not in fields or not isinstance(value, str):
            raise Invalid({name[:40]: "This form has no such field."})
        fields[name].append(value)
    return Choices(frozenset(fields["shown"]), frozenset(fields["taken"]), named("".join(fields["name"])))


async def prepare_to_apply(
    request: Request, upload_id: RowId, choices: Annotated[Choices, Depends(read_choices)]
) -> PreparedUpload:
    """The upload prepared for loading, after the choices of the page were kept: they outlive a refusal."""
    async with request.app.state.turns.preparing():
        try:
            await in_write(request, lambda session: choose(session, upload_id, choices, now=utc_now()))
            under_review = await in_read(request, lambda session: read_upload(session, upload_id, now=utc_now()))
        except AppliedAlready:
            return PreparedUpload(upload_id)
        ready = await run_in_threadpool(prepare_upload, under_review)
        review = ready.review
        if review is None:
            return ready
        return replace(ready, review=await in_read(request, lambda session: with_people(session, review)))


async def prepare_to_undo(request: Request, batch_id: RowId) -> tuple[ListedBatch, Prepared]:
    """A batch, and what taking it back would write; raises NotFound, and CantBeUndone, which its page then shows."""
    reasons: list[str] = []
    request.state.form = ShownForm(
        "batches/show.html", {}, lambda _, session: {"shown": show_batch(session, batch_id, 1, tuple(reasons))}
    )
    async with request.app.state.turns.preparing():
        undo = await in_read(request, lambda session: read_undo(session, batch_id))
        try:
            return undo.batch, await run_in_threadpool(prepare_undo, undo)
        except CantBeUndone as refusal:
            reasons += refusal.reasons
            raise


@dataclass(frozen=True)
class PreparedLoad:
    """A load that a program asked for; `is_dry`: it only wants to know what it would do."""

    prepared: Prepared
    name: str
    is_dry: bool


async def prepare_load(
    request: Request,
    path: Annotated[
        str | None,
        Query(max_length=200, description="Where a single file lies in the bank, like `model-serving/batching.md`."),
    ] = None,
    name: Annotated[str, Query(max_length=MAX_NAME, description="What to call the batch.")] = "load by API",
    dry_run: Annotated[Flag, Query(description="Write nothing, answer the same.")] = "0",
    prune: Annotated[Flag, Query(description="Retire what the whole bank's folder no longer holds.")] = "0",
) -> PreparedLoad:
    """The body as a prepared load. Raises WrongSeeds with every error, WrongType, and Invalid."""
    name = named(name)
    sent = await sent_body(request, path)
    is_prune = prune in ON or "prune" in sent.fields
    async with request.app.state.turns.preparing():
        files, problems = await run_in_threadpool(sent.read)
        if problems:
            raise WrongSeeds(problems)
        if is_prune:
            require_whole(files)
        stored = await in_read(request, read_bank)
        prepared = await run_in_threadpool(prepare, files, stored, prune=is_prune)
    prepared.refuse_errors()
    return PreparedLoad(prepared, name, is_dry=dry_run in ON)


# A handler names one of these before anything that opens the session.
UploadReviewed = Annotated[Reviewed, Depends(review_upload)]
ChoicesSent = Annotated[Choices, Depends(read_choices)]
ReadyToApply = Annotated[PreparedUpload, Depends(prepare_to_apply)]
ReadyToUndo = Annotated[tuple[ListedBatch, Prepared], Depends(prepare_to_undo)]
ReadyToLoad = Annotated[PreparedLoad, Depends(prepare_load)]
