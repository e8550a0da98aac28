"""The list of questions, in the bank or in one topic."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.browsing import filters as reading
from app.browsing import rows
from app.browsing.counts import FacetTable, own_counts
from app.browsing.facets import Facet, facets
from app.browsing.filters import Asked, Filters, Parameters
from app.browsing.readable import Readable
from app.browsing.rows import QuestionRow
from app.core.errors import NotFound
from app.core.slugs import is_slug
from app.practice import marks
from app.questions import listing
from app.questions.facets import WHOLE_BANK
from app.questions.front_matter import KINDS
from app.questions.listing import MAX_COUNTED, Wanted
from app.questions.models import IS_CURRENT_TOPIC, Question, Topic
from app.questions.search import query_words
from app.unlocks.policy import Gate, Unlocks, active_unlocks

SORT_LABELS = {
    "syllabus": "Syllabus order",
    "practiced": "Most practiced",
    "newest": "Newest",
    "difficulty": "Difficulty",
}


@dataclass(frozen=True)
class Chip:
    """A filter that is on; `parameters` are those of the same list without it."""

    label: str
    parameters: Parameters


@dataclass(frozen=True)
class Sort:
    """An order the list can have; `value` is empty for the one it has anyway."""

    value: str
    label: str
    is_on: bool


@dataclass(frozen=True)
class Scope:
    """The topic a list is inside of."""

    id: int
    slug: str
    title: str
    summary: str
    body_html: str


@dataclass(frozen=True)
class QuestionList:
    """A page of a list. `total` stops at 1,000, then `is_total_capped`; on a page past the end it is 0.

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
    is_past_end: bool
    scope: Scope | None


def question_list(
    session: Session, viewer: Person | None, asked: Asked, *, topic: str | None = None, gate: Gate, now: datetime
) -> QuestionList:
    """The page that `asked` names, in the bank or inside `topic`, as the viewer sees it.

    Three queries for a visitor, five for a person, six under the gate `attempt`, whatever the size of the bank.
    Raises Invalid for unknown values and broken cursors, NotFound for an unknown topic.
    """
    topics, scope = _topics(session, topic)
    unlocks = active_unlocks(session, viewer, now=now) if gate == "unlock" else Unlocks()
    readable = Readable(viewer, gate, unlocks)
    scope_id = scope.id if scope else WHOLE_BANK
    table = FacetTable(session, scope_id, unlocks.topic_ids)
    tags = sorted(value for facet, value in table.of(WHOLE_BANK) if facet == "tag")
    filters = reading.read(asked, topics=topics, tags=tags)
    at = listing.position(filters.order, after=asked.after, before=asked.before)
    wanted = _wanted(filters, topics, scope, readable)
    found, total = _page(session, wanted, filters.order, at, readable, now=now)
    counts = table.of(scope_id) | own_counts(session, table, readable, scope_id)
    shown = facets(
        filters,
        counts,
        topics=[] if scope else [(row.slug, row.title) for row in topics.values()],
        tags=_tags_to_show(tags, counts, filters),
    )
    page, previous, following = _turn(found, filters.order, at)
    return QuestionList(
        rows=tuple(rows.row(row, wanted.words) for row in page),
        facets=shown,
        total=min(total, MAX_COUNTED),
        is_total_capped=total > MAX_COUNTED,
        chips=_chips(shown, filters),
        sort=filters.order,
        sorts=_sorts(filters),
        q=filters.q,
        parameters=filters.parameters(),
        next=following,
        previous=previous,
        is_past_end=at is not None and not page,
        scope=scope,
    )


