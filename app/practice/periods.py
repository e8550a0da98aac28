"""The periods that practice is summed over: UTC days, weeks from Monday, and ever. In Python and in SQL."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal, get_args

import sqlalchemy as sa
from sqlalchemy.orm import Session

Period = Literal["day", "week", "ever"]
PERIODS: tuple[Period, ...] = get_args(Period)
LENGTHS: dict[Period, timedelta] = {"day": timedelta(days=1), "week": timedelta(days=7)}
# The one start that "ever" has.
BEGINNING = date(1970, 1, 1)


def start_of(period: Period, at: datetime) -> date:
    """The first day of the period that holds the instant."""
    if period == "ever":
        return BEGINNING
    day = at.astimezone(UTC).date()
    return day if period == "day" else day - timedelta(days=day.weekday())


def midnight(day: date) -> datetime:
    """The instant at which the day begins."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def start_in_sql(session: Session, period: Period, at: Any) -> sa.ColumnElement[date]:
    """The same as `start_of` for a column of instants, in the words of the session's database."""
    if period == "ever":
        return sa.literal(BEGINNING, sa.Date)
    if session.get_bind().dialect.name == "sqlite":
        back_to_monday = ("-6 days", "weekday 1") if period == "week" else ()
        return sa.func.date(at, *back_to_monday, type_=sa.Date)
    return sa.cast(sa.func.date_trunc(period, sa.func.timezone("UTC", at)), sa.Date)
