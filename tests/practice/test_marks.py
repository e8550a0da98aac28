"""What others ask about marks."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.practice import marks
from app.practice.recording import record_attempt, withdraw
from app.questions.models import Question
from tests.bank import add_person
from tests.factories import make_question, make_topic

DAYS_30 = timedelta(hours=30 * 24)


@pytest.fixture
def question(session):
    return make_question(session)


def ask(session, expression):
    return session.execute(sa.select(expression).select_from(Question)).scalar_one()


@pytest.mark.parametrize(("age", "expected"), [(DAYS_30 - timedelta(seconds=1), 1), (DAYS_30, 0)])
def test_the_30_day_count_ends_after_30_times_24_hours(session, question, now, age, expected):
    record_attempt(session, add_person(session), question, now=now - age)
    assert ask(session, marks.recent_count(now=now)) == expected


def test_only_ones_own_mark_is_seen(session, question, now):
    alice, bob = add_person(session, "alice@example.org"), add_person(session, "bob@example.org")
    record_attempt(session, alice, question, now=now)
    assert ask(session, marks.is_practiced(alice))
    assert not ask(session, marks.is_practiced(bob))
    assert session.execute(sa.select(marks.practiced_at(alice)).select_from(Question)).scalar_one() == now
    assert ask(session, marks.practiced_at(None)) is None


def test_an_attempt_outlives_its_mark(session, question, now):
    alice = add_person(session, "alice@example.org")
    record_attempt(session, alice, question, now=now)
    withdraw(session, alice, question)
    assert ask(session, marks.has_attempted(alice))
    assert not ask(session, marks.is_practiced(alice))


def test_counts_by_topic_leave_out_what_is_retired(session, now):
    alice = add_person(session, "alice@example.org")
    topic = make_topic(session, "training")
    for number, status in enumerate(("ready", "ready", "retired"), start=1):
        record_attempt(session, alice, make_question(session, number, topic=topic, status=status), now=now)
    assert marks.counts_by_topic(session, alice) == {topic.id: 2}
