"""Granting unlocks by hand and revoking them; each act leaves an audit entry."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.audit.chain import record
from app.core.errors import Invalid, NotFound
from app.core.fields import did_you_mean
from app.questions.models import Topic
from app.unlocks.models import Unlock
from app.unlocks.policy import is_active


@dataclass(frozen=True)
class OwnUnlock:
    """One of a person's active unlocks: of everything where `topic` is None, for ever where `expires_at` is."""

    topic: str | None
    topic_title: str | None
    granted_at: datetime
    expires_at: datetime | None


def topic_to_unlock(session: Session, slug: str | None) -> Topic | None:
    """The topic with this slug, None for no slug: everything. Raises NotFound, with the nearest slug there is."""
    if slug is None:
        return None
    topics = {topic.slug: topic for topic in session.scalars(sa.select(Topic))}
    if slug not in topics:
        raise NotFound(f"There is no topic `{slug}`{did_you_mean(slug, topics)}.")
    return topics[slug]


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
    """A new unlock of everything, or of `topic`, until `expires_at` (None: for ever). Raises Invalid for a past end."""
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
    record(session, actor=actor, action="unlocks.grant", target=f"person {person.id}", details=details, now=now)
    return unlock


def revoke_all(session: Session, person: Person, *, actor: str, now: datetime) -> int:
    """Revokes every active unlock of the person and returns how many; the account stays."""
    revoke = sa.update(Unlock).where(Unlock.person_id == person.id, is_active(now)).values(revoked_at=now)
    ids = sorted(session.scalars(revoke.returning(Unlock.id)))
    record(
        session, actor=actor, action="unlocks.revoke", target=f"person {person.id}", details={"unlocks": ids}, now=now
    )
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


def unlocked_ids(session: Session, *, now: datetime) -> frozenset[int]:
    """The ids of everybody who has an active unlock. One query."""
    return frozenset(session.scalars(sa.select(Unlock.person_id).where(is_active(now))))
