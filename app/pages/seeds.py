"""Uploading seed files, and what was loaded so far."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.authoring import uploads
from app.web.deps import DbSession, Member, Now
from app.web.rendering import render
from app.web.uploading import UploadReviewed, around_the_form

router = APIRouter(prefix="/admin/seeds")


@router.get("", name="seeds.index")
def index(request: Request, session: DbSession, _member: Member) -> Response:
    """The form, the uploads under review, and the batches."""
    return render(request, "seeds/index.html", values={"prune": ""}, errors={}, **around_the_form(request, session))


@router.post("", name="seeds.create")
def create(reviewed: UploadReviewed, request: Request, session: DbSession, member: Member, now: Now) -> Response:
    """Stores the upload and leads to its review."""
    upload = uploads.create(session, member, reviewed, now=now)
    return RedirectResponse(request.app.url_path_for("uploads.show", upload_id=upload.id), 303)
