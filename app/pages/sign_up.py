"""Signing up."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from app.accounts import registration
from app.practice.marks import own_count
from app.unlocks.codes import redeem
from app.web.admission import Credentials, SignUpChecked, let_in
from app.web.deps import DbSession, Now, Viewer
from app.web.flash import flash
from app.web.forms import blank
from app.web.guests import browser_of
from app.web.limits import return_tries
from app.web.rendering import render
from app.web.return_to import safe_path

router = APIRouter()


@router.get("/sign-up", name="sign_up.new")
def new(
    request: Request, session: DbSession, viewer: Viewer, back: Annotated[str, Query(alias="next")] = ""
) -> Response:
    """The form, or why there is none, for whoever is not signed in."""
    if viewer and not viewer.is_guest:
        return RedirectResponse(safe_path(back), 303)
    values = {**blank(Credentials)["values"], "next": safe_path(back)}
    practiced_count = own_count(session, viewer)
    return render(request, "sign_up/new.html", practiced_count=practiced_count, values=values, errors={})


@router.post("/sign-up", name="sign_up.create")
def create(checked: SignUpChecked, request: Request, session: DbSession, viewer: Viewer, now: Now) -> Response:
    """Makes the account, of the guest's row if there is one, and redeems the code that came along."""
    person, token = registration.sign_up(
        session,
        email=checked.typed.email,
        password_hash=checked.password_hash,
        guest=viewer,
        browser=browser_of(request),
        now=now,
    )
    if checked.typed.has_code:
        redeem(session, person, checked.typed.code, now=now)
    return_tries(session, checked.tries, now=now)
    flash(request, "unlocked" if checked.typed.has_code else "signed-up")
    return let_in(request, person, token, checked.typed)
