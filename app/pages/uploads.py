"""The review of an upload: what it would change, what of it to take, and applying it or walking away."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from app.authoring.applying import apply as apply_upload
from app.authoring.review_page import show as show_upload
from app.authoring.uploads import choose, walk_away
from app.web.deps import DbSession, Member, Now
from app.web.flash import flash
from app.web.path_numbers import RowId
from app.web.rendering import render
from app.web.uploading import ChoicesSent, ReadyToApply

router = APIRouter(prefix="/admin/seeds/uploads/{upload_id}")

PageNumber = Annotated[int, Query(ge=1, le=10_000)]


@router.get("", name="uploads.show")
def show(
    request: Request, upload_id: RowId, session: DbSession, _member: Member, now: Now, page: PageNumber = 1
) -> Response:
    """One page of the review."""
    upload = show_upload(session, upload_id, page, now=now)
    return render(request, "uploads/show.html", upload=upload, errors={})


@router.post("", name="uploads.update")
def update(
    *,
    choices: ChoicesSent,
    request: Request,
    upload_id: RowId,
    session: DbSession,
    _member: Member,
    now: Now,
    page: PageNumber = 1,
) -> Response:
    """Keeps what is taken and left out on a page of the review, and comes back to it."""
    choose(session, upload_id, choices, now=now)
    flash(request, "choices-saved")
    return RedirectResponse(f"{_path(request, upload_id)}?page={page}", 303)


@router.post("/apply", name="uploads.apply")
def apply(ready: ReadyToApply, request: Request, session: DbSession, member: Member, now: Now) -> Response:
    """Loads what is taken as one batch, or leads back to the review, which then says why not."""
    applied = apply_upload(session, member, ready, now=now)
    if applied.batch_id is None:
        return RedirectResponse(_path(request, ready.upload_id), 303)
    flash(request, "upload-applied" if applied.is_new else "upload-was-applied")
    return RedirectResponse(request.app.url_path_for("batches.show", batch_id=applied.batch_id), 303)


@router.post("/delete", name="uploads.delete")
def delete(request: Request, upload_id: RowId, session: DbSession, member: Member, now: Now) -> Response:
    """Forgets the upload; the bank stays as it is."""
    walk_away(session, member, upload_id, now=now)
    flash(request, "upload-deleted")
    return RedirectResponse(request.app.url_path_for("seeds.index"), 303)


def _path(request: Request, upload_id: int) -> str:
    return str(request.app.url_path_for("uploads.show", upload_id=upload_id))
