"""Signing up fills the guest's row or makes a new person; one address is one account."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.guests import begin_guest
from app.accounts.models import Person
from app.accounts.registration import refuse_taken, sign_up
from app.accounts.sign_in import person_of
from app.core.db import writing
from app.core.errors import Invalid
from tests.people import HASH, alice


def test_a_new_member_holds_a_session(session: Session, now: datetime) -> None:
    person, token = sign_up(session, email=" Dora@Example.org ", password_hash=HASH, guest=None, browser="B", now=now)
    assert person_of(session, token, now=now) is person
    assert (person.email, person.email_key, person.is_guest) == ("Dora@Example.org", "dora@example.org", False)


def test_a_guest_becomes_the_member_and_the_old_token_ends(session: Session, now: datetime) -> None:
    guest, old_token = begin_guest(session, browser="B", now=now)
    person, token = sign_up(session, email="dora@example.org", password_hash=HASH, guest=guest, browser="B", now=now)
    assert person.id == guest.id
    assert not person.is_guest
    assert person_of(session, old_token, now=now) is None
    assert person_of(session, token, now=now) is person


def test_a_guest_signs_up_once_and_then_begins_a_new_person(session: Session, now: datetime) -> None:
    guest, _ = begin_guest(session, browser="B", now=now)
    first, _ = sign_up(session, email="dora@example.org", password_hash=HASH, guest=guest, browser="B", now=now)
    second, _ = sign_up(session, email="emil@example.org", password_hash=HASH, guest=guest, browser="B", now=now)
    assert first.id != second.id
    assert first.email == "dora@example.org"


@pytest.mark.parametrize("with_guest", [True, False])
def test_a_taken_address_is_refused_however_it_is_spelled(session: Session, now: datetime, *, with_guest: bool) -> None:
    alice(session, now)
    guest = begin_guest(session, browser="B", now=now)[0] if with_guest else None
    with pytest.raises(Invalid, match="account with this address"):
        sign_up(session, email="ALICE@example.org", password_hash=HASH, guest=guest, browser="B", now=now)
    assert guest is None or guest.is_guest


def test_a_taken_address_is_refused_before_a_password_is_hashed(session: Session, now: datetime) -> None:
    alice(session, now)
    refuse_taken(session, "dora@example.org")
    with pytest.raises(Invalid):
        refuse_taken(session, "ALICE@example.org")


def test_many_sign_ups_at_once_make_one_account(own_engine: sa.Engine, now: datetime) -> None:
    def attempt(_: int) -> bool:
        try:
            with writing(own_engine) as session:
                sign_up(session, email="race@example.org", password_hash=HASH, guest=None, browser="B", now=now)
        except Invalid:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(attempt, range(6))) == 1
    with Session(own_engine) as session:
        count = sa.select(sa.func.count()).where(Person.email_key == "race@example.org")
        assert session.scalar(count) == 1
