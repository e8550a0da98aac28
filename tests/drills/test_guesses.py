"""Guesses: kept once, scored, and shown to nobody else."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from app.accounts.models import Person
from app.core.db import reading, writing
from app.core.errors import NotFound
from app.drills.guesses import Guessed, own, record
from app.drills.models import Guess
from app.questions.models import Question
from tests.factories import make_question
from tests.people import alice, gus
from tests.queries import statements

PLACE = {"worksheet": 1, "occasion": "twist", "number": 2}


def guessed(result="rate", value=100.0, *, expected=130.0, text="100"):
    return Guessed(result, text, value, expected, "request/s")


def test_a_guess_is_kept_with_its_score(session, now):
    person, question = alice(session, now), make_question(session)
    record(session, person, question, **PLACE, guessed=[guessed(value=13.0, text="13/s")], now=now)
    guess = own(session, person, question, **PLACE)["rate"]
    assert (guess.text, guess.value, guess.expected, guess.unit) == ("13/s", 13.0, 130.0, "request/s")
    assert (guess.score, guess.quantity, guess.guessed_at) == (50, "rate", now)
    assert guess.log_ratio == pytest.approx(-1)


def test_the_first_guess_counts(session, now):
    person, question = alice(session, now), make_question(session)
    record(session, person, question, **PLACE, guessed=[guessed(value=13.0)], now=now)
    record(session, person, question, **PLACE, guessed=[guessed(value=130.0), guessed("nodes")], now=now)
    assert {name: guess.value for name, guess in own(session, person, question, **PLACE).items()} == {
        "rate": 13.0,
        "nodes": 100.0,
    }


def test_a_result_that_is_not_positive_has_no_ratio(session, now):
    person, question = alice(session, now), make_question(session)
    record(session, person, question, **PLACE, guessed=[guessed(value=-4.0, expected=-4.0)], now=now)
    guess = own(session, person, question, **PLACE)["rate"]
    assert (guess.score, guess.log_ratio) == (100, None)


def test_no_guess_is_no_statement(session, now):
    person, question = alice(session, now), make_question(session)
    with statements(session.connection()) as sent:
        record(session, person, question, **PLACE, guessed=[], now=now)
    assert sent == []


def test_several_guesses_are_written_at_once_and_read_at_once(session, now):
    person, question = alice(session, now), make_question(session)
    with statements(session.connection()) as sent:
        record(session, person, question, **PLACE, guessed=[guessed("a"), guessed("b"), guessed("c")], now=now)
        own(session, person, question, **PLACE)
    assert len(sent) == 3


@pytest.mark.parametrize("elsewhere", [{"worksheet": 2}, {"occasion": "drill"}, {"number": 3}])
def test_a_guess_belongs_to_its_place(session, now, elsewhere):
    person, question = alice(session, now), make_question(session)
    record(session, person, question, **PLACE, guessed=[guessed()], now=now)
    assert own(session, person, question, **{**PLACE, **elsewhere}) == {}
    assert own(session, person, make_question(session, 2), **PLACE) == {}


def test_nobody_sees_the_guess_of_another(session, now):
    person, question = alice(session, now), make_question(session)
    record(session, person, question, **PLACE, guessed=[guessed()], now=now)
    assert own(session, gus(session, now), question, **PLACE) == {}
    assert own(session, None, question, **PLACE) == {}


def test_a_guest_who_signed_in_meanwhile_is_told(session, now):
    person, question = gus(session, now), make_question(session)
    session.execute(sa.delete(Person).where(Person.id == person.id))
    with pytest.raises(NotFound, match="signed in elsewhere"):
        record(session, person, question, **PLACE, guessed=[guessed()], now=now)


def test_of_many_guesses_at_once_one_is_kept_whole(own_engine, now):
    with writing(own_engine) as session:
        person_id, question_id = alice(session, now).id, make_question(session).id

    def guess(value):
        with writing(own_engine) as session:
            person, question = session.get_one(Person, person_id), session.get_one(Question, question_id)
            both = [guessed("a", value), guessed("b", value)]
            record(session, person, question, **PLACE, guessed=both, now=now)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(guess, [float(value) for value in range(1, 17)]))
    with reading(own_engine) as session:
        values = session.scalars(sa.select(Guess.value)).all()
    assert len(values) == 2
    assert len(set(values)) == 1
