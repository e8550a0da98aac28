"""Unlocks granted by hand: dated, revocable, audited."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.core.errors import Invalid
from app.unlocks.granting import grant, revoke_all, unlocks_of
from tests.factories import make_topic
from tests.people import alice, bob, gus


def test_a_guest_cannot_be_unlocked(session: Session, now: datetime) -> None:
    with pytest.raises(Invalid, match="account"):
        grant(session, gus(session, now), topic=None, expires_at=None, reason="", source="cli", actor="cli", now=now)


def test_an_end_in_the_past_is_refused(session: Session, now: datetime) -> None:
    with pytest.raises(Invalid, match="over"):
        grant(session, alice(session, now), topic=None, expires_at=now, reason="", source="cli", actor="cli", now=now)


def test_a_person_sees_what_is_open_and_until_when(session: Session, now: datetime) -> None:
    person, topic, end = alice(session, now), make_topic(session), now + timedelta(days=7)
    grant(session, person, topic=topic, expires_at=end, reason="", source="cli", actor="cli", now=now)
    grant(session, person, topic=None, expires_at=None, reason="", source="cli", actor="cli", now=now)
    assert [(own.topic, own.expires_at) for own in unlocks_of(session, person, now=now)] == [
        (None, None),
        ("model-serving", end),
    ]
    assert [own.topic for own in unlocks_of(session, person, now=end)] == [None]


def test_revoking_takes_every_unlock_and_says_how_many(session: Session, now: datetime) -> None:
    person = bob(session, now)
    grant(session, person, topic=make_topic(session), expires_at=None, reason="", source="cli", actor="cli", now=now)
    assert revoke_all(session, person, actor="cli", now=now) == 2
    assert revoke_all(session, person, actor="cli", now=now) == 0
    assert unlocks_of(session, person, now=now) == []


def test_granting_and_revoking_are_audited_with_the_reason(session: Session, now: datetime) -> None:
    person = alice(session, now)
    unlock = grant(
        session, person, topic=None, expires_at=None, reason="won a seat", source="cli", actor="cli", now=now
    )
    revoke_all(session, person, actor="person 1", now=now)
    mine = sa.select(AuditEntry).where(AuditEntry.target == f"person {person.id}").order_by(AuditEntry.id)
    entries = session.scalars(mine).all()[-2:]
    assert [(entry.actor, entry.action) for entry in entries] == [
        ("cli", "unlocks.grant"),
        ("person 1", "unlocks.revoke"),
    ]
    assert entries[0].details == {"unlock": unlock.id, "topic": None, "until": None, "reason": "won a seat"}
    assert entries[1].details == {"unlocks": [unlock.id]}
