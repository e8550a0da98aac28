"""Opening an answer is a row of its own, once."""

from datetime import timedelta

import pytest

from app.core.errors import NotFound
from app.practice.revealing import reveal
from app.unlocks.models import Reveal
from app.unlocks.policy import has_revealed
from tests.bank import add_person
from tests.factories import make_question
from tests.queries import statements


def test_revealing_twice_keeps_the_first_time(session, now):
    person, question = add_person(session), make_question(session)
    assert not has_revealed(session, person, question)
    reveal(session, person, question, now=now)
    reveal(session, person, question, now=now + timedelta(hours=1))
    assert session.get_one(Reveal, (person.id, question.id)).revealed_at == now


def test_the_first_reveal_takes_four_statements(session, now):
    person, question = add_person(session), make_question(session)
    with statements(session.connection()) as seen:
        reveal(session, person, question, now=now)
    assert len(seen) == 4


def test_a_guest_who_is_gone_gets_a_clear_refusal(session, now):
    gus, question = add_person(session), make_question(session)
    session.delete(gus)
    session.flush()
    with pytest.raises(NotFound):
        reveal(session, gus, question, now=now)