def _topics(session: Session, inside: str | None) -> tuple[Mapping[str, Any], Scope | None]:
    """Every topic by slug in syllabus order, and the one the list is inside of."""
    # What has not the form of a slug is no topic's, and a NUL in it would be an error to PostgreSQL.
    slug = inside if inside and is_slug(inside) else ""
    body = sa.case((Topic.slug == slug, Topic.body_html))
    every = sa.select(Topic.id, Topic.slug, Topic.title, Topic.summary, body.label("body_html")).where(IS_CURRENT_TOPIC)
    topics = {row.slug: row for row in session.execute(every.order_by(Topic.position, Topic.slug))}
    if inside is None:
        return topics, None
    if slug not in topics:
        raise NotFound("There is no topic at this address.")
    row = topics[slug]
    return topics, Scope(row.id, row.slug, row.title, row.summary, row.body_html)


def _wanted(filters: Filters, topics: Mapping[str, Any], scope: Scope | None, readable: Readable) -> Wanted:
    chosen = filters.values
    conditions: list[Any] = []
    if len(chosen["access"]) == 1:
        conditions.append(Question.is_free if chosen["access"] == ("free",) else sa.not_(readable.condition()))
    if len(chosen["status"]) == 1:
        is_practiced = marks.is_practiced(readable.viewer)
        conditions.append(is_practiced if chosen["status"] == ("practiced",) else sa.not_(is_practiced))
    values = {
        "topic": (scope.id,) if scope else tuple(topics[slug].id for slug in chosen["topic"]),
        "tag": chosen["tag"],
        "level": chosen["level"],
        "difficulty": tuple(reading.FIXED["difficulty"].index(value) + 1 for value in chosen["difficulty"]),
        "kind": tuple(KINDS[reading.FIXED["kind"].index(value)] for value in chosen["kind"]),
    }
    return Wanted(values, query_words(filters.q), tuple(conditions))


def _page(
    session: Session,
    wanted: Wanted,
    order: str,
    at: listing.Position | None,
    readable: Readable,
    *,
    now: datetime,
) -> tuple[list[sa.Row[Any]], int]:
    """The rows of a page, one more if there is more, and how many questions the list has. One query."""
    page = listing.page(session, wanted, order, at)
    keys = [column for column in page.c if column.name != "id"]
    statement = (
        sa.select(*rows.columns(readable, now=now), *keys, listing.count(session, wanted).label("total"))
        .join(page, page.c.id == Question.id)
        .join(Topic, Topic.id == Question.topic_id)
    )
    found = list(session.execute(listing.in_order(statement, page, order, at)))
    return found, found[0].total if found else 0


def _turn(
    found: list[sa.Row[Any]], order: str, at: listing.Position | None
) -> tuple[list[sa.Row[Any]], str | None, str | None]:
    """The page in its order, and the cursors of the pages before and after it."""
    page, has_more = found[: listing.PAGE_SIZE], len(found) > listing.PAGE_SIZE
    has_previous, has_next = at is not None, has_more
    if at is not None and at.is_backward:
        page.reverse()
        has_previous, has_next = has_more, True
    previous = listing.cursor(order, page[0]) if page and has_previous else None
    following = listing.cursor(order, page[-1]) if page and has_next else None
    return page, previous, following


def _tags_to_show(tags: list[str], counts: Mapping[tuple[str, str], int], filters: Filters) -> list[tuple[str, str]]:
    """Those that the scope holds or a person chose, the most frequent first."""
    shown = [tag for tag in tags if counts.get(("tag", tag)) or tag in filters.values["tag"]]
    return [(tag, tag) for tag in sorted(shown, key=lambda tag: (-counts.get(("tag", tag), 0), tag))]


def _chips(shown: tuple[Facet, ...], filters: Filters) -> tuple[Chip, ...]:
    return tuple(
        Chip(value.label, filters.parameters(without=(facet.name, value.value)))
        for facet in shown
        for value in facet.values
        if value.is_on
    )


def _sorts(filters: Filters) -> tuple[Sort, ...]:
    has_words = bool(query_words(filters.q))
    choices = [("", "Best match"), *SORT_LABELS.items()] if has_words else list(SORT_LABELS.items())
    chosen = filters.sort or ("" if has_words else "syllabus")
    return tuple(Sort(value, label, is_on=value == chosen) for value, label in choices)
