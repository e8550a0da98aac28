"""Pages of questions as statements: filters, orders and keyset cursors, read from indexes on both databases.

No database reads `topic IN (…) ORDER BY sort_key` in order, and a cursor over two columns of unlike direction makes
either of them start too early. So a page is cut into branches that an index answers from its first row on, one for
each value of one filter and each part of the cursor; every branch stops after a page, and their union is small.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.errors import Invalid
from app.core.paging import broken_cursor, decode_cursor, encode_cursor
from app.questions import search
from app.questions.models import Question, QuestionLabel

PAGE_SIZE = 25
MAX_COUNTED = 1_000
MAX_BRANCHES = 12
MATCH_RANKS = (0, 1)  # all words in the title, or not

_COLUMNS: Mapping[str, Any] = {
    "topic": Question.topic_id,
    "difficulty": Question.difficulty_rank,
    "kind": Question.kind,
}
# The filter that cuts a page into branches: the first of these that is set, the most selective one first.
_CUTTING = ("tag", "topic", "kind", "difficulty", "level")


@dataclass(frozen=True)
class Wanted:
    """Which questions a list holds: any of the values within a filter, and all filters.

    `values` maps topic (ids), difficulty (ranks), kind, tag and level to what the tables hold; `conditions` are those
    of higher storeys, about the viewer.
    """

    values: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    conditions: tuple[sa.ColumnElement[bool], ...] = ()


@dataclass(frozen=True)
class _Key:
    """A column that orders a page, and its type in a cursor. A constant tells branches apart and orders none."""

    column: Any
    type: type
    is_descending: bool = False
    constant: int | None = None


_SYLLABUS = _Key(Question.sort_key, str)
ORDERS: Mapping[str, tuple[_Key, ...]] = {
    "syllabus": (_SYLLABUS,),
    "practiced": (_Key(Question.practiced_count, int, is_descending=True), _SYLLABUS),
    "newest": (_Key(Question.updated_on, date, is_descending=True), _Key(Question.external_id, str)),
    "difficulty": (_Key(Question.difficulty_rank, int), _SYLLABUS),
    # Of a search: what matches in the title, then the rest.
    "match": (_Key(sa.literal(0), int, constant=0), _SYLLABUS),
}


@dataclass(frozen=True)
class Position:
    """Where a page begins: past this key, or before it when paging back."""

    key: tuple[Any, ...]
    is_backward: bool = False


def position(order: str, *, after: str | None, before: str | None) -> Position | None:
    """What a cursor of this order says; None for the first page. Raises Invalid for one that isn't ours."""
    if after and before:
        raise Invalid({"before": "Use either `after` or `before`, not both."})
    cursor, name = (before, "before") if before else (after, "after")
    if not cursor:
        return None
    types = tuple(key.type for key in ORDERS[order])
    parts = decode_cursor(cursor, tuple(str if kind is date else kind for kind in types), name=name)
    key = tuple(_from_cursor(part, kind, name) for part, kind in zip(parts, types, strict=True))
    if order == "match" and key[0] not in MATCH_RANKS:
        raise broken_cursor(name)
    return Position(key, is_backward=bool(before))


def cursor(order: str, row: Any) -> str:
    """The cursor that stands for a row which has the keys of `page`."""
    parts = (getattr(row, f"key_{index}") for index in range(len(ORDERS[order])))
    return encode_cursor(tuple(part.isoformat() if isinstance(part, date) else part for part in parts))


def page(session: Session, wanted: Wanted, order: str, at: Position | None) -> sa.Subquery:
    """The ids of a page with their keys (`id`, `key_0`, …) and of one question more, which tells if there is more.

    Not in order when read by a join: use `in_order`.
    """
    is_backward = at is not None and at.is_backward
    parts = [
        _ordered(branch.where(*conditions), keys, is_backward=is_backward).limit(PAGE_SIZE + 1)
        for keys, branch in _branches(session, wanted, order)
        for conditions in _past(keys, at)
    ]
    return _as_one(parts).subquery("page")


def in_order(statement: sa.Select[Any], page: sa.Subquery, order: str, at: Position | None) -> sa.Select[Any]:
    """The statement, which joins `page`, in its order and cut to a page and one row; backward when paging back."""
    keys = [_Key(page.c[f"key_{n}"], key.type, key.is_descending) for n, key in enumerate(ORDERS[order])]
    is_backward = at is not None and at.is_backward
    return _ordered(statement, keys, is_backward=is_backward).limit(PAGE_SIZE + 1)


