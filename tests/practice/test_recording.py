"""Attempts, marks and the counter, one act after another."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.core.errors import Invalid, NotFound
from app.practice.models import Attempt, Mark
from app.practice.recording import Practiced, record_attempt, withdraw
from app.questions.models import Question
from tests.bank import add_person
from tests.factories import make_question, make_topic

HOUR = timedelta(hours=1)


@pytest.fixture
def topic(session):
    return make_topic(session)


@pytest.fixture
def question(session, topic):
    return make_question(session, 1001, topic=topic, version=3)


@pytest.fixture
def alice(session):
    return add_person(session, "alice@example.org")


def attempts(session):
    return session.execute(sa.select(sa.func.count()).select_from(Attempt)).scalar_one()


def mark(session):
    session.expire_all()
    return session.execute(sa.select(Mark)).scalar_one_or_none()


def test_the_first_attempt_marks_the_question_and_counts_the_person(session, alice, question, now):
    assert record_attempt(session, alice, question, now=now) == Practiced(is_practiced=True, practiced_count=1)
    assert (mark(session).marked_at, mark(session).question_version) == (now, 3)


def test_marking_twice_keeps_one_mark_and_adds_an_attempt(session, alice, question, now):
    record_attempt(session, alice, question, now=now)
    assert record_attempt(session, alice, question, now=now + HOUR).practiced_count == 1
    assert attempts(session) == 2
    assert (mark(session).marked_at, mark(session).last_attempt_at) == (now, now + HOUR)


def test_two_people_count_as_two_and_a_guest_is_one_of_them(session, alice, question, now):
    record_attempt(session, alice, question, now=now)
    assert record_attempt(session, add_person(session), question, now=now).practiced_count == 2


def test_withdrawing_takes_the_person_off_and_keeps_the_attempt(session, alice, question, now):
    record_attempt(session, alice, question, now=now)
    assert withdraw(session, alice, question) == Practiced(is_practiced=False, practiced_count=0)
    assert (attempts(session), mark(session)) == (1, None)


def test_withdrawing_twice_or_without_a_mark_changes_nothing(session, alice, question, now):
    record_attempt(session, add_person(session), question, now=now)
    assert withdraw(session, alice, question).practiced_count == 1
    assert withdraw(session, alice, question).practiced_count == 1


def test_a_repeat_within_a_minute_is_the_same_attempt(session, alice, question, now):
    record_attempt(session, alice, question, now=now)
    record_attempt(session, alice, question, now=now + timedelta(seconds=59))
    assert attempts(session) == 1
    assert mark(session).last_attempt_at == now
    record_attempt(session, alice, question, now=now + timedelta(seconds=60))
    assert attempts(session) == 2


def test_a_repeat_within_a_minute_restores_the_mark_without_an_attempt(session, alice, question, now):
    record_attempt(session, alice, question, now=now)
    withdraw(session, alice, question)
    again = record_attempt(session, alice, question, now=now + timedelta(seconds=30))
    assert again == Practiced(is_practiced=True, practiced_count=1)
    assert attempts(session) == 1
    assert mark(session).last_attempt_at == now


def test_attempts_at_two_questions_within_a_minute_are_two(session, alice, topic, question, now):
    record_attempt(session, alice, question, now=now)
    record_attempt(session, alice, make_question(session, 1002, topic=topic), now=now)
    assert attempts(session) == 2


def test_a_replayed_key_changes_nothing_however_late(session, alice, question, now):
    record_attempt(session, alice, question, key="a", grade="good", now=now)
    again = record_attempt(session, alice, question, key="a", grade="again", now=now + 90 * 24 * HOUR)
    assert again == Practiced(is_practiced=True, practiced_count=1)
    assert session.execute(sa.select(Attempt.grade)).scalars().all() == ["good"]
    assert mark(session).last_attempt_at == now


def test_a_replayed_key_does_not_restore_a_withdrawn_mark(session, alice, question, now):
    record_attempt(session, alice, question, key="a", now=now)
    withdraw(session, alice, question)
    again = record_attempt(session, alice, question, key="a", now=now + HOUR)
    assert again == Practiced(is_practiced=False, practiced_count=0)
    assert mark(session) is None


def test_two_keys_within_a_minute_are_two_attempts(session, alice, question, now):
    record_attempt(session, alice, question, key="a", now=now)
    record_attempt(session, alice, question, key="b", now=now)
    assert attempts(session) == 2


def test_two_people_may_use_the_same_key(session, alice, question, now):
    record_attempt(session, alice, question, key="a", now=now)
    assert record_attempt(session, add_person(session), question, key="a", now=now).practiced_count == 2


def test_a_key_of_another_question_is_refused(session, alice, topic, question, now):
    record_attempt(session, alice, question, key="a", now=now)
    other = make_question(session, 1002, topic=topic)
    with pytest.raises(Invalid) as refusal:
        record_attempt(session, alice, other, key="a", now=now)
    assert "another question" in refusal.value.errors["key"]


def test_an_attempt_keeps_what_was_told_about_it(session, alice, question, now):
    record_attempt(session, alice, question, grade="hard", minutes=25, rubric={"1": 1, "2": 0.5}, now=now)
    attempt = session.execute(sa.select(Attempt)).scalar_one()
    assert (attempt.grade, attempt.minutes, attempt.rubric) == ("hard", 25, {"1": 1, "2": 0.5})
    assert attempt.question_version == 3


def test_a_guest_who_is_gone_gets_a_clear_refusal(session, question, now):
    gus = add_person(session)
    session.delete(gus)
    session.flush()
    with pytest.raises(NotFound):
        record_attempt(session, gus, question, now=now)


def test_other_columns_of_the_question_stay_untouched(session, alice, question, now):
    record_attempt(session, alice, question, now=now)
    session.expire_all()
    assert session.get(Question, question.id).updated_on.isoformat() == "2026-11-01"
