"""The numbers of the whole bank."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.practice.models import PracticeSummary
from app.practice.periods import PERIODS, start_of
from app.practice.summaries import WHOLE_BANK
from app.statistics.counts import Count, columns, counts, total
from app.statistics.questions import QuestionNumbers


@dataclass(frozen=True)
class Totals:
    """`active_…` and `people` are distinct people with an attempt: today, since Monday, ever. Days are UTC."""

    practiced: Count
    recent: Count
    attempts: Count
    opened: Count
    active_today: Count
    active_this_week: Count
    people: Count


def totals(session: Session, questions: Sequence[QuestionNumbers], *, now: datetime) -> Totals:
    """The numbers of the whole bank. One query."""
    starts = [(period, start_of(period, now)) for period in PERIODS]
    summary = PracticeSummary
    of_now = [sa.and_(summary.period == period, summary.starts_on == starts_on) for period, starts_on in starts]
    numbers = ("marks", "attempts", "opened", "people")
    rows = session.execute(
        sa.select(summary.period, *columns(numbers)).where(sa.or_(*of_now), summary.question_id == WHOLE_BANK)
    )
    by_period = {row[0]: dict(zip(numbers, counts(row[1:]), strict=True)) for row in rows}
    ever = by_period.get("ever", {})
    return Totals(
        practiced=ever.get("marks", Count()),
        recent=total(question.recent for question in questions),
        attempts=ever.get("attempts", Count()),
        opened=ever.get("opened", Count()),
        active_today=by_period.get("day", {}).get("people", Count()),
        active_this_week=by_period.get("week", {}).get("people", Count()),
        people=ever.get("people", Count()),
    )
