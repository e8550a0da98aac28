"""A browser that signed in before can show it, until the password changes."""

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from app.accounts.known_devices import device_mark, is_known_device
from app.accounts.passwords import password_hash
from tests.people import alice, bob, gus


def test_a_mark_is_of_one_person_and_one_password(session: Session, now: datetime) -> None:
    person, other = alice(session, now), bob(session, now)
    mark = device_mark(person)
    assert is_known_device(person, mark)
    assert not is_known_device(other, mark)
    person.password_hash = password_hash("another long walk")
    assert not is_known_device(person, mark)


@pytest.mark.parametrize("mark", [None, "", "x", "é", "0" * 64])
def test_a_made_up_mark_is_nobodys(session: Session, now: datetime, mark: str | None) -> None:
    assert not is_known_device(alice(session, now), mark)
    assert not is_known_device(gus(session, now), mark)
    assert not is_known_device(None, mark)
