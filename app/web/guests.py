"""Who practices: the member or guest of the session, else a guest begun by this very act."""

from typing import Annotated

from fastapi import Depends, Request

from app.accounts.guests import begin_guest
from app.accounts.models import Person
from app.accounts.sign_in import GUEST_DAYS
from app.web import session_cookie
from app.web.client_address import client_address
from app.web.deps import DbSession, Now, Viewer, caller_in_read
from app.web.limits import NEW_GUEST, spend_tries
from app.web.page import remember_viewer


def browser_of(request: Request) -> str:
    """What the browser calls itself, for the list of a person's sessions."""
    return request.headers.get("user-agent", "")


async def allow_guest(request: Request) -> None:
    """Spends one new guest of this client, unless the session's person is known."""
    if await caller_in_read(request) is None:
        await spend_tries(request, (NEW_GUEST, client_address(request)))


def person_or_guest(
    request: Request, _allowed: Annotated[None, Depends(allow_guest)], session: DbSession, viewer: Viewer, now: Now
) -> Person:
    """The viewer, or a new guest whose token the browser is given."""
    if viewer is not None:
        return viewer
    guest, token = begin_guest(session, browser=browser_of(request), now=now)
    session_cookie.remember(request, token, days=GUEST_DAYS)
    remember_viewer(request, guest)
    return guest


# A handler names this before anything that opens the session: the limit is spent in a transaction before it.
Practicer = Annotated[Person, Depends(person_or_guest)]
