"""A page costs the same however much was practiced: it reads no attempts, and of the rest only named ranges."""

from datetime import datetime

import pytest
import sqlalchemy as sa

from app.core.db import create_engine, reading, writing
from app.migration import migrate
from app.practice.recount import differences, recount
from app.statistics.asked import Asked
from app.statistics.report import report
from tests.factories import make_question, make_topic
from tests.queries import statements
from tests.statistics.practicing import practice

QUESTIONS = 30
SIZES = (12, 600)  # people; with the few most days of a question are empty, with the many nearly none
EVERY = 100  # instructions of SQLite's machine between two ticks


def made(tmp_path_factory, now, people):
    """A bank that these people practiced a whole year long, each every question."""
    engine = create_engine(f"sqlite:///{tmp_path_factory.mktemp('cost') / 'headroom.db'}")
    migrate(engine)
    with writing(engine) as session:
        for number in range(1, QUESTIONS + 1):
            make_question(session, number, topic=make_topic(session, f"topic-{number % 3}"))
        practice(session, people=people, questions=QUESTIONS, now=now)
        recount(session)
    return engine


@pytest.fixture(scope="module")
def banks(tmp_path_factory):
    now = datetime.fromisoformat("2026-11-24T12:00:00+00:00")
    small, large = (made(tmp_path_factory, now, people) for people in SIZES)
    yield small, large
    small.dispose()
    large.dispose()


def instructions(engine, asked, now):
    """Hundreds of instructions of SQLite's machine that the page takes."""
    ticks = []
    with reading(engine) as session:
        driver = session.connection().connection.driver_connection
        driver.set_progress_handler(lambda: ticks.append(1) and None, EVERY)
        report(session, asked, now=now)
        driver.set_progress_handler(None, EVERY)
    return len(ticks)


def plans(engine, asked, now):
    """What SQLite would do for each statement of the page, a line for each step."""
    lines = []
    with reading(engine) as session:
        with statements(session.connection()) as seen:
            report(session, asked, now=now)
        driver = session.connection().connection.driver_connection
        for sql, parameters in seen:
            lines += [row[3] for row in driver.execute(f"EXPLAIN QUERY PLAN {sql}", parameters)]
    return lines


ASKED = [Asked(), Asked(period="week"), Asked(question="question-7"), Asked(topic="topic-1", sort="recent")]


def test_the_banks_are_as_they_say(banks):
    for engine, attempts in zip(banks, (size * QUESTIONS for size in SIZES), strict=True):
        with reading(engine) as session:
            assert session.scalar(sa.text("SELECT count(*) FROM attempts")) == attempts
            assert differences(session) == []


@pytest.mark.parametrize("asked", ASKED)
def test_fifty_times_the_practice_fills_the_days_and_costs_no_more_than_that(banks, now, asked):
    # What grows with practice until each day has its row, and then only by the marks of half a day, 30 days ago.
    small, large = (instructions(engine, asked, now) for engine in banks)
    assert large < 4 * small


@pytest.mark.parametrize("asked", ASKED)
def test_no_attempt_is_read_and_no_table_of_practice_scanned(banks, now, asked):
    lines = plans(banks[1], asked, now)
    assert not [line for line in lines if "attempts" in line]
    assert not [line for line in lines if line.startswith(("SCAN practice_summaries", "SCAN marks", "SCAN people"))]
    assert [line for line in lines if "ix_marks_latest" in line]
