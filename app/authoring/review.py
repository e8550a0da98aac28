"""The review of an upload: what loading it would do to the bank. Frozen values, kept as JSON in the upload's row."""

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from typing import Any, Literal

from app.core.fields import Problem
from app.estimates.notation import quantity, rounded

Kind = Literal["meaning", "wording", "added", "retired", "page", "facts"]


@dataclass(frozen=True)
class Change:
    """One file that a load would change. `old_path` is where it lies in the bank now, empty where it is new.

    `people` practiced the question so far; `notes` say what a diff would hide between other lines.
    """

    kind: Kind
    path: str
    title: str
    external_id: str = ""
    old_path: str = ""
    people: int = 0
    version: int = 0
    old_version: int = 0
    notes: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What stands for the file in forms and anchors."""
        return key_of(self.path)


@dataclass(frozen=True)
class FactText:
    """What a fact says, before or after a load. `as_of` and `confirmed` are days as in its file, or empty."""

    value: str
    unit: str
    what: str
    source: str
    as_of: str
    confirmed: str

    @property
    def read_on(self) -> date:
        """The day it was read in its source."""
        return date.fromisoformat(self.as_of)

    @property
    def confirmed_on(self) -> date | None:
        """The day somebody else read it too."""
        return date.fromisoformat(self.confirmed) if self.confirmed else None

    @property
    def quantity(self) -> str:
        """The value with its unit."""
        return quantity(self.value, self.unit)


@dataclass(frozen=True)
class FactChange:
    """One fact as it was (None: it is new) and as it becomes (None: it is gone).

    `cited_by` are the ids of the questions that will cite it and are rendered again, in a review the first 20.
    """

    id: str
    before: FactText | None
    after: FactText | None
    cited_by: tuple[str, ...]
    cited_count: int


@dataclass(frozen=True)
class MovedClaim:
    """A value that a worksheet claims, and what it comes out as `before` and `after` some `facts` change.

    Worksheets count from 1 and so do the twists of each; twist 0 is the worksheet as it stands. All values are in
    `unit`; `after` is None where nothing can be computed any more.
    """

    external_id: str
    worksheet: int
    worksheet_title: str
    twist: int
    result: str
    unit: str
    claimed: str
    before: float
    after: float | None
    holds: bool
    facts: tuple[str, ...]

    @property
    def quantities(self) -> tuple[str, str, str]:
        """What is claimed, what it came out as and comes out as now, for reading."""
        before, after = (
            "no value" if value is None else quantity(rounded(value, self.claimed), self.unit)
            for value in (self.before, self.after)
        )
        return quantity(self.claimed, self.unit), before, after


@dataclass(frozen=True)
class Alike:
    """A question of the upload that says nearly what another one does; `similarity` is 0 to 1.

    `other_path` is empty where the other one is the bank's alone.
    """

    external_id: str
    path: str
    title: str
    other_id: str
    other_path: str
    other_title: str
    similarity: float

    @property
    def key(self) -> str:
        """What stands for the question's file in anchors."""
        return key_of(self.path)

    @property
    def paths(self) -> tuple[str, ...]:
        """The files of the upload that the pair stands in."""
        return (self.path, self.other_path) if self.other_path else (self.path,)


@dataclass(frozen=True)
class Meanwhile:
    """A load that came between the upload and applying it; `touched` are the ids or paths of both (the first 20)."""

    batch_id: int
    name: str
    by: str
    touched: tuple[str, ...]
    touched_count: int


@dataclass(frozen=True)
class Review:
    """All that a load would do. `basis` is the last batch of the bank that the files were compared with.

    `moved` are the claims that changed facts move, in a review the first 1,000, broken ones before others.
    `meaning_people` practiced a question whose meaning changes, `retired_people` one that is retired, each counted
    once. `blocked` are the files that can't be loaded, `refused` what kept the upload from being applied, `meanwhile`
    what the bank went through since it came.
    """

    basis: int | None
    file_count: int
    unchanged_count: int
    again_count: int
    changes: tuple[Change, ...]
    facts: tuple[FactChange, ...]
    moved: tuple[MovedClaim, ...]
    moved_count: int
    broken_count: int
    alike: tuple[Alike, ...]
    alike_count: int
    problems: tuple[Problem, ...]
    error_count: int
    warning_count: int
    blocked: tuple[str, ...]
    meaning_people: int = 0
    retired_people: int = 0
    refused: tuple[Problem, ...] = ()
    meanwhile: tuple[Meanwhile, ...] = ()

    @cached_property
    def by_key(self) -> dict[str, str]:
        """The path behind each key of a form."""
        return {key_of(path): path for path in [*self.blocked, *(change.path for change in self.changes)]}

    @cached_property
    def counts(self) -> Counter[str]:
        """How many changes there are of each kind."""
        return Counter(change.kind for change in self.changes)

    def ids_of(self, kind: str) -> list[str]:
        """The external ids of the questions that change in this way."""
        return [change.external_id for change in self.changes if change.kind == kind]

    def blocking(self, left_out: Collection[str]) -> list[str]:
        """The files that still can't be loaded when these are left out."""
        return [path for path in self.blocked if path not in left_out]

    def as_json(self) -> dict[str, Any]:
        """The review as it is stored."""
        return asdict(self)


def from_json(stored: Mapping[str, Any]) -> Review:
    """The review back from its row."""
    parts: dict[str, Callable[..., Any]] = {
        "changes": Change,
        "facts": _fact,
        "moved": MovedClaim,
        "alike": Alike,
        "meanwhile": Meanwhile,
    }
    parts |= {"problems": Problem, "refused": Problem}
    made = {name: tuple(part(**_frozen(row)) for row in stored[name]) for name, part in parts.items()}
    return Review(**{**_frozen(stored), **made})


def _fact(*, before: dict[str, str] | None, after: dict[str, str] | None, **rest: Any) -> FactChange:
    was, becomes = (FactText(**text) if text else None for text in (before, after))
    return FactChange(before=was, after=becomes, **rest)


def _frozen(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}


def key_of(path: str) -> str:
    """Twelve letters for a path of any length and any characters."""
    return hashlib.sha256(path.encode()).hexdigest()[:12]
