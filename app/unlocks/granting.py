"""Granting unlocks by hand and revoking them; each act leaves an audit entry."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.audit.chain import record
from app.core.errors import Invalid
from app.core.fields import did_you_mean
from app.questions.models import IS_CURRENT_TOPIC, Topic
from app.unlocks.models import Code, Unlock
from app.unlocks.policy import is_active


@dataclass(frozen=True)
class OwnUnlock:
    """One of a person's active unlocks: of everything where `topic` is None, forever where `expires_at` is."""

    topic: str | None
    topic_title: str | None
    granted_at: datetime
    expires_at: datetime | None


@dataclass(frozen=True)
class UsedCode:
    """The code that gave an unlock: its last four characters, and the sheet it was on."""

    tail: str
    sheet_id: int
    sheet_name: str


@dataclass(frozen=True)
class GrantedUnlock:
    """An unlock as the staff sees it, over or not: of everything where `topic_title` is None."""

    topic_title: str | None
    granted_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    is_active: bool
    granted_by: str
    reason: str
    code: UsedCode | None


def topics_to_unlock(session: Session) -> Sequence[Topic]:
    """Every topic in the order of the syllabus. One query."""
    return session.scalars(sa.select(Topic).where(IS_CURRENT_TOPIC).order_by(Topic.position)).all()


def topic_to_unlock(session: Session, slug: str | None) -> Topic | None:
    """The topic with this slug, None for no slug: everything. Raises Invalid, with the nearest slug there is."""
    if not slug:
        return None
    topics = {topic.slug: topic for topic in topics_to_unlock(session)}
    if slug not in topics:
        raise Invalid({"topic": f"There is no topic `{slug}`{did_you_mean(slug, topics)}."})
    return topics[slug]


def end_of(day: date | None) -> datetime | None:
    """The first instant after the day, in UTC; None for no day. Raises Invalid for the last day there is."""
    try:
        return datetime.combine(day, time(), UTC) + timedelta(days=1) if day else None
    except OverflowError:
        raise Invalid({"until": "That is the last day there is. Without a last day an unlock lasts forever."}) from None


def grant(
    session: Session,
    person: Person,
    *,
    topic: Topic | None,
    expires_at: datetime | None,
    reason: str,
    source: Literal["admin", "cli"],
    actor: str,
    now: datetime,
) -> Unlock:
    """A new unlock of everything, or of `topic`, until `expires_at` (None: forever). Raises Invalid for a past end."""
    if person.is_guest:
        raise Invalid({"email": "Only an account can be unlocked."})
    if expires_at is not None and expires_at <= now:
        raise Invalid({"until": "That day is over. Choose a later one."})
    unlock = Unlock(
        person_id=person.id,
        topic_id=topic.id if topic else None,
        source=source,
        granted_by=actor,
        reason=reason,
        granted_at=now,
        expires_at=expires_at,
    )
    session.add(unlock)
    session.flush()
    details = {
        "unlock": unlock.id,
        "topic": topic.slug if topic else None,
        "until": expires_at.isoformat() if expires_at else None,
        "reason": reason,
    }
    record(session, actor=actor, action="unlocks.grant", target=person.reference, details=details, now=now)
    return unlock


def revoke_all(session: Session, person: Person, *, actor: str, reason: str = "", now: datetime) -> int:
    """Revokes every active unlock of the person and returns how many; the account stays."""
    revoke = sa.update(Unlock).where(Unlock.person_id == person.id, is_active(now)).values(revoked_at=now)
    ids = sorted(session.scalars(revoke.returning(Unlock.id)))
    details = {"unlocks": ids, "reason": reason}
    record(session, actor=actor, action="unlocks.revoke", target=person.reference, details=details, now=now)
    return len(ids)


def unlocks_of(session: Session, person: Person, *, now: datetime) -> list[OwnUnlock]:
    """The person's active unlocks, those of everything first, then by topic in the order of the syllabus. One query."""
    rows = session.execute(
        sa.select(Topic.slug, Topic.title, Unlock.granted_at, Unlock.expires_at)
        .select_from(Unlock)
        .outerjoin(Topic, Topic.id == Unlock.topic_id)
        .where(Unlock.person_id == person.id, is_active(now))
        .order_by(sa.func.coalesce(Topic.position, -1), Unlock.id)
    )
    return [OwnUnlock(*row) for row in rows]


def granted_to(session: Session, person: Person, *, now: datetime) -> list[GrantedUnlock]:
    """Every unlock the person ever had, newest first, with the code that gave it. One query."""
    rows = session.execute(
        sa.select(Unlock, Topic.title, Code.tail, Code.sheet_id, Code.name, is_active(now))
        .outerjoin(Topic, Topic.id == Unlock.topic_id)
        .outerjoin(Code, Code.id == Unlock.code_id)
        .where(Unlock.person_id == person.id)
        .order_by(Unlock.id.desc())
    )
    return [
        GrantedUnlock(
            topic_title=title,
            granted_at=unlock.granted_at,
            expires_at=unlock.expires_at,
            revoked_at=unlock.revoked_at,
            is_active=is_open,
            granted_by=unlock.granted_by,
            reason=unlock.reason,
            code=UsedCode(tail, sheet_id, name) if tail else None,
        )
        for unlock, title, tail, sheet_id, name, is_open in rows
    ]


def unlocked_ids(session: Session, *, among: Iterable[int] | None = None, now: datetime) -> frozenset[int]:
    """The ids of everybody, or of those `among` these, who have an active unlock. One query."""
    unlocked = sa.select(Unlock.person_id).where(is_active(now))
    return frozenset(session.scalars(unlocked if among is None else unlocked.where(Unlock.person_id.in_(among))))
