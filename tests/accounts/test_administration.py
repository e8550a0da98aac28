"""What an administrator does with people leaves a trace, without addresses or secrets."""

from datetime import datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts import administration
from app.accounts.sign_in import begin, person_of
from app.audit.models import AuditEntry
from app.core.errors import Invalid, NotFound
from tests.people import HASH, alice, carol, gus


def test_each_act_is_audited(session: Session, now: datetime) -> None:
    person = alice(session, now)
    administration.set_password(session, person, password_hash=HASH, actor="cli", now=now)
    administration.disable(session, person, actor="cli", now=now)
    administration.enable(session, person, actor="cli", now=now)
    entries = session.scalars(sa.select(AuditEntry).where(AuditEntry.target == f"person {person.id}")).all()
    assert sorted(entry.action for entry in entries) == ["users.add", "users.disable", "users.enable", "users.password"]
    assert all("alice" not in str(entry.details) and HASH not in str(entry.details) for entry in entries)


def test_a_new_password_from_the_administrator_ends_every_session(session: Session, now: datetime) -> None:
    person = alice(session, now)
    token = begin(session, person, browser="B", now=now)
    administration.set_password(session, person, password_hash=HASH, actor="cli", now=now)
    assert person_of(session, token, now=now) is None


def test_members_are_listed_without_guests(session: Session, now: datetime) -> None:
    gus(session, now)
    people = [carol(session, now), alice(session, now)]
    listed = [person for person in administration.members(session) if person in people]
    assert listed == people[::-1]


def test_an_enabled_admin_is_noticed(session: Session, now: datetime) -> None:
    alice(session, now)
    assert not administration.has_admin(session)
    admin = carol(session, now)
    assert administration.has_admin(session)
    administration.disable(session, admin, actor="cli", now=now)
    assert not administration.has_admin(session)


def test_a_taken_or_unknown_address_is_one_clear_message(session: Session, now: datetime) -> None:
    alice(session, now)
    with pytest.raises(Invalid, match="account with this address"):
        alice(session, now)
    with pytest.raises(NotFound, match="Nobody has the address"):
        administration.member_with(session, "nobody@example.org")
    assert administration.member_with(session, "ALICE@example.org").email == "alice@example.org"
