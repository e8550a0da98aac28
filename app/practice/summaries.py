"""Keeps the summaries of practice: each act shifts the few rows it changes, in its own transaction.

What the rows must hold is said once, by `counted`, in SQL over attempts, marks and reveals: `practice.recount` compares
with it, and whoever moves between guests and members is moved by it.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.practice.models import Attempt, Mark
from app.practice.periods import PERIODS, Period, start_in_sql, start_of
from app.unlocks.models import Reveal

WHOLE_BANK = 0
NUMBERS = ("attempts", "people", "marks", "latest", "opened")
COLUMNS = (*NUMBERS, *(f"guest_{number}" for number in NUMBERS))

# The key of a row: period, its first day, question or WHOLE_BANK.
Key = tuple[Period, date, int]
# What to add to columns of rows.
Shifts = Mapping[Key, Mapping[str, int]]


# Text, because it is the same for both databases and each attempt runs it.
_ADD = sa.text(
    f"INSERT INTO practice_summaries (period, starts_on, question_id, {', '.join(COLUMNS)})"  # noqa: S608 - our names
    f" VALUES (:period, :starts_on, :question_id, {', '.join(f':{column}' for column in COLUMNS)})"
    " ON CONFLICT (period, starts_on, question_id) DO UPDATE SET "
    + ", ".join(f"{column} = practice_summaries.{column} + excluded.{column}" for column in COLUMNS)
).bindparams(sa.bindparam("starts_on", type_=sa.Date))


class Changes(defaultdict[Key, Counter[str]]):
    """The shifts that one person's act at one question makes, gathered before they are written."""

    def __init__(self, question_id: int, *, is_guest: bool) -> None:
        super().__init__(Counter)
        self.scopes = (WHOLE_BANK, question_id)
        self.is_guest = is_guest

    def add(self, number: str, at: datetime, amount: int = 1, *, but: Collection[tuple[int, Period]] = ()) -> None:
        """Adds to a number of every period that holds `at`, in the bank and at the question, `but` in some."""
        for scope in self.scopes:
            for period in PERIODS:
                if (scope, period) not in but:
                    row = self[period, start_of(period, at), scope]
                    row[number] += amount
                    row[f"guest_{number}"] += amount * self.is_guest


def shift(session: Session, shifts: Shifts) -> None:
    """Adds to the rows, which are made where they are missing. One statement for all; none if nothing changes."""
    rows = [
        {"period": period, "starts_on": starts_on, "question_id": question_id, **dict.fromkeys(COLUMNS, 0), **numbers}
        for (period, starts_on, question_id), numbers in sorted(shifts.items(), key=_hot_rows_last)
        if any(numbers.values())
    ]
    if rows:
        session.execute(_ADD, rows)


def _hot_rows_last(item: tuple[Key, Any]) -> tuple[bool, Key]:
    # One order for all, so that no two wait for each other; the rows that everybody writes are held the shortest.
    key = item[0]
    return key[2] == WHOLE_BANK, key


def leave_guests(session: Session, person: Person) -> None:
    """Takes somebody who is a member now out of the numbers of guests. Two statements."""
    # The row of the person is locked by whoever filled it in, so nothing they do as a guest can come between.
    rows = part_of(session, [person.id])
    shift(session, {key: {f"guest_{name}": -row[name] for name in NUMBERS} for key, row in rows.items()})


def part_of(session: Session, person_ids: Collection[int]) -> Shifts:
    """What these people add to the summaries, as they stand now. One query."""
    rows = session.execute(counted(session, person_ids))
    return {(row.period, row.starts_on, row.question_id): dict(zip(COLUMNS, row[3:], strict=True)) for row in rows}


def minus(after: Shifts, before: Shifts) -> Shifts:
    """What leads from one to the other."""
    return {
        key: {column: after.get(key, {}).get(column, 0) - before.get(key, {}).get(column, 0) for column in COLUMNS}
        for key in {*after, *before}
    }


def counted(session: Session, person_ids: Collection[int] | None = None) -> sa.Select[Any]:
    """The summaries as they must be, of everybody or of some people: rows of key and COLUMNS."""
    parts = [
        _part(source, period, start_in_sql(session, period, source.at), scope, person_ids)
        for source in _SOURCES
        for period in PERIODS
        for scope in (sa.literal(WHOLE_BANK), source.table.question_id)
    ]
    every = sa.union_all(*parts).subquery("parts")
    keys = (every.c.period, every.c.starts_on, every.c.question_id)
    sums = [sa.cast(sa.func.sum(every.c[column]), sa.Integer).label(column) for column in COLUMNS]
    return sa.select(*keys, *sums).group_by(*keys)


@dataclass(frozen=True)
class _Source:
    """A table that numbers are counted from: the column that says when, and the condition."""

    table: Any
    at: Any
    numbers: tuple[str, ...]
    condition: sa.ColumnElement[bool]


_HAS_MARK = sa.exists().where(Mark.person_id == Reveal.person_id, Mark.question_id == Reveal.question_id)
_SOURCES = (
    _Source(Attempt, Attempt.attempted_at, ("attempts", "people"), sa.true()),
    _Source(Mark, Mark.marked_at, ("marks",), sa.true()),
    _Source(Mark, Mark.last_attempt_at, ("latest",), sa.true()),
    _Source(Reveal, Reveal.revealed_at, ("opened",), ~_HAS_MARK),
)


def _part(
    source: _Source, period: Period, start: Any, scope: Any, person_ids: Collection[int] | None
) -> sa.Select[Any]:
    """The numbers that come from one table, and 0 for the others."""
    guests = sa.case((Person.email_key.is_(None), Person.id))
    columns = []
    for prefix, people in (("", Person.id), ("guest_", guests)):
        for number in NUMBERS:
            one = sa.distinct(people) if number == "people" else people
            count = sa.func.count(one) if number in source.numbers else sa.literal(0)
            columns.append(count.label(prefix + number))
    keys = (sa.literal(period).label("period"), start.label("starts_on"), scope.label("question_id"))
    part = sa.select(*keys, *columns).join_from(source.table, Person, Person.id == source.table.person_id)
    if person_ids is not None:
        part = part.where(source.table.person_id.in_(person_ids))
    # By position: PostgreSQL would not see that an expression with parameters is the selected one.
    return part.where(source.condition).group_by(sa.text("2"), sa.text("3"))
