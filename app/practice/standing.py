"""How a person stands to a question before an act, and so what the act will change."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.core.db import UtcDateTime
from app.practice.models import Attempt, Mark
from app.practice.periods import LENGTHS, PERIODS, Period, midnight, start_of
from app.practice.summaries import WHOLE_BANK
from app.questions.models import Question
from app.unlocks.models import Reveal


@dataclass(frozen=True)
class MarkTimes:
    """When a standing mark was set, and when its last attempt was."""

    marked_at: datetime
    last_attempt_at: datetime


@dataclass(frozen=True)
class Standing:
    """What a person has done at a question so far.

    `attempted_in`: the scopes (WHOLE_BANK or the question) and periods of now that hold an attempt of theirs already.
    """

    last_attempt_at: datetime | None
    revealed_at: datetime | None
    mark: MarkTimes | None
    attempted_in: frozenset[tuple[int, Period]]


def standing(session: Session, person: Person, question: Question, *, now: datetime) -> Standing:
    """How the person stands at this moment; ask it in their turn. One query."""
    values: dict[str, Any] = {"person_id": person.id, "question_id": question.id}
    for period, length in LENGTHS.items():
        values[f"{period}_begins"] = midnight(start_of(period, now))
        values[f"{period}_ends"] = values[f"{period}_begins"] + length
    row = session.execute(_STANDING, values).one()
    scopes = {"bank": WHOLE_BANK, "question": question.id}
    return Standing(
        last_attempt_at=row.last_attempt_at,
        revealed_at=row.revealed_at,
        mark=MarkTimes(row.marked_at, row.mark_last_attempt_at) if row.marked_at else None,
        attempted_in=frozenset(
            (scopes[scope], period) for scope in scopes for period in PERIODS if getattr(row, f"{scope}_{period}")
        ),
    )


def _own(table: Any, column: Any) -> sa.ScalarSelect[Any]:
    rows = sa.select(column).where(table.person_id == sa.bindparam("person_id"))
    return rows.where(table.question_id == sa.bindparam("question_id")).scalar_subquery()


def _attempted(scope: str, period: Period) -> sa.ColumnElement[bool]:
    attempts = sa.exists().where(Attempt.person_id == sa.bindparam("person_id"))
    if scope == "question":
        attempts = attempts.where(Attempt.question_id == sa.bindparam("question_id"))
    if period != "ever":
        begins, ends = (sa.bindparam(f"{period}_{edge}", type_=UtcDateTime) for edge in ("begins", "ends"))
        attempts = attempts.where(Attempt.attempted_at >= begins, Attempt.attempted_at < ends)
    return attempts.label(f"{scope}_{period}")


_STANDING = sa.select(
    _own(Attempt, sa.func.max(Attempt.attempted_at)).label("last_attempt_at"),
    _own(Reveal, Reveal.revealed_at).label("revealed_at"),
    _own(Mark, Mark.marked_at).label("marked_at"),
    _own(Mark, Mark.last_attempt_at).label("mark_last_attempt_at"),
    *(_attempted(scope, period) for scope in ("bank", "question") for period in PERIODS),
)
