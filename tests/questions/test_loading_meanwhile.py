"""A load is seen whole or not at all, and people go on reading and practicing while it is prepared and written."""

import threading

import pytest
import sqlalchemy as sa

from app.core.db import reading, writing
from app.questions.models import Question
from app.questions.preparing import prepare
from app.questions.seed_loading import load
from app.questions.versions import read_bank
from tests.conftest import NOW
from tests.questions.seeds import bank, numbered, topic_file

FILES = [bank(), topic_file(), *(numbered(n) for n in range(20))]
COUNT = sa.select(sa.func.count()).select_from(Question)


def count(engine):
    with reading(engine) as session:
        return session.scalar(COUNT)


def write(engine, files, *, then=lambda: None):
    with reading(engine) as session:
        stored = read_bank(session)
    prepared = prepare(files, stored)
    with writing(engine) as session:
        load(session, prepared, actor="carol", name="a load", now=NOW)
        then()


def test_readers_see_the_bank_as_it_was_until_the_load_is_done(own_engine):
    seen = []
    write(own_engine, FILES, then=lambda: seen.append(count(own_engine)))
    assert (seen, count(own_engine)) == ([0], 20)


def test_a_load_that_breaks_off_leaves_nothing(own_engine):
    class PowerCut(Exception):
        pass

    def cut():
        raise PowerCut

    with pytest.raises(PowerCut):
        write(own_engine, FILES, then=cut)
    with reading(own_engine) as session:
        assert read_bank(session).batch_id is None
    write(own_engine, FILES)
    assert count(own_engine) == 20


def test_counts_that_move_during_a_load_are_kept(own_engine):
    """Practicing waits for the load at most, and neither takes anything from the other."""
    write(own_engine, FILES)
    stop = threading.Event()
    done = []

    def practice():
        while not stop.is_set():
            with writing(own_engine) as session:
                session.execute(sa.update(Question).values(practiced_count=Question.practiced_count + 1))
            done.append(1)

    person = threading.Thread(target=practice)
    person.start()
    try:
        for round_ in range(5):
            write(own_engine, [numbered(n, title=f'"Round {round_} of {n}"') for n in range(20)])
    finally:
        stop.set()
        person.join()
    with reading(own_engine) as session:
        rows = session.execute(sa.select(Question.practiced_count, Question.title)).all()
    assert {count for count, _ in rows} == {len(done)}
    assert all(title.startswith("Round 4 ") for _, title in rows)
