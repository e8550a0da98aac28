"""Signing in brings a guest's guesses along; where both guessed the same, the account's stays."""

import pytest
import sqlalchemy as sa

from app.accounts.models import Person
from app.belongings.merge import sign_in
from app.drills.guesses import Guessed, own, record
from app.drills.models import Guess
from tests.factories import make_question
from tests.people import alice, gus

TWIST = {"worksheet": 1, "occasion": "twist", "number": 1}


def guess(session, person, question, now, *, place=TWIST, **values):
    guessed = [Guessed(result, str(value), value, 10.0, "GPU") for result, value in values.items()]
    record(session, person, question, **place, guessed=guessed, now=now)


def merged(session, person, guest, now):
    sign_in(session, person=person, guest=guest, browser="B", now=now)
    session.expire_all()


def values(session, person, question, place=TWIST):
    return {name: guess.value for name, guess in own(session, person, question, **place).items()}


def test_what_only_the_guest_guessed_becomes_the_accounts(session, now):
    person, guest, question = alice(session, now), gus(session, now), make_question(session)
    guess(session, guest, question, now, replicas=8.0)
    merged(session, person, guest, now)
    assert values(session, person, question) == {"replicas": 8.0}


def test_where_both_guessed_the_same_the_accounts_stays(session, now):
    person, guest, question = alice(session, now), gus(session, now), make_question(session)
    guess(session, person, question, now, replicas=10.0)
    guess(session, guest, question, now, replicas=8.0, monthly=3.0)
    merged(session, person, guest, now)
    assert values(session, person, question) == {"replicas": 10.0, "monthly": 3.0}
    assert session.get(Person, guest.id) is None
    assert session.scalar(sa.select(sa.func.count()).select_from(Guess)) == 2


@pytest.mark.parametrize("change", [{"worksheet": 2}, {"occasion": "drill"}, {"number": 2}])
def test_guesses_at_different_places_are_both_kept(session, now, change):
    person, guest, question = alice(session, now), gus(session, now), make_question(session)
    guess(session, person, question, now, replicas=10.0)
    guess(session, guest, question, now, place=TWIST | change, replicas=8.0)
    merged(session, person, guest, now)
    assert values(session, person, question) == {"replicas": 10.0}
    assert values(session, person, question, TWIST | change) == {"replicas": 8.0}


def test_the_guesses_of_others_stay_theirs(session, now):
    person, guest, other, question = alice(session, now), gus(session, now), gus(session, now), make_question(session)
    guess(session, guest, question, now, replicas=8.0)
    guess(session, other, question, now, replicas=9.0)
    merged(session, person, guest, now)
    assert values(session, other, question) == {"replicas": 9.0}
