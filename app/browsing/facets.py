"""The filters beside a list: each value with the count it has before other filters."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.browsing.filters import FIXED, Filters
from app.questions.front_matter import DIFFICULTIES, KINDS, LEVELS

Counts = Mapping[tuple[str, str], int]

_LABELS = {"status": "Your status", "access": "Answer"} | {
    name: name.capitalize() for name in ("difficulty", "kind", "level", "topic", "tag")
}
_VALUE_LABELS = {
    "difficulty": DIFFICULTIES,
    "kind": KINDS,
    "level": tuple(level.capitalize() for level in LEVELS),
    "access": ("Free", "Locked"),
    "status": ("New", "Practiced"),
}


@dataclass(frozen=True)
class FacetValue:
    """One value of a filter: canonical spelling for the URL, the seed's spelling to read."""

    value: str
    label: str
    count: int
    is_on: bool


@dataclass(frozen=True)
class Facet:
    """One filter; `name` is its URL parameter."""

    name: str
    label: str
    values: tuple[FacetValue, ...]


def facets(
    filters: Filters, counts: Counts, *, topics: Iterable[tuple[str, str]], tags: Iterable[tuple[str, str]]
) -> tuple[Facet, ...]:
    """The filters in the order a person reads them. `topics` and `tags` are (value, label), none for no filter."""
    choices = {name: tuple(zip(FIXED[name], labels, strict=True)) for name, labels in _VALUE_LABELS.items()}
    choices |= {"topic": tuple(topics), "tag": tuple(tags)}
    return tuple(
        Facet(name, _LABELS[name], tuple(_value(name, pair, filters, counts) for pair in choices[name]))
        for name in ("status", "difficulty", "access", "kind", "level", "topic", "tag")
        if choices[name]
    )


def _value(name: str, choice: tuple[str, str], filters: Filters, counts: Counts) -> FacetValue:
    value, label = choice
    return FacetValue(value, label, counts.get((name, value), 0), is_on=value in filters.values[name])
