"""The links that mails hold: asked for, shown as a page, and checked before a request's own transaction."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request, Response
from sqlalchemy.orm import Session

from app.accounts.emails import counted_as, email_key
from app.accounts.mail_links import Purpose, find, make
from app.accounts.passwords import require_strong
from app.accounts.sign_in import find_for_sign_in
from app.core.clock import utc_now
from app.core.errors import Forbidden, Invalid
from app.unlocks.codes import normalized
from app.web.admission import Checked, Companions
from app.web.client_address import client_address
from app.web.code_tries import spend_for
from app.web.deps import caller_in_read, in_read, in_write
from app.web.forms import FormModel, blank, form
from app.web.hashing import hashed, is_right
from app.web.limits import (
    MAIL_BY_ADDRESS,
    RESET_BY_CLIENT,
    SIGN_IN_BY_ACCOUNT,
    SIGN_IN_BY_ALL,
    SIGN_IN_BY_CLIENT,
    Try,
    spend_tries,
)
from app.web.mailing import Letter, require_mail, send
from app.web.rendering import render
from app.web.signing_up import CLOSED

# Longer than a mail server takes as a rule: how long the answer takes must not tell whether a mail was sent.
RESET_SECONDS = 2.0


class Confirmation(Companions):
    """The fields of the page that a mail about an address leads to."""

    link: str
    password: str


class ResetRequest(FormModel):
    """Whose password is forgotten."""

    email: str


class NewPassword(FormModel):
    """The fields of a new password in place of a forgotten one."""

    link: str
    new_password: str


@dataclass(frozen=True)
class CheckedLink(Checked):
    """A link whose password was found right; `password_hash` is that of its account, `is_new` if it begins one."""

    typed: Confirmation
    password_hash: str
    is_new: bool


def link_page(
    request: Request,
    template: str,
    model: type[FormModel],
    session: Session,
    link: str,
    *purposes: Purpose,
    now: datetime,
    **values: str,
) -> Response:
    """The form of a mailed link, or that the link does not work. Looking uses nothing up: programs look at mails."""
    context = blank(model, link=link, **values)
    try:
        if link and request.app.state.settings.has_mail:
            find(session, link, *purposes, now=now)
    except Invalid as refusal:
        context["errors"] = refusal.errors
    response = render(request, template, status=Invalid.status if context["errors"] else 200, **context)
    response.headers["Cache-Control"] = "private, no-store"
    return response


async def check_confirmation(
    request: Request, typed: Annotated[Confirmation, Depends(form(Confirmation, "confirmations/new.html"))]
) -> CheckedLink:
    """The link, if it works and the password is the one of its account; wrong ones count as at sign-in."""
    require_mail(request)
    settings = request.app.state.settings
    link = await in_read(request, lambda session: find(session, typed.link, "sign_up", "confirm", now=utc_now()))
    is_new = link.purpose == "sign_up"
    if is_new and settings.sign_up == "closed":
        raise Forbidden(CLOSED)
    needs_code = typed.has_code or (is_new and settings.sign_up == "code")
    if needs_code:
        normalized(typed.code)
    tries: tuple[Try, ...] = ((SIGN_IN_BY_ALL, "all"), (SIGN_IN_BY_CLIENT, client_address(request)))
    tries += ((SIGN_IN_BY_ACCOUNT, f"link of {counted_as(link.email)}"),)
    await spend_tries(request, *tries)
    if not await is_right(request, typed.password, link.password_hash):
        raise Invalid({"password": "This is not the password of the account."})
    if needs_code:
        tries += await spend_for(request, None)
    return CheckedLink(typed, tries, link.password_hash, is_new)


async def mail_confirmation(request: Request) -> None:
    """Mails a link to the member's own address, unless it is confirmed."""
    require_mail(request)
    person = await caller_in_read(request)
    if person is None or person.email is None or person.confirmed_at is not None:
        return
    email, by_address = person.email, (MAIL_BY_ADDRESS, f"confirmation of {person.id}")
    await spend_tries(request, by_address)
    secret = await in_write(
        request, lambda session: make(session, "confirm", email=email, person=person, now=utc_now())
    )
    await send(request, Letter("confirm", email, secret), tries=(by_address,))


async def mail_reset(
    request: Request, typed: Annotated[ResetRequest, Depends(form(ResetRequest, "password_resets/new.html"))]
) -> None:
    """Mails a link to the person with this address; nothing tells whether there is one."""
    require_mail(request)
    email_key(typed.email)
    by_address = (MAIL_BY_ADDRESS, f"reset of {counted_as(typed.email)}")
    await spend_tries(request, (RESET_BY_CLIENT, client_address(request)), by_address)
    letter = await in_write(request, lambda session: _reset_letter(session, typed.email))
    sent = send(request, letter, tries=(by_address,), is_secret=True)
    await asyncio.gather(sent, asyncio.sleep(RESET_SECONDS))


def _reset_letter(session: Session, email: str) -> Letter | None:
    person = find_for_sign_in(session, email)
    if person is None or person.email is None or person.disabled_at is not None:
        return None
    return Letter("reset", person.email, make(session, "reset", email=person.email, person=person, now=utc_now()))


async def check_new_password(
    request: Request, typed: Annotated[NewPassword, Depends(form(NewPassword, "password_resets/edit.html"))]
) -> tuple[str, str]:
    """The link as it was given and the hash of the new password, if the link works and the password is strong."""
    require_mail(request)
    link = await in_read(request, lambda session: find(session, typed.link, "reset", now=utc_now()))
    require_strong(typed.new_password, email=link.email, name="new_password")
    return typed.link, await hashed(request, typed.new_password)


# A handler names one of these before anything that opens the session: mail is sent between two transactions.
LinkChecked = Annotated[CheckedLink, Depends(check_confirmation)]
ConfirmationMailed = Annotated[None, Depends(mail_confirmation)]
ResetMailed = Annotated[None, Depends(mail_reset)]
NewPasswordChecked = Annotated[tuple[str, str], Depends(check_new_password)]
