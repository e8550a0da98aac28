"""Many acts at the same moment: nothing is lost and nothing counts twice."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from app.accounts.models import Person
from app.core.db import create_engine, reading, writing
from app.migration import migrate
from app.practice.models import Attempt, Mark
from app.practice.recording import record_attempt, withdraw
from app.practice.recount import differences
from app.questions.models import Question
from tests.bank import add_person
from tests.factories import make_question

PEOPLE = 12


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def url(request, tmp_path_factory):
    """A database of its own, because here work is committed."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path_factory.mktemp('at-once') / 'headroom.db'}"
    return request.getfixturevalue("postgres").create_database("headroom_at_once")


@pytest.fixture(scope="module")
def shared(url):
    engine = create_engine(url)
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def bank(shared):
    """The id of a fresh question and those of its people."""
    with writing(shared) as session:
        number = session.scalar(sa.select(sa.func.count()).select_from(Question)) + 1
        question = make_question(session, number)
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


def test_one_person_marking_many_times_at_once_counts_once(shared, bank, now):
    question_id, (person_id, *_) = bank
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: act(shared, person_id, question_id, now), range(24)))
    assert numbers(shared, question_id) == (1, 1, 1)


def test_one_key_sent_many_times_at_once_is_one_attempt(shared, bank, now):
    question_id, (person_id, *_) = bank
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: act(shared, person_id, question_id, now, key="k"), range(24)))
    assert numbers(shared, question_id) == (1, 1, 1)


def test_many_people_at_once_all_count(shared, bank, now):
    question_id, people = bank
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda person_id: act(shared, person_id, question_id, now), people * 2))
    assert numbers(shared, question_id) == (PEOPLE, PEOPLE, PEOPLE)


def test_marking_and_withdrawing_at_once_keeps_the_counter_exact(shared, bank, now):
    question_id, people = bank
    turns = [(person_id, turn % 2 == 1) for turn in range(4) for person_id in people[:4]]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda t: act(shared, t[0], question_id, now, is_withdrawal=t[1]), turns))
    _, marks, count = numbers(shared, question_id)
    assert marks == count


def test_two_processes_practicing_one_question_count_exactly(url, shared, bank, root):
    question_id, people = bank
    halves = (people[: PEOPLE // 2], people[PEOPLE // 2 :])
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.practice.practice_much", url, str(question_id), ",".join(map(str, half))],
            cwd=root,
        )
        for half in halves
    ]
    assert [process.wait(timeout=60) for process in processes] == [0, 0]
    assert numbers(shared, question_id) == (PEOPLE, PEOPLE, PEOPLE)
