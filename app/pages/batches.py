"""What a batch did, and taking it back."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from app.authoring.batch_page import show as show_batch
from app.authoring.undo import undo as undo_batch
from app.web.deps import DbSession, Member, Now
from app.web.flash import flash
from app.web.path_numbers import RowId
from app.web.rendering import render
from app.web.uploading import ReadyToUndo

router = APIRouter(prefix="/admin/seeds/batches/{batch_id}")


@router.get("", name="batches.show")
def show(
    request: Request,
    batch_id: RowId,
    session: DbSession,
    _member: Member,
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> Response:
    """What it did to each file, and the button to undo it or what stands in the way."""
    return render(request, "batches/show.html", shown=show_batch(session, batch_id, page))


@router.post("/undo", name="batches.undo")
def undo(ready: ReadyToUndo, request: Request, session: DbSession, member: Member, now: Now) -> Response:
    """Takes the batch back, as a batch of its own."""
    batch, prepared = ready
    report = undo_batch(session, member.reference, batch, prepared=prepared, now=now)
    flash(request, "batch-undone")
    return RedirectResponse(request.app.url_path_for("batches.show", batch_id=report.batch_id), 303)
