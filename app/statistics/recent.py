"""The 30-day numbers, exact to the instant, from a few rows of each question."""

from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Person
from app.practice.marks import RECENT
from app.practice.models import Mark, PracticeSummary
from app.practice.periods import midnight
from app.practice.summaries import WHOLE_BANK


def recent(*, now: datetime) -> sa.Select[Any]:
    """Rows of question_id, recent, guest_recent: standing marks whose last attempt is less than 30 times 24 hours ago.

    The summaries give the whole weeks and the whole days before them, at most 11 rows of a question; the marks give
    the part of one day at the far end.
    """
    since = now - RECENT
    first_day = since.astimezone(UTC).date() + timedelta(days=1)
    first_monday = first_day + timedelta(days=-first_day.weekday() % 7)
    summaries = sa.select(
        PracticeSummary.question_id, PracticeSummary.latest.label("everybody"), PracticeSummary.guest_latest
    ).where(PracticeSummary.question_id != WHOLE_BANK)
    starts_on = PracticeSummary.starts_on
    days = summaries.where(PracticeSummary.period == "day", starts_on >= first_day, starts_on < first_monday)
    weeks = summaries.where(PracticeSummary.period == "week", starts_on >= first_monday)
    is_guest = sa.cast(Person.email_key.is_(None), sa.Integer)
    marks = (
        sa.select(Mark.question_id, sa.literal(1), is_guest)
        .join(Person, Person.id == Mark.person_id)
        .where(Mark.last_attempt_at > since, Mark.last_attempt_at < midnight(first_day))
    )
    parts = sa.union_all(days, weeks, marks).subquery("parts")
    sums = [
        sa.cast(sa.func.sum(column), sa.Integer).label(name)
        for column, name in ((parts.c.everybody, "recent"), (parts.c.guest_latest, "guest_recent"))
    ]
    return sa.select(parts.c.question_id, *sums).group_by(parts.c.question_id)
