"""The feed of new questions."""

from fastapi import APIRouter, Request, Response

from app.browsing.feed import feed
from app.web.deps import DbSession
from app.web.rendering import render_xml

router = APIRouter()


@router.get("/feed.xml", name="feed.show")
def show(request: Request, session: DbSession) -> Response:
    """The newest questions with their prompts, as Atom (RFC 4287)."""
    return render_xml(request, "feed/show.xml", media_type="application/atom+xml", feed=feed(session))
