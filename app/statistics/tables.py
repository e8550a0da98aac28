"""The statistics as tables for a spreadsheet, none of whose cells is a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Literal

from app.statistics.counts import Count
from app.statistics.questions import QuestionNumbers, TopicNumbers
from app.statistics.report import Report

TableName = Literal["questions", "days", "topics"]
Cell = str | int | None

# What makes a spreadsheet compute a cell, or let a text run over into the next one.
_FORMULA_STARTS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\t", "\r", "\n")
_NUMBERS = ("practiced", "practiced_30d", "attempts", "opened_not_practiced")


def table(report: Report, name: TableName) -> str:
    """The whole table as CSV with a header row: every question that is shown, every day or week, or every topic."""
    if name == "questions":
        header = ("id", "slug", "title", "topic", "status", *_both(_NUMBERS))
        rows = [(one.id, one.slug, one.title, one.topic_title, one.status, *_numbers(one)) for one in report.questions]
        return as_csv(header, rows)
    if name == "topics":
        header = ("slug", "title", "questions", "never_practiced", *_both(_NUMBERS))
        return as_csv(header, [(one.slug, one.title, one.count, one.never, *_numbers(one)) for one in report.topics])
    header = (f"{report.asked.period}_from", *_both(("practiced", "attempts", "people")))
    days = [
        (point.starts_on.isoformat(), *_cells(point.practiced, point.attempts, point.people)) for point in report.points
    ]
    return as_csv(header, days)


def as_csv(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """CSV (RFC 4180). A text that a spreadsheet would take for a formula gets an apostrophe in front."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(header)
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return text.getvalue()


def _safe(cell: Cell) -> Cell:
    if isinstance(cell, str) and cell.lstrip(" \u00a0").startswith(_FORMULA_STARTS):
        return f"'{cell}"
    return cell


def _both(names: Iterable[str]) -> list[str]:
    return [column for name in names for column in (name, f"{name}_without_guests")]


def _numbers(one: QuestionNumbers | TopicNumbers) -> list[Cell]:
    return _cells(one.practiced, one.recent, one.attempts, one.opened)


def _cells(*counts: Count | None) -> list[Cell]:
    return [cell for count in counts for cell in ((count.everybody, count.members) if count else (None, None))]
