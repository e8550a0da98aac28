"""Counts the summaries anew in plain Python, independently of the SQL that the app counts with."""

from collections import Counter
from datetime import UTC, date, timedelta

import sqlalchemy as sa

from app.accounts.models import Person
from app.practice.models import Attempt, Mark, PracticeSummary
from app.unlocks.models import Reveal

NUMBERS = ("attempts", "people", "marks", "latest", "opened")


def stored(session):
    """Every number in the table that is not 0: (period, first day, question, number) → count."""
    session.expire_all()
    return {
        (row.period, row.starts_on, row.question_id, prefix + number): count
        for row in session.scalars(sa.select(PracticeSummary))
        for prefix in ("", "guest_")
        for number in NUMBERS
        if (count := getattr(row, prefix + number))
    }


def expected(session):
    """The same by looping over every attempt, mark and reveal."""
    session.expire_all()
    guests = set(session.scalars(sa.select(Person.id).where(Person.email_key.is_(None))))
    cells = Counter()
    seen = set()

    def add(number, row, at):
        for key in keys(row.question_id, at):
            cells[*key, number] += 1
            cells[*key, f"guest_{number}"] += row.person_id in guests

    for row in session.scalars(sa.select(Attempt)):
        add("attempts", row, row.attempted_at)
        for key in keys(row.question_id, row.attempted_at):
            if (row.person_id, key) not in seen:
                seen.add((row.person_id, key))
                cells[*key, "people"] += 1
                cells[*key, "guest_people"] += row.person_id in guests
    marked = set()
    for row in session.scalars(sa.select(Mark)):
        marked.add((row.person_id, row.question_id))
        add("marks", row, row.marked_at)
        add("latest", row, row.last_attempt_at)
    for row in session.scalars(sa.select(Reveal)):
        if (row.person_id, row.question_id) not in marked:
            add("opened", row, row.revealed_at)
    return {cell: count for cell, count in cells.items() if count}


def keys(question_id, at):
    day = at.astimezone(UTC).date()
    starts = {"day": day, "week": day - timedelta(days=day.weekday()), "ever": date(1970, 1, 1)}
    return [(period, start, scope) for scope in (0, question_id) for period, start in starts.items()]
