"""With 100,000 questions no list scans or sorts the table: every branch of a page is read from an index in order."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.db import reading
from app.questions import listing
from app.questions.listing import Position, Wanted
from app.questions.models import Question
from tests.queries import statements

DEEP = {
    "syllabus": ("0009/047000",),
    "practiced": (3, "0009/047000"),
    "newest": ("2026-06-01", "047000"),
    "difficulty": (2, "0009/047000"),
    "match": (1, "0009/047000"),
}
FILTERS = {
    "nothing": {},
    "one topic": {"topic": (17,)},
    "two topics": {"topic": (16, 17)},
    "one tag": {"tag": ("tag-3",)},
    "three tags": {"tag": ("tag-3", "tag-4", "tag-5")},
    "a level": {"level": ("staff",)},
    "a kind": {"kind": ("Coding",)},
    "two difficulties": {"difficulty": (1, 3)},
    "all at once": {"topic": (3,), "tag": ("tag-3",), "kind": ("Coding",), "difficulty": (1,), "level": ("senior",)},
}


def plan(session: Session, statement: sa.Executable) -> list[str]:
    """What SQLite would do, a line for each step."""
    with statements(session.get_bind()) as seen:
        session.execute(statement).all()
    (sql, parameters), *_ = seen
    driver = session.connection().connection.driver_connection
    return [row[3] for row in driver.execute(f"EXPLAIN QUERY PLAN {sql}", parameters)]


def branch_plans(session: Session, wanted: Wanted, order: str, at: Position | None) -> list[str]:
    """The plans of the branches alone: their union of at most a few pages may be sorted, they may not."""
    lines = []
    for keys, branch in listing._branches(session, wanted, order):
        for conditions in listing._past(keys, at):
            part = listing._ordered(branch.where(*conditions), keys, is_backward=bool(at and at.is_backward))
            lines += plan(session, part.limit(listing.PAGE_SIZE + 1))
    return lines


@pytest.fixture(scope="module")
def session(large):
    with reading(large) as session:
        yield session


@pytest.mark.parametrize("filters", FILTERS)
@pytest.mark.parametrize("order", ["syllabus", "practiced", "newest", "difficulty"])
@pytest.mark.parametrize("where", ["first", "deep", "deep and back"])
def test_a_branch_is_read_in_order_from_an_index(session, filters, order, where):
    key = DEEP[order] if order != "newest" else listing.position(order, after=_cursor(order), before=None).key
    at = None if where == "first" else Position(key, is_backward=where.endswith("back"))
    # Past the last question of a difficulty that is also the filter there is nothing left that could be sorted.
    values = {name: chosen for name, chosen in FILTERS[filters].items() if name != order}
    lines = branch_plans(session, Wanted(values), order, at)
    assert not [line for line in lines if "SCAN questions" in line or "SCAN question_labels" in line]
    assert not [line for line in lines if "TEMP B-TREE" in line]


@pytest.mark.parametrize("order", ["match", "syllabus", "newest"])
@pytest.mark.parametrize("at", [None, "deep"])
def test_a_search_walks_an_index_too(session, order, at):
    key = listing.position(order, after=_cursor(order), before=None) if at else None
    lines = branch_plans(session, Wanted(words=("common",)), order, key)
    assert not [line for line in lines if "SCAN questions" in line or "TEMP B-TREE" in line]


@pytest.mark.parametrize("filters", ["one topic", "two topics", "one tag", "three tags", "a level"])
def test_the_cutting_filter_is_the_left_part_of_its_index(session, filters):
    lines = branch_plans(session, Wanted(FILTERS[filters]), "syllabus", None)
    wanted = "topic_id=?" if "topic" in filters else "property=? AND value=?"
    assert all(wanted in line for line in lines if "INDEX" in line and "PRIMARY KEY" not in line)


@pytest.mark.parametrize("filters", FILTERS)
def test_the_count_stops_and_scans_no_table(session, filters):
    lines = plan(session, sa.select(listing.count(session, Wanted(FILTERS[filters]))))
    assert not [line for line in lines if "SCAN questions" in line or "SCAN question_labels" in line]


def test_the_whole_page_joins_by_primary_key(session):
    page = listing.page(session, Wanted(FILTERS["two topics"]), "syllabus", None)
    rows = sa.select(Question.slug).join(page, page.c.id == Question.id)
    lines = plan(session, listing.in_order(rows, page, "syllabus", None))
    assert "SEARCH questions USING INTEGER PRIMARY KEY (rowid=?)" in lines
    assert not [line for line in lines if "SCAN questions" in line]


def _cursor(order: str) -> str:
    return listing.encode_cursor(DEEP[order])
