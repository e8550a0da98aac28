"""Letting people in and out: passwords are checked before a request's own transaction, cheap refusals first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.orm import Session

from app.accounts.emails import counted_as
from app.accounts.known_devices import device_mark, is_known_device
from app.accounts.models import Person
from app.accounts.passwords import require_strong
from app.accounts.sign_in import MEMBER_DAYS, MISMATCH, end, find_for_sign_in
from app.core.errors import Invalid, SignInNeeded
from app.practice.marks import own_count
from app.unlocks.codes import normalized, redeem
from app.web import session_cookie
from app.web.client_address import client_address
from app.web.code_tries import spend_for
from app.web.deps import caller_in_read, in_read
from app.web.flash import flash
from app.web.forms import FormModel, blank, form
from app.web.hashing import hashed, is_right
from app.web.limits import (
    SIGN_IN_BY_ACCOUNT,
    SIGN_IN_BY_ALL,
    SIGN_IN_BY_CLIENT,
    Try,
    return_tries,
    spend_tries,
)
from app.web.rendering import render
from app.web.return_to import safe_path

DEVICE = "device"
DEVICE_SECONDS = 365 * 24 * 60 * 60


class Companions(FormModel):
    """What travels along with every way in: a typed unlock code, and the way back."""

    code: str = ""
    next: str = ""

    @property
    def has_code(self) -> bool:
        """Whether an unlock code came along."""
        return bool(self.code.strip())


class Credentials(Companions):
    """The fields of sign-in and sign-up."""

    email: str
    password: str


class PasswordChange(FormModel):
    """The fields of a new password."""

    current_password: str
    new_password: str


@dataclass(frozen=True)
class Checked:
    """What was found right before the request's own transaction, and the tries to give back."""

    typed: Companions
    tries: tuple[Try, ...]


@dataclass(frozen=True)
class CheckedSignIn(Checked):
    """Credentials that fit `person`."""

    person: Person


async def check_sign_in(
    request: Request, typed: Annotated[Credentials, Depends(form(Credentials, "sign_in/new.html"))]
) -> CheckedSignIn:
    """The credentials, if they fit somebody; a known device spends tries of its own, whoever guesses elsewhere."""
    person = await in_read(request, lambda session: find_for_sign_in(session, typed.email))
    mark = request.cookies.get(session_cookie.name_of(request.app.state.settings, DEVICE))
    if person and is_known_device(person, mark):
        tries: tuple[Try, ...] = ((SIGN_IN_BY_ACCOUNT, f"device of {person.id}"),)
    else:
        client, address = client_address(request), counted_as(typed.email)
        tries = ((SIGN_IN_BY_ALL, "all"), (SIGN_IN_BY_CLIENT, client), (SIGN_IN_BY_ACCOUNT, address))
    await spend_tries(request, *tries)
    if not await is_right(request, typed.password, person.password_hash if person else None) or person is None:
        raise Invalid({"password": MISMATCH})
    if typed.has_code:
        normalized(typed.code)
        tries += await spend_for(request, person)
    return CheckedSignIn(typed, tries, person)


async def check_password_change(
    request: Request, typed: Annotated[PasswordChange, Depends(form(PasswordChange, "account/edit_password.html"))]
) -> tuple[str, tuple[Try, ...]]:
    """The hash of the new password, if the current one is right and the new one strong, and the tries to give back."""
    person = await caller_in_read(request)
    if person is None or person.email is None:
        raise SignInNeeded("This needs an account.")
    require_strong(typed.new_password, email=person.email, name="new_password")
    tries = ((SIGN_IN_BY_ACCOUNT, f"password of {person.id}"),)
    await spend_tries(request, *tries)
    if not await is_right(request, typed.current_password, person.password_hash):
        raise Invalid({"current_password": "This is not your current password."})
    return await hashed(request, typed.new_password), tries


def way_in(request: Request, template: str, session: Session, viewer: Person | None, back: str) -> Response:
    """The form of signing in or up; a guest hears what is kept, and whoever is signed in goes on to `back`."""
    if viewer and not viewer.is_guest:
        return RedirectResponse(safe_path(back), 303)
    practiced_count = own_count(session, viewer)
    return render(request, template, practiced_count=practiced_count, **blank(Credentials, next=safe_path(back)))


def let_in(
    request: Request,
    session: Session,
    person: Person,
    *,
    token: str,
    checked: Checked,
    greeting: str,
    now: datetime,
) -> Response:
    """Redeems the code that came along, gives the tries back and the browser its session, and leads to where it was.

    Raises Invalid, as `redeem` does, for a code that opens nothing.
    """
    typed = checked.typed
    if typed.has_code:
        redeem(session, person, typed.code, now=now)
    return_tries(session, checked.tries, now=now)
    flash(request, "unlocked" if typed.has_code else greeting)
    give_session(request, session, person, token=token)
    return RedirectResponse(safe_path(typed.next), 303)


def give_session(request: Request, session: Session, person: Person, *, token: str) -> None:
    """Gives the browser its new session, and ends the one that it had before."""
    old_token = session_cookie.read(request)
    if old_token:
        end(session, old_token)
    session_cookie.remember(request, token, days=MEMBER_DAYS)
    remember_device(request, person)


def remember_device(request: Request, person: Person) -> None:
    """Makes this browser known to the person's account, with the password as it is now."""
    session_cookie.put(request, DEVICE, device_mark(person), max_age=DEVICE_SECONDS)


def let_out(request: Request) -> Response:
    """Makes the browser forget the session and every page it kept."""
    session_cookie.forget(request)
    return RedirectResponse("/", 303, headers={"Clear-Site-Data": '"cache", "storage"'})


# A handler names one of these before anything that opens the session.
SignInChecked = Annotated[CheckedSignIn, Depends(check_sign_in)]
PasswordChangeChecked = Annotated[tuple[str, tuple[Try, ...]], Depends(check_password_change)]
