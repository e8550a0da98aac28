"""Signing in."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from app.accounts.sign_in import confirmed, end
from app.belongings import merge
from app.practice.marks import own_count
from app.unlocks.codes import redeem
from app.web import session_cookie
from app.web.admission import Credentials, SignInChecked, let_in
from app.web.deps import DbSession, Now, Viewer
from app.web.flash import flash
from app.web.forms import blank
from app.web.guests import browser_of
from app.web.limits import return_tries
from app.web.rendering import render
from app.web.return_to import safe_path

router = APIRouter()


@router.get("/sign-in", name="sign_in.new")
def new(
    request: Request, session: DbSession, viewer: Viewer, back: Annotated[str, Query(alias="next")] = ""
) -> Response:
    """The form, for whoever is not signed in."""
    if viewer and not viewer.is_guest:
        return RedirectResponse(safe_path(back), 303)
    values = {**blank(Credentials)["values"], "next": safe_path(back)}
    practiced_count = own_count(session, viewer)
    return render(request, "sign_in/new.html", practiced_count=practiced_count, values=values, errors={})


@router.post("/sign-in", name="sign_in.create")
def create(checked: SignInChecked, request: Request, session: DbSession, viewer: Viewer, now: Now) -> Response:
    """Begins a session, merges the guest that this browser was, and redeems the code that came along."""
    old_token = session_cookie.read(request)
    person = confirmed(session, checked.person)
    token = merge.sign_in(session, person=person, guest=viewer, browser=browser_of(request), now=now)
    if old_token:
        end(session, old_token)
    if checked.typed.has_code:
        redeem(session, person, checked.typed.code, now=now)
    return_tries(session, checked.tries, now=now)
    flash(request, "unlocked" if checked.typed.has_code else "signed-in")
    return let_in(request, person, token, checked.typed)
