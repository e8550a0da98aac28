"""A topic: its scope, and the list of questions inside it."""

from fastapi import APIRouter, Request, Response

from app.browsing.question_list import question_list
from app.web.deps import Config, DbSession, Now, Viewer
from app.web.list_query import InQuery
from app.web.rendering import render

router = APIRouter()


@router.get("/topics/{topic}", name="topics.show")
def show(
    *, request: Request, topic: str, query: InQuery, session: DbSession, viewer: Viewer, config: Config, now: Now
) -> Response:
    """The topic's questions, filtered and sorted as the URL says."""
    shown = question_list(session, viewer, query.asked(), topic=topic, gate=config.gate, now=now)
    return render(request, "topics/show.html", questions=shown, base=request.url.path)
