"""Rate limits shared by all processes: one table, one upsert, fixed windows."""

import hashlib
import math
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.core.db import Base
from app.core.errors import TooMany
from app.core.upsert import insert


@dataclass(frozen=True)
class Limit:
    """At most `tries` for each key within a window of `window_seconds`."""

    name: str
    tries: int
    window_seconds: int


class ThrottleWindow(Base):
    """How often a key was used in the window that ends at `ends_at` (seconds since 1970)."""

    __tablename__ = "throttle_windows"
    limit: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    ends_at: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, index=True)
    count: Mapped[int]


def spend(session: Session, limit: Limit, key: str, *, factor: float, now: datetime) -> None:
    """Takes one try of `limit` for `key`; raises TooMany with Retry-After when none is left.

    Runs in a transaction of its own, before the work it guards: a refusal must not undo the count. `factor`
    multiplies every limit; 0 switches them off.
    """
    if factor == 0:
        return
    ends_at = _window_end(limit, now)
    statement = insert(session, ThrottleWindow).values(limit=limit.name, key=_hashed(key), ends_at=ends_at, count=1)
    statement = statement.on_conflict_do_update(
        index_elements=["limit", "key", "ends_at"], set_={"count": ThrottleWindow.count + 1}
    )
    count = session.execute(statement.returning(ThrottleWindow.count)).scalar_one()
    if count > math.ceil(limit.tries * factor):
        raise _too_many(limit, ends_at, now)


def give_back(session: Session, limit: Limit, key: str, *, now: datetime) -> None:
    """Returns one try, where only failures count and this was none."""
    session.execute(
        sa.update(ThrottleWindow)
        .where(ThrottleWindow.limit == limit.name, ThrottleWindow.key == _hashed(key))
        .where(ThrottleWindow.ends_at == _window_end(limit, now), ThrottleWindow.count > 0)
        .values(count=ThrottleWindow.count - 1)
    )


def forget_ended(session: Session, *, now: datetime) -> None:
    """Deletes the windows that are over."""
    session.execute(sa.delete(ThrottleWindow).where(ThrottleWindow.ends_at <= int(now.timestamp())))


def _too_many(limit: Limit, ends_at: int, now: datetime) -> TooMany:
    wait_seconds = ends_at - int(now.timestamp())
    message = f"Too many tries. Wait {_in_words(wait_seconds)} and try again."
    return TooMany(message, limit=limit.name, headers={"Retry-After": str(wait_seconds)})


def _window_end(limit: Limit, now: datetime) -> int:
    return (int(now.timestamp()) // limit.window_seconds + 1) * limit.window_seconds


def _hashed(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def _in_words(seconds: int) -> str:
    if seconds >= 2 * 3600:
        return f"{math.ceil(seconds / 3600)} hours"
    return f"{seconds} seconds" if seconds < 2 * 60 else f"{math.ceil(seconds / 60)} minutes"
