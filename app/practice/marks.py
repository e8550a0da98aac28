"""Asks about marks: expressions that other queries take into their columns, and a person's own numbers."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.core.db import UtcDateTime
from app.practice.models import Attempt, Mark
from app.questions.models import Question

RECENT = timedelta(hours=30 * 24)


def recent_count(*, now: datetime) -> sa.ScalarSelect[int]:
    """How many of those who practiced the selected question did so less than 30 times 24 hours ago."""
    recent = sa.select(sa.func.count()).where(Mark.question_id == Question.id, Mark.last_attempt_at > now - RECENT)
    return recent.correlate(Question).scalar_subquery()


def practiced_at(person: Person | None) -> sa.ColumnElement[Any]:
    """When the person last attempted the selected question; null unless it is marked practiced."""
    if person is None:
        return sa.cast(sa.null(), UtcDateTime)
    own = sa.select(Mark.last_attempt_at).where(Mark.person_id == person.id, Mark.question_id == Question.id)
    return own.correlate(Question).scalar_subquery()


def is_practiced(person: Person | None) -> sa.ColumnElement[bool]:
    """Whether the person has marked the selected question; nobody has not."""
    if person is None:
        return sa.false()
    own = sa.select(Mark.question_id).where(Mark.person_id == person.id, Mark.question_id == Question.id)
    return own.correlate(Question).exists()


def has_attempted(person: Person | None) -> sa.ColumnElement[bool]:
    """Whether the person ever attempted the selected question; a withdrawn mark doesn't undo it."""
    if person is None:
        return sa.false()
    own = sa.select(Attempt.id).where(Attempt.person_id == person.id, Attempt.question_id == Question.id)
    return own.correlate(Question).exists()


def own_count(session: Session, person: Person | None) -> int:
    """How many questions the person has practiced; 0 for a visitor. At most one query."""
    if person is None:
        return 0
    return session.scalar(sa.select(sa.func.count()).where(Mark.person_id == person.id)) or 0


def counts_of(session: Session, person_ids: Iterable[int]) -> dict[int, int]:
    """How many questions each of these people has practiced; those with none are left out. One query."""
    counts = sa.select(Mark.person_id, sa.func.count()).where(Mark.person_id.in_(person_ids)).group_by(Mark.person_id)
    return dict(session.execute(counts).all())


def counts_by_topic(session: Session, person: Person) -> dict[int, int]:
    """How many ready questions of each topic the person has practiced. One query."""
    counts = (
        sa.select(Question.topic_id, sa.func.count())
        .join(Mark, Mark.question_id == Question.id)
        .where(Mark.person_id == person.id, Question.status == "ready")
        .group_by(Question.topic_id)
    )
    return dict(session.execute(counts).all())
