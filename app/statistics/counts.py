"""A number with and without guests, and how it is read from the summaries."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.practice.models import PracticeSummary


@dataclass(frozen=True)
class Count:
    """A number of everybody, and of members alone: without those who are guests now."""

    everybody: int = 0
    members: int = 0


def columns(numbers: Iterable[str], table: Any = PracticeSummary) -> list[sa.ColumnElement[int]]:
    """For each number its two columns, 0 where there is no row."""
    names = (name for number in numbers for name in (number, f"guest_{number}"))
    return [sa.func.coalesce(getattr(table, name), 0) for name in names]


def counts(values: Iterable[int]) -> list[Count]:
    """The counts that `columns` selected: pairs of everybody and guests."""
    pairs = iter(values)
    return [Count(everybody, everybody - guests) for everybody, guests in zip(pairs, pairs, strict=True)]


def total(parts: Iterable[Count]) -> Count:
    """Their sum. Only for numbers that nobody can be counted in twice."""
    parts = list(parts)
    return Count(sum(part.everybody for part in parts), sum(part.members for part in parts))
