"""Guessing unlock codes is bounded for each account and each client, and rings an alarm."""

from contextlib import suppress
from typing import Annotated

import structlog
from fastapi import Depends, Request
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.audit.chain import record
from app.core.clock import utc_now
from app.core.errors import TooMany
from app.core.throttle import spend
from app.web.client_address import client_address
from app.web.deps import caller_in_read, in_write
from app.web.limits import CODE_ALARM, CODE_BY_ACCOUNT, CODE_BY_CLIENT, Try, spend_tries

log = structlog.get_logger("headroom")


async def spend_code_tries(request: Request) -> tuple[Try, ...]:
    """Spends a try of the member and one of the client, and returns them, to give back after a success.

    Nothing for guests and visitors: their code is not looked at.
    """
    person = await caller_in_read(request)
    if person is None or person.is_guest:
        return ()
    return await spend_for(request, person)


async def spend_for(request: Request, person: Person | None) -> tuple[Try, ...]:
    """Spends a try of the client, and of the account if there is one; raises TooMany when one has none left."""
    client, actor = client_address(request), person.reference if person else "visitor"
    tries: tuple[Try, ...] = ((CODE_BY_CLIENT, client),)
    if person:
        tries = ((CODE_BY_ACCOUNT, actor), *tries)
    try:
        await spend_tries(request, *tries)
    except TooMany:
        await _ring(request, actor, client)
        raise
    return tries


def _ring_once(session: Session, actor: str, client: str, factor: float) -> None:
    now = utc_now()
    spend(session, CODE_ALARM, client, factor=factor, now=now)
    record(session, actor=actor, action="codes.guessing", target="codes", details={}, now=now)


async def _ring(request: Request, actor: str, client: str) -> None:
    """Leaves an audit entry and a warning, once in a window: the log must not be flooded by who is kept out."""
    factor = request.app.state.settings.limit_factor
    with suppress(TooMany):
        await in_write(request, lambda session: _ring_once(session, actor, client, factor))
        log.warning("codes.guessing", actor=actor)


# A handler names this before anything that opens the session: the limit is spent in a transaction before it.
CodeTries = Annotated[tuple[Try, ...], Depends(spend_code_tries)]
