"""Records attempts, sets the mark "practiced" and takes it back, with the counter in the same transaction."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.core.errors import Invalid, NotFound
from app.core.upsert import insert
from app.practice.models import Attempt, Mark
from app.questions.models import Question

Grade = Literal["again", "hard", "good", "easy"]
MAX_MINUTES = 600
MAX_KEY = 100
REPEAT_WINDOW = timedelta(seconds=60)


@dataclass(frozen=True)
class Practiced:
    """How a person and a question stand after an act."""

    is_practiced: bool
    practiced_count: int


def record_attempt(
    session: Session,
    person: Person,
    question: Question,
    *,
    key: str | None = None,
    grade: Grade | None = None,
    minutes: int | None = None,
    rubric: dict[str, float] | None = None,
    now: datetime,
) -> Practiced:
    """Adds one attempt and marks the question practiced.

    The same `key` is the same attempt: a replay changes nothing, even after a withdrawal. Without a key, a repeat
    within 60 seconds restores the mark and adds no attempt. At most 6 queries. Raises Invalid for a key that stands
    for another question, NotFound when the person is gone (a guest who signed in meanwhile).
    """
    _take_turn(session, person)
    attempt = (
        insert(session, Attempt)
        .values(
            person_id=person.id,
            question_id=question.id,
            key=key,
            attempted_at=now,
            grade=grade,
            minutes=minutes,
            rubric=sa.null() if rubric is None else rubric,
            question_version=question.version,
        )
        .returning(Attempt.id)
    )
    if key is not None:
        attempt = attempt.on_conflict_do_nothing(index_elements=["person_id", "key"])
        if session.execute(attempt).first() is None:
            _refuse_other_question(session, person, question, key)
            return _standing(session, person, question)
    elif not _attempted_since(session, person, question, now - REPEAT_WINDOW):
        session.execute(attempt)
    return _mark(session, person, question, now=now)


def withdraw(session: Session, person: Person, question: Question) -> Practiced:
    """Takes the mark back; attempts stay. Without a mark nothing changes. 3 queries."""
    _take_turn(session, person)
    mark = sa.delete(Mark).where(Mark.person_id == person.id, Mark.question_id == question.id)
    change = -1 if session.execute(mark.returning(Mark.question_id)).first() else 0
    return Practiced(is_practiced=False, practiced_count=_count(session, question, change))


def _take_turn(session: Session, person: Person) -> None:
    # The rule of 60 seconds reads before it writes: on PostgreSQL one person's acts wait for one another here.
    row = sa.select(Person.id).where(Person.id == person.id).with_for_update(key_share=True)
    if session.execute(row).first() is None:
        raise NotFound("You signed in elsewhere meanwhile. Load the page again.")


def _refuse_other_question(session: Session, person: Person, question: Question, key: str) -> None:
    attempt = sa.select(Attempt.question_id).where(Attempt.person_id == person.id, Attempt.key == key)
    if session.execute(attempt).scalar_one() != question.id:
        raise Invalid({"key": "This key already stands for an attempt at another question. Use a new one."})


def _attempted_since(session: Session, person: Person, question: Question, since: datetime) -> bool:
    attempt = sa.select(Attempt.id).where(Attempt.person_id == person.id, Attempt.question_id == question.id)
    return session.execute(attempt.where(Attempt.attempted_at > since).limit(1)).first() is not None


def _mark(session: Session, person: Person, question: Question, *, now: datetime) -> Practiced:
    last_attempt_at = (
        sa.select(sa.func.max(Attempt.attempted_at))
        .where(Attempt.person_id == person.id, Attempt.question_id == question.id)
        .scalar_subquery()
    )
    mark = insert(session, Mark).values(
        person_id=person.id,
        question_id=question.id,
        marked_at=now,
        last_attempt_at=last_attempt_at,
        question_version=question.version,
    )
    mark = mark.on_conflict_do_nothing().returning(Mark.question_id)
    is_new = session.execute(mark).first() is not None
    if not is_new:
        session.execute(
            sa.update(Mark)
            .where(Mark.person_id == person.id, Mark.question_id == question.id)
            .values(last_attempt_at=last_attempt_at, question_version=question.version)
        )
    return Practiced(is_practiced=True, practiced_count=_count(session, question, int(is_new)))


def _count(session: Session, question: Question, change: int) -> int:
    """The counter after changing it in one statement; other people may change it at the same time."""
    if change == 0:
        count = sa.select(Question.practiced_count).where(Question.id == question.id)
        return session.execute(count).scalar_one()
    counter = (
        sa.update(Question)
        .where(Question.id == question.id)
        .values(practiced_count=Question.practiced_count + change)
        .returning(Question.practiced_count)
        .execution_options(synchronize_session=False)
    )
    return session.execute(counter).scalar_one()


def _standing(session: Session, person: Person, question: Question) -> Practiced:
    mark = sa.select(Mark.question_id).where(Mark.person_id == person.id, Mark.question_id == question.id)
    is_practiced = session.execute(mark).first() is not None
    return Practiced(is_practiced=is_practiced, practiced_count=_count(session, question, 0))
