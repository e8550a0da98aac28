"""Compares counters and summaries with attempts, marks and reveals, and sets them right."""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.practice.models import Mark, PracticeSummary
from app.practice.summaries import COLUMNS, WHOLE_BANK, Key, counted, shift
from app.questions.models import Question

_COUNTED = sa.select(sa.func.count()).where(Mark.question_id == Question.id).correlate(Question).scalar_subquery()


@dataclass(frozen=True)
class Difference:
    """A number that is not what a recount finds: of the question with this id and slug, or of the whole `bank`."""

    id: str
    slug: str
    number: str
    stored: int
    counted: int


def differences(session: Session) -> list[Difference]:
    """Every number that is wrong: counters in order of ids, then summaries by their keys.

    Two queries, each of one moment, so they may run while others practice; a third where summaries are wrong.
    """
    return _wrong_counters(session) + _in_words(session, _wrong_rows(session))


def recount(session: Session) -> list[Difference]:
    """Sets every number right; returns what was wrong. Locks in the order of those who practice."""
    _lock(session, "marks")
    counters = _wrong_counters(session)
    session.execute(
        sa.update(Question)
        .where(Question.practiced_count != _COUNTED)
        .values(practiced_count=_COUNTED)
        .execution_options(synchronize_session=False)
    )
    _lock(session, "practice_summaries")
    rows = _wrong_rows(session)
    shift(session, {key: {name: counted - stored for name, (stored, counted) in row.items()} for key, row in rows})
    return counters + _in_words(session, rows)


def _wrong_counters(session: Session) -> list[Difference]:
    wrong = (
        sa.select(Question.external_id, Question.slug, Question.practiced_count, _COUNTED)
        .where(Question.practiced_count != _COUNTED)
        .order_by(Question.external_id)
    )
    return [Difference(id_, slug, "practiced count", *numbers) for id_, slug, *numbers in session.execute(wrong)]


def _lock(session: Session, table: str) -> None:
    # What commits between the counting and the writing would be lost; on SQLite nobody else writes.
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.text(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE"))


def _wrong_rows(session: Session) -> list[tuple[Key, Mapping[str, tuple[int, int]]]]:
    """The rows that are wrong, with what is stored and what a recount finds, by column. One query."""
    recounted = counted(session).subquery("recounted")
    keys = ("period", "starts_on", "question_id")
    both = sa.union_all(
        *(
            sa.select(sa.literal(is_stored).label("is_stored"), *(source.c[name] for name in (*keys, *COLUMNS)))
            for is_stored, source in ((True, PracticeSummary.__table__), (False, recounted))
        )
    ).subquery("sides")
    sums = {
        (name, is_stored): sa.cast(sa.func.sum(sa.case((side, both.c[name]), else_=0)), sa.Integer)
        for name in COLUMNS
        for is_stored, side in ((True, both.c.is_stored), (False, ~both.c.is_stored))
    }
    wrong = sa.or_(*(sums[name, True] != sums[name, False] for name in COLUMNS))
    by_key = [both.c[name] for name in keys]
    rows = session.execute(sa.select(*by_key, *sums.values()).group_by(*by_key).having(wrong).order_by(*by_key))
    return [
        ((row[0], row[1], row[2]), dict(zip(COLUMNS, zip(row[3::2], row[4::2], strict=True), strict=True)))
        for row in rows
    ]


def _in_words(session: Session, rows: list[tuple[Key, Mapping[str, tuple[int, int]]]]) -> list[Difference]:
    if not rows:
        return []
    questions = session.execute(sa.select(Question.id, Question.external_id, Question.slug))
    names = {WHOLE_BANK: ("bank", "")} | {id_: (external_id, slug) for id_, external_id, slug in questions}
    return [
        Difference(*names[question_id], f"{column} of {period} {starts_on}", stored, counted)
        for (period, starts_on, question_id), row in rows
        for column, (stored, counted) in row.items()
        if stored != counted
    ]
