"""The condition for lists agrees with the policy for one question, in every case."""

from datetime import timedelta
from itertools import product

import pytest
import sqlalchemy as sa

from app.browsing.readable import Readable
from app.practice.recording import record_attempt, withdraw
from app.practice.revealing import reveal
from app.questions.models import Question
from app.unlocks import granting, policy
from tests.bank import add_person
from tests.factories import make_question, make_topic


def unlock(session, person, topic, now):
    granting.grant(
        session, person, topic=topic, expires_at=now + timedelta(days=1), reason="", source="cli", actor="cli", now=now
    )


@pytest.fixture
def people(session, now):
    """Everybody who may stand before an answer."""
    names = ("member", "all", "topic", "attempted", "skipped")
    people = {name: add_person(session, f"{name}@example.org") for name in names}
    people |= {"guest": add_person(session), "visitor": None}
    topics = [make_topic(session, slug) for slug in ("a", "b")]
    questions = [
        make_question(session, number, topic=topic, is_free=is_free)
        for number, (topic, is_free) in enumerate(product(topics, (True, False)), start=1)
    ]
    unlock(session, people["all"], None, now)
    unlock(session, people["topic"], topics[0], now)
    for question in questions[1::2]:
        record_attempt(session, people["attempted"], question, now=now)
        withdraw(session, people["attempted"], question)
        reveal(session, people["skipped"], question, now=now)
    return people


@pytest.mark.parametrize("gate", ["unlock", "attempt", "open"])
@pytest.mark.parametrize("name", ["member", "all", "topic", "attempted", "skipped", "guest", "visitor"])
def test_lists_and_policy_agree(session, people, now, gate, name):
    viewer = people[name]
    readable = Readable(viewer, gate, policy.active_unlocks(session, viewer, now=now))
    listed = session.execute(sa.select(Question, readable.condition().label("is_readable"))).all()
    for question, is_readable in listed:
        access = policy.readable_answer(
            session, question, viewer, gate=gate, has_attempted=name == "attempted", now=now
        )
        assert bool(is_readable) == (access.answer is not None), (gate, name, question.external_id)