def count(session: Session, wanted: Wanted) -> sa.ScalarSelect[int]:
    """How many questions there are, as an expression; it stops at 1,001, which means more than 1,000."""
    if wanted.words:
        # From the search's own index on: it stops at the limit, where a list of all matches would be made first.
        # Any order but that of the syllabus has one branch, and none is needed here.
        ((_, branch),) = _branches(session, Wanted(wanted.values, (), wanted.conditions), "newest")
        found = search.matches(session, wanted.words)
        ready = branch.with_only_columns(Question.id).where(Question.id == search.ROW_ID)
        parts = [found.where(ready.correlate(found.get_final_froms()[0]).exists()).limit(MAX_COUNTED + 1)]
    else:
        parts = [
            branch.with_only_columns(Question.id).limit(MAX_COUNTED + 1)
            for _, branch in _branches(session, wanted, "syllabus")
        ]
    found_ids = _as_one(parts).limit(MAX_COUNTED + 1).subquery("found")
    return sa.select(sa.func.count()).select_from(found_ids).scalar_subquery()


_Branch = tuple[tuple[_Key, ...], sa.Select[Any]]


def _branches(session: Session, wanted: Wanted, order: str) -> list[_Branch]:
    """Parts of the list, each with the keys that an index gives it in."""
    filters = {name: values for name, values in wanted.values.items() if values}
    cutting = None
    if order == "syllabus" and not wanted.words:
        cutting = next((name for name in _CUTTING if 0 < len(filters.get(name, ())) <= MAX_BRANCHES), None)
    conditions = [Question.status == "ready", *wanted.conditions]
    conditions += [_holds(name, values) for name, values in filters.items() if name != cutting]
    if order == "match":
        return [
            _by_match(conditions, search.matches(session, wanted.words, where="title"), rank=0),
            _by_match(conditions, search.matches(session, wanted.words, where="not_title"), rank=1),
        ]
    if cutting is not None:
        return [_by_value(conditions, cutting, value) for value in filters[cutting]]
    if wanted.words:
        conditions.append(Question.id.in_(search.matches(session, wanted.words)))
    return [(ORDERS[order], _select(ORDERS[order]).where(*conditions))]


def _by_match(conditions: list[sa.ColumnElement[bool]], matches: sa.Select[Any], *, rank: int) -> _Branch:
    keys = (_Key(sa.literal(rank), int, constant=rank), _SYLLABUS)
    return keys, _select(keys).where(*conditions, Question.id.in_(matches))


def _by_value(conditions: list[sa.ColumnElement[bool]], cutting: str, value: Any) -> _Branch:
    if cutting in _COLUMNS:
        keys: tuple[_Key, ...] = (_SYLLABUS,)
        return keys, _select(keys).where(*conditions, _COLUMNS[cutting] == value)
    # The labels repeat the key of syllabus order, so that one value's questions lie in it side by side.
    keys = (_Key(QuestionLabel.sort_key, str),)
    branch = _select(keys).join_from(QuestionLabel, Question, Question.id == QuestionLabel.question_id)
    return keys, branch.where(*conditions, QuestionLabel.property == cutting, QuestionLabel.value == value)


def _select(keys: tuple[_Key, ...]) -> sa.Select[Any]:
    return sa.select(Question.id, *(key.column.label(f"key_{n}") for n, key in enumerate(keys)))


def _holds(name: str, values: tuple[Any, ...]) -> sa.ColumnElement[bool]:
    if name in _COLUMNS:
        # Equality keeps an index in order where a list of one would not.
        return sa.or_(*(_COLUMNS[name] == value for value in values))
    label = sa.select(QuestionLabel.question_id).where(
        QuestionLabel.property == name,
        QuestionLabel.value.in_(values),
        QuestionLabel.sort_key == Question.sort_key,
        QuestionLabel.question_id == Question.id,
    )
    return label.correlate(Question).exists()


def _past(keys: tuple[_Key, ...], at: Position | None) -> list[list[sa.ColumnElement[bool]]]:
    """What lies past a position: equal in the first keys and past it in the next, for each key."""
    if at is None:
        return [[]]
    parts: list[list[sa.ColumnElement[bool]]] = []
    equal: list[sa.ColumnElement[bool]] = []
    for key, part in zip(keys, at.key, strict=True):
        is_lower = key.is_descending != at.is_backward
        if key.constant is None:
            parts.append([*equal, key.column < part if is_lower else key.column > part])
            equal.append(key.column == part)
        elif key.constant != part:
            # The whole branch lies past the position, or before it.
            return [[]] if (key.constant < part) == is_lower else []
    return parts


def _ordered(statement: sa.Select[Any], keys: Iterable[_Key], *, is_backward: bool) -> sa.Select[Any]:
    for key in keys:
        if key.constant is None:
            is_descending = key.is_descending != is_backward
            statement = statement.order_by(key.column.desc() if is_descending else key.column.asc())
    return statement


def _as_one(parts: list[sa.Select[Any]]) -> sa.sql.selectable.GenerativeSelect:
    if len(parts) == 1:
        return parts[0]
    # Each part is a subquery because SQLite takes no LIMIT inside a union.
    return sa.union(*(sa.select(part.subquery()) for part in parts))


def _from_cursor(part: int | str, kind: type, name: str) -> Any:
    try:
        return date.fromisoformat(str(part)) if kind is date else part
    except ValueError:
        raise broken_cursor(name) from None
