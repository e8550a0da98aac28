"""Signing up: at once or, where there is a mail server, by a link that only the reader of the address can open."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.orm import Session

from app.accounts.emails import counted_as, email_key
from app.accounts.mail_links import make
from app.accounts.passwords import require_strong
from app.accounts.registration import TAKEN
from app.accounts.sign_in import find_for_sign_in
from app.core.clock import utc_now
from app.core.errors import Forbidden, Invalid
from app.core.throttle import give_back, spend
from app.unlocks.codes import normalized, require_open
from app.web import session_cookie
from app.web.admission import Checked, Credentials
from app.web.callers import caller_of
from app.web.client_address import client_address
from app.web.code_tries import spend_for
from app.web.deps import in_read, in_write
from app.web.forms import form
from app.web.hashing import hashed
from app.web.limits import (
    HOUR,
    MAIL_BY_ADDRESS,
    SIGN_UP_MAIL_BY_CLIENT,
    SIGN_UP_REFUSED,
    Try,
    return_tries,
    spend_tries,
)
from app.web.mailing import Letter, send

CLOSED = "Whoever runs this bank makes the accounts here. Ask them for one."
CODE = "code"


@dataclass(frozen=True)
class CheckedSignUp(Checked):
    """Credentials of somebody new, and the hash to store; `is_mailed`: the account waits for its link."""

    typed: Credentials
    password_hash: str
    is_mailed: bool


async def check_sign_up(
    request: Request, typed: Annotated[Credentials, Depends(form(Credentials, "sign_up/new.html"))]
) -> CheckedSignUp:
    """The credentials, if the address is free and the password strong; with a mail server, only a mail tells which."""
    settings = request.app.state.settings
    if settings.sign_up == "closed":
        raise Forbidden(CLOSED)
    email_key(typed.email)
    require_strong(typed.password, email=typed.email)
    needs_code = settings.sign_up == "code" or typed.has_code
    if needs_code:
        normalized(typed.code)
    if settings.has_mail:
        return await _mailed(request, typed, needs_code=needs_code)
    client, factor = client_address(request), settings.limit_factor
    if await in_write(request, lambda session: _is_taken(session, typed.email, client, factor=factor)):
        raise Invalid({"email": TAKEN})
    tries = await spend_for(request, None) if needs_code else ()
    return CheckedSignUp(typed, tries, await hashed(request, typed.password), is_mailed=False)


def _is_taken(session: Session, email: str, client: str, *, factor: float) -> bool:
    """Whether the address has an account; only then the try is spent. Raises TooMany when none is left."""
    # Counted before the look, in one transaction: of many probes at once none may pass before the others count.
    now = utc_now()
    spend(session, SIGN_UP_REFUSED, client, factor=factor, now=now)
    is_taken = find_for_sign_in(session, email) is not None
    if not is_taken:
        give_back(session, SIGN_UP_REFUSED, client, now=now)
    return is_taken


async def _mailed(request: Request, typed: Credentials, *, needs_code: bool) -> CheckedSignUp:
    """Sends the mail that opens the account; the same work for an address that has one, whose mail says so."""
    tries: tuple[Try, ...] = ()
    if needs_code:
        tries = await spend_for(request, None)
        await in_read(request, lambda session: require_open(session, typed.code, now=utc_now()))
    by_address = (MAIL_BY_ADDRESS, f"sign-up of {counted_as(typed.email)}")
    await spend_tries(request, (SIGN_UP_MAIL_BY_CLIENT, client_address(request)), by_address)
    new_hash = await hashed(request, typed.password)
    letter = await in_write(request, lambda session: _letter(session, request, typed.email.strip(), new_hash))
    await send(request, letter, tries=(by_address,))
    return CheckedSignUp(typed, tries, new_hash, is_mailed=True)


def _letter(session: Session, request: Request, email: str, new_hash: str) -> Letter:
    now = utc_now()
    member, viewer = find_for_sign_in(session, email), caller_of(session, request, now=now).person
    guest = viewer if viewer and viewer.is_guest else None
    # Made for a taken address too, though nobody gets it: how long the answer takes must not tell.
    secret = make(session, "sign_up", email=email, person=guest, password_hash=new_hash, now=now)
    if member is not None and member.email is not None:
        return Letter("taken", member.email)
    return Letter("sign_up", email, secret)


def wait_for_mail(request: Request, session: Session, checked: CheckedSignUp, *, now: datetime) -> Response:
    """Leads to the page that waits for what the mail holds, and keeps the typed unlock code in this browser."""
    return_tries(session, checked.tries, now=now)
    if checked.typed.has_code:
        session_cookie.put(request, CODE, normalized(checked.typed.code), max_age=HOUR)
    return RedirectResponse(request.app.url_path_for("confirmations.new"), 303)


def kept_code(request: Request) -> str:
    """The unlock code that was typed at sign-up, in this browser; empty where there was none."""
    return request.cookies.get(session_cookie.name_of(request.app.state.settings, CODE), "")


def forget_code(request: Request) -> None:
    """Takes the kept unlock code from the browser."""
    session_cookie.put(request, CODE, "", max_age=0)


# A handler names this before anything that opens the session.
SignUpChecked = Annotated[CheckedSignUp, Depends(check_sign_up)]
