"""The list of questions, one question, and the skip to its answer."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.browsing.finding import find
from app.browsing.question_list import question_list
from app.browsing.question_page import question_page
from app.practice import revealing
from app.web.deps import Config, DbSession, Now, Viewer
from app.web.guests import Practicer
from app.web.list_query import InQuery
from app.web.rendering import render

router = APIRouter()


@router.get("/questions", name="questions.index")
def index(
    *, request: Request, query: InQuery, session: DbSession, viewer: Viewer, config: Config, now: Now
) -> Response:
    """All questions, filtered and sorted as the URL says."""
    shown = question_list(session, viewer, query.asked(), gate=config.gate, now=now)
    return render(request, "questions/index.html", questions=shown, base=request.url.path)


@router.get("/questions/{slug}", name="questions.show")
def show(*, request: Request, slug: str, session: DbSession, viewer: Viewer, config: Config, now: Now) -> Response:
    """One question with its prompt, hints, practice, and the answer if the viewer may read it."""
    shown = question_page(session, viewer, slug, gate=config.gate, now=now)
    return render(request, "questions/show.html", question=shown)


@router.post("/questions/{slug}/reveal", name="questions.reveal")
def reveal(person: Practicer, request: Request, slug: str, session: DbSession, now: Now) -> Response:
    """Notes that the person skipped to the answer, and goes there."""
    revealing.reveal(session, person, find(session, slug, person, now=now).question, now=now)
    return RedirectResponse(f"{request.app.url_path_for('questions.show', slug=slug)}#answer", 303)
