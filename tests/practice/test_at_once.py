"""Many acts at the same moment: nothing is lost and nothing counts twice."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from app.accounts.models import Person
from app.core.db import reading, writing
from app.practice.models import Attempt, Mark
from app.practice.recording import record_attempt, withdraw
from app.practice.recount import differences
from app.questions.models import Question
from tests.bank import add_person
from tests.factories import make_question

PEOPLE = 12


@pytest.fixture
def bank(own_engine):
    """The ids of a question and of its people."""
    with writing(own_engine) as session:
        question = make_question(session)
        people = [add_person(session) for _ in range(PEOPLE)]
        return question.id, [person.id for person in people]


def act(engine, person_id, question_id, now, *, key=None, is_withdrawal=False):
    with writing(engine) as session:
        person, question = session.get(Person, person_id), session.get(Question, question_id)
        if is_withdrawal:
            return withdraw(session, person, question)
        return record_attempt(session, person, question, key=key, now=now)


def numbers(engine, question_id):
    """Attempts, marks and the counter of the question; the counters must equal a recount."""
    with reading(engine) as session:
        assert differences(session) == []
        attempts = sa.select(sa.func.count()).where(Attempt.question_id == question_id)
        marks = sa.select(sa.func.count()).where(Mark.question_id == question_id)
        count = sa.select(Question.practiced_count).where(Question.id == question_id)
        return tuple(session.execute(statement).scalar_one() for statement in (attempts, marks, count))


def test_one_person_marking_many_times_at_once_counts_once(own_engine, bank, now):
    question_id, (person_id, *_) = bank
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: act(own_engine, person_id, question_id, now), range(24)))
    assert numbers(own_engine, question_id) == (1, 1, 1)


def test_one_key_sent_many_times_at_once_is_one_attempt(own_engine, bank, now):
    question_id, (person_id, *_) = bank
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: act(own_engine, person_id, question_id, now, key="k"), range(24)))
    assert numbers(own_engine, question_id) == (1, 1, 1)


def test_many_people_at_once_all_count(own_engine, bank, now):
    question_id, people = bank
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda person_id: act(own_engine, person_id, question_id, now), people * 2))
    assert numbers(own_engine, question_id) == (PEOPLE, PEOPLE, PEOPLE)


def test_marking_and_withdrawing_at_once_keeps_the_counter_exact(own_engine, bank, now):
    question_id, people = bank
    turns = [(person_id, turn % 2 == 1) for turn in range(4) for person_id in people[:4]]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda t: act(own_engine, t[0], question_id, now, is_withdrawal=t[1]), turns))
    _, marks, count = numbers(own_engine, question_id)
    assert marks == count


def test_two_processes_practicing_one_question_count_exactly(own_database_url, own_engine, bank, root):
    question_id, people = bank
    halves = (people[: PEOPLE // 2], people[PEOPLE // 2 :])
    command = [sys.executable, "-m", "tests.practice.practice_much", own_database_url, str(question_id)]
    processes = [subprocess.Popen([*command, ",".join(map(str, half))], cwd=root) for half in halves]
    assert [process.wait(timeout=60) for process in processes] == [0, 0]
    assert numbers(own_engine, question_id) == (PEOPLE, PEOPLE, PEOPLE)
