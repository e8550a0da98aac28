"""The first page: the bank, its topics, and one place to start."""

from fastapi import APIRouter, Request, Response

from app.browsing.topics import home
from app.web.deps import DbSession, Viewer
from app.web.rendering import render

router = APIRouter()


@router.get("/", name="home.show")
def show(request: Request, session: DbSession, viewer: Viewer) -> Response:
    """The bank at a glance."""
    return render(request, "home/show.html", home=home(session, viewer))
