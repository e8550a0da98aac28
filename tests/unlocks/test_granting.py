"""Unlocks granted by hand: dated, revocable, audited."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.core.errors import Invalid
from app.unlocks.codes import Terms, mint, redeem
from app.unlocks.granting import end_of, grant, granted_to, revoke_all, topic_to_unlock, unlocked_ids, unlocks_of
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
    revoke_all(session, person, actor="person 1", reason="left", now=now)
    mine = sa.select(AuditEntry).where(AuditEntry.target == f"person {person.id}").order_by(AuditEntry.id)
    entries = session.scalars(mine).all()[-2:]
    assert [(entry.actor, entry.action) for entry in entries] == [
        ("cli", "unlocks.grant"),
        ("person 1", "unlocks.revoke"),
    ]
    assert entries[0].details == {"unlock": unlock.id, "topic": None, "until": None, "reason": "won a seat"}
    assert entries[1].details == {"unlocks": [unlock.id], "reason": "left"}


def test_the_staff_sees_every_unlock_and_the_code_that_gave_it(session: Session, now: datetime) -> None:
    person = alice(session, now)
    grant(
        session,
        person,
        topic=make_topic(session),
        expires_at=None,
        reason="class",
        source="admin",
        actor="cli",
        now=now,
    )
    revoke_all(session, person, actor="cli", now=now)
    new = mint(session, Terms(unlock_days=1), count=1, name="Class", actor="cli", now=now)
    redeem(session, person, new.codes[0], now=now)
    by_code, by_hand = granted_to(session, person, now=now + timedelta(hours=1))
    assert (by_hand.topic_title, by_hand.reason, by_hand.code) == ("Model serving", "class", None)
    assert (by_hand.revoked_at, by_hand.is_active) == (now, False)
    assert by_code.code is not None
    assert (by_code.code.tail, by_code.code.sheet_id, by_code.code.sheet_name) == (
        new.codes[0][-4:],
        new.sheet_id,
        "Class",
    )
    assert by_code.is_active
    assert not granted_to(session, person, now=now + timedelta(days=1))[0].is_active


def test_who_is_unlocked_among_some(session: Session, now: datetime) -> None:
    person, other = bob(session, now), alice(session, now)
    assert unlocked_ids(session, among=[person.id, other.id], now=now) == {person.id}
    assert unlocked_ids(session, among=[other.id], now=now) == frozenset()
    assert person.id in unlocked_ids(session, now=now)


def test_an_unlock_ends_with_the_last_day(session: Session) -> None:
    assert end_of(date(2040, 2, 29)) == datetime(2040, 3, 1, tzinfo=UTC)
    assert end_of(None) is None
    with pytest.raises(Invalid, match="last day there is"):
        end_of(date.max)


def test_an_unknown_topic_is_refused_with_the_nearest(session: Session) -> None:
    make_topic(session)
    with pytest.raises(Invalid, match="did you mean `model-serving`"):
        topic_to_unlock(session, "model-servin")
