"""The statistics over 1,000 attempts and over 1,000,000, and what keeping them adds to an attempt."""

import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.guests import begin_guest
from app.accounts.models import Person
from app.core.clock import utc_now
from app.core.db import create_engine, reading, writing
from app.core.upsert import insert
from app.migration import migrate
from app.practice.models import Attempt, Mark
from app.practice.recording import record_attempt
from app.practice.recount import differences, recount
from app.questions.models import Question
from app.questions.preparing import prepare
from app.questions.seed_loading import load
from app.statistics.asked import Asked
from app.statistics.report import report
from bench.banks import seed_files
from bench.rounds import ROUNDS, spent

QUESTIONS = 360
PEOPLE = 10_000
SIZES = (1_000, 1_000_000)

# Evenly over a year; every second person is a guest.
_PEOPLE = """
INSERT INTO people (id, email, email_key, created_at)
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :people)
SELECT i, iif(i % 2, i || '@bank.invalid', NULL), iif(i % 2, i || '@bank.invalid', NULL), :now FROM n
"""
_ATTEMPTS = """
INSERT INTO attempts (person_id, question_id, attempted_at, question_version)
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :attempts)
SELECT i * 7919 % :people + 1, i * 104729 % :questions + 1,
  strftime('%Y-%m-%d %H:%M:%f000', :now, '-' || (i * 15485863 % 31536000) || ' seconds'), 1 FROM n
"""
_MARKS = """
INSERT INTO marks (person_id, question_id, marked_at, last_attempt_at, question_version)
SELECT person_id, question_id, min(attempted_at), max(attempted_at), 1 FROM attempts GROUP BY person_id, question_id
"""


def run() -> None:
    """Prints the page's processor time for both sizes, and an attempt's beside the same writes without summaries."""
    now = utc_now()
    with tempfile.TemporaryDirectory(prefix="headroom-bench-") as name:
        engines = [_bank(Path(name) / f"{size}.db", size, now) for size in SIZES]
        small, large = (spent(lambda engine=engine: _page(engine, now)) for engine in engines)  # type: ignore[misc]
        print(f"statistics of {QUESTIONS} questions over {SIZES[0]:,} attempts and {SIZES[1]:,}")
        print(f"  page: {1000 * small:.1f} ms and {1000 * large:.1f} ms, {large / small:.2f} x")
        began = time.perf_counter()
        with reading(engines[1]) as session:
            wrong = differences(session)
        print(f"  recount --check of {SIZES[1]:,}: {time.perf_counter() - began:.1f} s, {len(wrong)} differences")
        bare, kept = _attempts(engines[1], now)
        print(f"  an attempt: {kept / bare:.2f} x a transaction with the same writes but no summaries")
        for engine in engines:
            engine.dispose()


def _bank(path: Path, attempts: int, now: datetime) -> sa.Engine:
    engine = create_engine(f"sqlite:///{path}")
    migrate(engine)
    prepared = prepare(list(seed_files(QUESTIONS)))
    values = {"people": PEOPLE, "questions": QUESTIONS, "attempts": attempts}
    with writing(engine) as session:
        load(session, prepared, actor="bench", name="bench", now=now)
        for statement in (_PEOPLE, _ATTEMPTS, _MARKS):
            session.execute(sa.text(statement), {**values, "now": f"{now:%Y-%m-%d %H:%M:%S.000000}"})
        recount(session)
    return engine


def _page(engine: sa.Engine, now: datetime) -> None:
    with reading(engine) as session:
        report(session, Asked(), now=now)


def _attempts(engine: sa.Engine, now: datetime) -> tuple[float, float]:
    """Processor seconds of a first attempt in a transaction of its own: bare, and with all that is kept."""
    with writing(engine) as session:
        guests = iter([begin_guest(session, browser="", now=now)[0].id for _ in range(2 * ROUNDS)])
    moments = iter(now + timedelta(minutes=minute) for minute in range(2 * ROUNDS))

    def once(attempt: Callable[[Session, Person, Question, datetime], object]) -> None:
        with writing(engine) as session:
            attempt(session, session.get_one(Person, next(guests)), session.get_one(Question, 1), next(moments))

    bare = spent(lambda: once(_bare_attempt))
    return bare, spent(
        lambda: once(lambda session, person, question, at: record_attempt(session, person, question, now=at))
    )


def _bare_attempt(session: Session, person: Person, question: Question, now: datetime) -> None:
    """What an attempt wrote before there were summaries: the attempt, the mark, the counter."""
    own = {"person_id": person.id, "question_id": question.id, "question_version": 1}
    session.execute(sa.select(Person.id).where(Person.id == person.id).with_for_update())
    repeat = sa.select(Attempt.id).where(Attempt.person_id == person.id, Attempt.question_id == question.id)
    session.execute(repeat.where(Attempt.attempted_at > now - timedelta(minutes=1)).limit(1)).first()
    session.execute(insert(session, Attempt).values(**own, attempted_at=now, rubric=sa.null()).returning(Attempt.id))
    mark = insert(session, Mark).values(**own, marked_at=now, last_attempt_at=now)
    session.execute(mark.on_conflict_do_nothing().returning(Mark.question_id)).first()
    counter = sa.update(Question).where(Question.id == question.id).values(practiced_count=Question.practiced_count + 1)
    session.execute(counter.execution_options(synchronize_session=False))
