"""Signing in."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from app.accounts.sign_in import confirmed
from app.belongings import merge
from app.web.admission import SignInChecked, let_in, way_in
from app.web.deps import DbSession, Now, Viewer
from app.web.guests import browser_of

router = APIRouter()


@router.get("/sign-in", name="sign_in.new")
def new(
    request: Request, session: DbSession, viewer: Viewer, back: Annotated[str, Query(alias="next")] = ""
) -> Response:
    """The form, for whoever is not signed in."""
    return way_in(request, "sign_in/new.html", session, viewer, back)


@router.post("/sign-in", name="sign_in.create")
def create(checked: SignInChecked, request: Request, session: DbSession, viewer: Viewer, now: Now) -> Response:
    """Begins a session, merges the guest that this browser was, and redeems the code that came along."""
    person = confirmed(session, checked.person)
    token = merge.sign_in(session, person=person, guest=viewer, browser=browser_of(request), now=now)
    return let_in(request, session, person, token=token, checked=checked, greeting="signed-in", now=now)
