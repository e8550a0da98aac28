"""Signing up."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from app.belongings import joining
from app.web.admission import let_in, way_in
from app.web.deps import DbSession, Now, Viewer
from app.web.guests import browser_of
from app.web.signing_up import SignUpChecked, wait_for_mail

router = APIRouter()


@router.get("/sign-up", name="sign_up.new")
def new(
    request: Request, session: DbSession, viewer: Viewer, back: Annotated[str, Query(alias="next")] = ""
) -> Response:
    """The form, or why there is none, for whoever is not signed in."""
    return way_in(request, "sign_up/new.html", session, viewer, back)


@router.post("/sign-up", name="sign_up.create")
def create(checked: SignUpChecked, request: Request, session: DbSession, viewer: Viewer, now: Now) -> Response:
    """Makes the account, of the guest's row if there is one, and redeems the code that came along.

    Where there is a mail server, the account waits for the link that was mailed.
    """
    if checked.is_mailed:
        return wait_for_mail(request, session, checked, now=now)
    person, token = joining.sign_up(
        session,
        email=checked.typed.email,
        password_hash=checked.password_hash,
        guest=viewer,
        browser=browser_of(request),
        now=now,
    )
    return let_in(request, session, person, token=token, checked=checked, greeting="signed-up", now=now)
