"""A member's own account: unlocks, sessions, tokens, password."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.accounts.passwords import change_password
from app.accounts.scopes import scopes_for
from app.accounts.sign_in import end_all, end_one, sessions_of
from app.accounts.tokens import tokens_of
from app.unlocks.granting import unlocks_of
from app.web import session_cookie
from app.web.admission import PasswordChange, PasswordChangeChecked, let_out, remember_device
from app.web.deps import DbSession, Member, Now
from app.web.flash import flash
from app.web.forms import blank
from app.web.limits import return_tries
from app.web.path_numbers import RowId
from app.web.rendering import render

router = APIRouter()


@router.get("/account", name="account.show")
def show(request: Request, session: DbSession, member: Member, now: Now) -> Response:
    """Address, unlocks, sessions and tokens."""
    token = session_cookie.read(request) or ""
    return render(
        request,
        "account/show.html",
        email=member.email,
        is_confirmed=member.confirmed_at is not None,
        unlocks=unlocks_of(session, member, now=now),
        sessions=sessions_of(session, member, token=token, now=now),
        tokens=tokens_of(session, member),
        scopes=scopes_for(member.role),
    )


@router.post("/account/sessions/{session_id}/delete", name="account.end_session")
def end_session(request: Request, session_id: RowId, session: DbSession, member: Member) -> Response:
    """Signs one of the member's browsers out."""
    end_one(session, member, session_id)
    flash(request, "session-ended")
    return RedirectResponse(request.app.url_path_for("account.show"), 303)


@router.post("/account/sessions/delete", name="account.end_sessions")
def end_sessions(request: Request, session: DbSession, member: Member) -> Response:
    """Signs the member out everywhere, here too."""
    end_all(session, member)
    flash(request, "sessions-ended")
    return let_out(request)


@router.get("/account/password", name="account.edit_password")
def edit_password(request: Request, _member: Member) -> Response:
    """The form for a new password."""
    return render(request, "account/edit_password.html", **blank(PasswordChange))


@router.post("/account/password", name="account.update_password")
def update_password(
    checked: PasswordChangeChecked, request: Request, session: DbSession, member: Member, now: Now
) -> Response:
    """Replaces the password and signs every other browser out."""
    new_hash, tries = checked
    change_password(session, member, new_hash=new_hash, token=session_cookie.read(request) or "")
    return_tries(session, tries, now=now)
    remember_device(request, member)
    flash(request, "password-changed")
    return RedirectResponse(request.app.url_path_for("account.show"), 303)
