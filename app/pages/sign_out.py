"""Signing out."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.accounts.sign_in import end
from app.web import session_cookie
from app.web.admission import let_out
from app.web.deps import DbSession, Viewer
from app.web.flash import flash
from app.web.rendering import render

router = APIRouter()


@router.get("/sign-out", name="sign_out.new")
def new(request: Request, viewer: Viewer) -> Response:
    """Asks once; whoever is not signed in goes home."""
    if viewer is None or viewer.is_guest:
        return RedirectResponse("/", 303)
    return render(request, "sign_out/new.html")


@router.post("/sign-out", name="sign_out.create")
def create(request: Request, session: DbSession, viewer: Viewer) -> Response:
    """Ends this session. A guest stays: the session is all that leads to what they practiced."""
    token = session_cookie.read(request)
    if viewer is None or viewer.is_guest or token is None:
        return RedirectResponse("/", 303)
    end(session, token)
    flash(request, "signed-out")
    return let_out(request)
