"""Compares the practiced counters with the marks, and sets them right."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.practice.models import Mark
from app.questions.models import Question

_COUNTED = sa.select(sa.func.count()).where(Mark.question_id == Question.id).correlate(Question).scalar_subquery()


@dataclass(frozen=True)
class Difference:
    """A question whose counter is not the number of its marks."""

    id: str
    slug: str
    stored: int
    counted: int


def differences(session: Session) -> list[Difference]:
    """Every counter that is wrong, in order of ids. One statement, so it may run while others practice."""
    wrong = (
        sa.select(Question.external_id, Question.slug, Question.practiced_count, _COUNTED)
        .where(Question.practiced_count != _COUNTED)
        .order_by(Question.external_id)
    )
    return [Difference(*row) for row in session.execute(wrong)]


def recount(session: Session) -> list[Difference]:
    """Sets every counter to the number of marks; returns what was wrong."""
    if session.get_bind().dialect.name == "postgresql":
        # A mark that commits between the counting and the writing would be lost; on SQLite nobody else writes.
        session.execute(sa.text("LOCK TABLE marks IN SHARE MODE"))
    wrong = differences(session)
    session.execute(
        sa.update(Question)
        .where(Question.practiced_count != _COUNTED)
        .values(practiced_count=_COUNTED)
        .execution_options(synchronize_session=False)
    )
    return wrong
