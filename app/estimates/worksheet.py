"""A worksheet: inputs, results with the values their prose claims, twists and the drilled result. All as written."""

from dataclasses import asdict, dataclass
from typing import Any

from app.estimates.intervals import Span
from app.estimates.notation import unit_beside
from app.estimates.units import COUNTING

_COUNTED = frozenset({"", *COUNTING})


@dataclass(frozen=True)
class Given:
    """Value and unit of a fact, as text."""

    value: str
    unit: str


@dataclass(frozen=True)
class Input:
    """A number the reader may turn within `low` and `high`; without a range it stays fixed."""

    name: str
    label: str
    value: str
    unit: str
    low: str | None
    high: str | None
    fact: str | None

    @property
    def is_turnable(self) -> bool:
        """Whether it has a range."""
        return self.low is not None

    @property
    def span(self) -> Span:
        """The ends of its range; a point for one without."""
        return float(self.low or self.value), float(self.high or self.value)

    @property
    def is_whole(self) -> bool:
        """Whether it is turned and drawn in whole numbers: written so with both ends, and of things one counts."""
        written = (self.value, self.low or "", self.high or "")
        return self.unit in _COUNTED and all(text.removeprefix("-").isdigit() for text in written)


@dataclass(frozen=True)
class Result:
    """A formula and the value that the prose claims for it, as written."""

    name: str
    formula: str
    value: str
    unit: str

    @property
    def words(self) -> str:
        """The name for reading."""
        return in_words(self.name)

    @property
    def unit_beside(self) -> str:
        """The unit as it stands beside a field."""
        return unit_beside(self.unit)


@dataclass(frozen=True)
class Twist:
    """The interviewer changes a given: inputs to set, results then expected."""

    ask: str
    set: dict[str, str]
    expect: dict[str, str]
    answer: str


@dataclass(frozen=True)
class Worksheet:
    """One `estimate` block."""

    title: str
    inputs: tuple[Input, ...]
    results: tuple[Result, ...]
    twists: tuple[Twist, ...]
    drill: str | None

    @property
    def drilled(self) -> Result | None:
        """The result that people are drilled on."""
        return next((result for result in self.results if result.name == self.drill), None)


def in_words(name: str) -> str:
    """The name of a result for reading: `per_gpu` is "Per GPU"."""
    words = name.replace("_", " ").replace("gpu", "GPU")
    return words[:1].upper() + words[1:]


def as_json(sheet: Worksheet) -> dict[str, Any]:
    """The worksheet as it is stored, facts filled in."""
    return asdict(sheet)


def from_json(stored: dict[str, Any]) -> Worksheet:
    """The worksheet that `as_json` stored."""
    return Worksheet(
        title=stored["title"],
        inputs=tuple(Input(**item) for item in stored["inputs"]),
        results=tuple(Result(**result) for result in stored["results"]),
        twists=tuple(Twist(**twist) for twist in stored["twists"]),
        drill=stored["drill"],
    )
