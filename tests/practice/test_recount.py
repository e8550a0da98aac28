"""The counters equal a recount, and a recount mends one that does not."""

import sqlalchemy as sa

from app.practice.recording import record_attempt
from app.practice.recount import Difference, differences, recount
from app.questions.models import Question
from tests.bank import add_person
from tests.factories import make_question, make_topic


def test_after_practice_nothing_differs(session, now):
    question = make_question(session)
    for _ in range(3):
        record_attempt(session, add_person(session), question, now=now)
    assert differences(session) == []


def test_a_wrong_counter_is_found_and_mended(session, now):
    topic = make_topic(session)
    one, two = (make_question(session, number, topic=topic) for number in (1, 2))
    record_attempt(session, add_person(session), one, now=now)
    session.execute(sa.update(Question).values(practiced_count=7))
    wrong = [Difference("1", one.slug, "practiced count", 7, 1), Difference("2", two.slug, "practiced count", 7, 0)]
    assert differences(session) == wrong
    assert recount(session) == wrong
    assert differences(session) == []
