"""Choosing a new password by a mailed link."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.accounts.mail_links import reset_password
from app.belongings import merge
from app.web.admission import give_session
from app.web.deps import DbSession, Now, Viewer
from app.web.flash import flash
from app.web.forms import blank
from app.web.guests import browser_of
from app.web.mailed_links import NewPassword, NewPasswordChecked, ResetMailed, ResetRequest, link_page
from app.web.rendering import render

router = APIRouter()


@router.get("/sign-in/reset", name="password_resets.new")
def new(request: Request, _viewer: Viewer) -> Response:
    """The form that asks for the link."""
    return render(request, "password_resets/new.html", **blank(ResetRequest))


@router.post("/sign-in/reset", name="password_resets.create")
def create(_mailed: ResetMailed, request: Request) -> Response:
    """Mails the link, if there is whom to; leads to the page that waits for it."""
    return RedirectResponse(request.app.url_path_for("password_resets.edit"), 303)


@router.get("/sign-in/new-password", name="password_resets.edit")
def edit(request: Request, session: DbSession, _viewer: Viewer, now: Now, link: str = "") -> Response:
    """The page that the mail leads to and that waits for its code; opening it changes nothing."""
    return link_page(request, "password_resets/edit.html", NewPassword, session, link, "reset", now=now)


@router.post("/sign-in/new-password", name="password_resets.update")
def update(checked: NewPasswordChecked, request: Request, session: DbSession, viewer: Viewer, now: Now) -> Response:
    """Replaces the password, signs out everywhere else, and signs in here."""
    link, new_hash = checked
    person = reset_password(session, link, new_hash=new_hash, now=now)
    token = merge.sign_in(session, person=person, guest=viewer, browser=browser_of(request), now=now)
    give_session(request, session, person, token=token)
    flash(request, "password-changed")
    return RedirectResponse(request.app.url_path_for("account.show"), 303)
