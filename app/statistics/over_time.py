"""What was practiced day by day or week by week: in the bank, in a topic, at a question."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.practice.models import PracticeSummary
from app.practice.periods import LENGTHS, start_of
from app.statistics.counts import Count, columns, counts, total

Step = Literal["day", "week"]
POINTS: dict[Step, int] = {"day": 90, "week": 52}


@dataclass(frozen=True)
class Point:
    """One UTC day, or one week from its Monday. The last one of a series is not over.

    `practiced`: marks that were set in it and still stand. `people`: distinct people with an attempt in it; None for a
    topic, because people who were at two of its questions would count twice.
    """

    starts_on: date
    practiced: Count
    attempts: Count
    people: Count | None


def over_time(session: Session, step: Step, question_ids: Collection[int], *, now: datetime) -> list[Point]:
    """90 days or 52 weeks up to now, the earliest first, each there even if nothing happened. One query.

    `question_ids`: one question (WHOLE_BANK for all), or those of a topic.
    """
    last = start_of(step, now)
    starts = [last - LENGTHS[step] * back for back in reversed(range(POINTS[step]))]
    summary = PracticeSummary
    # Each day is named: a range of days would run past every other question's rows.
    rows = session.execute(
        sa.select(summary.starts_on, *columns(["marks", "attempts", "people"])).where(
            summary.period == step, summary.starts_on.in_(starts), summary.question_id.in_(question_ids)
        )
    )
    by_start: dict[date, list[list[Count]]] = {}
    for starts_on, *values in rows:
        by_start.setdefault(starts_on, []).append(counts(values))
    return [_point(starts_on, by_start.get(starts_on, []), is_sum=len(question_ids) != 1) for starts_on in starts]


def _point(starts_on: date, rows: list[Any], *, is_sum: bool) -> Point:
    marks, attempts, people = (total(row[number] for row in rows) for number in range(3))
    return Point(starts_on, marks, attempts, None if is_sum else people)
