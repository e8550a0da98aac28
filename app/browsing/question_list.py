"""The list of questions, in the bank or in one topic."""

from dataclasses import dataclass

from app.browsing.facets import Facet
from app.browsing.rows import QuestionRow

Parameters = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Chip:
    """A filter that is on; `parameters` are those of the same list without it."""

    label: str
    parameters: Parameters


@dataclass(frozen=True)
class Sort:
    """An order the list can have."""

    value: str
    label: str
    is_on: bool


@dataclass(frozen=True)
class Scope:
    """The topic a list is inside of."""

    slug: str
    title: str
    summary: str
    body_html: str


@dataclass(frozen=True)
class QuestionList:
    """A page of a list. `total` stops at 1,000, then `is_total_capped`.

    `parameters` name this list without its page; `next` and `previous` are cursors, None where there is no page.
    """

    rows: tuple[QuestionRow, ...]
    facets: tuple[Facet, ...]
    total: int
    is_total_capped: bool
    chips: tuple[Chip, ...]
    sort: str
    sorts: tuple[Sort, ...]
    q: str
    parameters: Parameters
    next: str | None
    previous: str | None
    scope: Scope | None
