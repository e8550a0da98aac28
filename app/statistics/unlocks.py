"""How many unlocks there are, by where they came from, and what became of the codes."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.unlocks.codes import is_redeemable
from app.unlocks.models import Code, Unlock
from app.unlocks.policy import is_active

SOURCES = ("admin", "code", "cli")


@dataclass(frozen=True)
class UnlockNumbers:
    """Unlocks that one source gave: active now, and ended, which is over or revoked."""

    source: str
    active: int
    ended: int


@dataclass(frozen=True)
class CodeNumbers:
    """`minted` and `revoked` count codes; `uses` how often they could be redeemed in all, `used` how often they were.

    `left` are the uses that are still open: of codes neither revoked nor past their last day.
    """

    minted: int
    revoked: int
    uses: int
    used: int
    left: int


def unlock_numbers(session: Session, *, now: datetime) -> list[UnlockNumbers]:
    """A row for each source. One query."""
    active = sa.func.sum(sa.case((is_active(now), 1), else_=0))
    rows = session.execute(sa.select(Unlock.source, active, sa.func.count()).group_by(Unlock.source))
    by_source = {source: (active, count - active) for source, active, count in rows}
    return [UnlockNumbers(source, *by_source.get(source, (0, 0))) for source in SOURCES]


def code_numbers(session: Session, *, now: datetime) -> CodeNumbers:
    """What became of all codes. One query."""
    sums = (
        sa.case((Code.revoked_at.is_not(None), 1), else_=0),
        Code.uses,
        Code.uses - Code.uses_left,
        sa.case((is_redeemable(now), Code.uses_left), else_=0),
    )
    row = session.execute(sa.select(sa.func.count(), *(sa.func.coalesce(sa.func.sum(part), 0) for part in sums)))
    return CodeNumbers(*row.one())
