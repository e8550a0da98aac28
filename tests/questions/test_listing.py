"""Filters, orders and keyset pages: every question once, in order, forward and back."""

from datetime import date
from itertools import product
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from app.core.errors import Invalid
from app.questions import listing
from app.questions.listing import Position, Wanted
from app.questions.models import Question
from app.questions.search import query_words
from tests.bank import add_question
from tests.factories import make_topic

SORTS = ("syllabus", "practiced", "newest", "difficulty")


@pytest.fixture
def bank(session):
    """60 questions in three topics with every combination of values; the ids run against syllabus order."""
    topics = [make_topic(session, slug, position=place) for slug, place in (("c", 3), ("a", 1), ("b", 2))]
    for number in range(1, 61):
        add_question(
            session,
            number,
            topics[number % 3],
            title=f"Question {number}" + (" on caching" if number % 4 == 0 else ""),
            difficulty=("Easy", "Medium", "Hard")[number % 7 % 3],
            kind=("Technical", "Coding")[number % 2],
            tags=[f"tag-{number % 4}", f"tag-{number % 5 + 4}"],
            levels=["junior", "senior"] if number % 2 else ["staff"],
            is_free=number % 10 == 0,
            practiced_count=number % 3,
            updated_on=date(2026, 1 + number % 5, 1),
            prompt_markdown="About caching" if number % 3 == 0 else "About nothing",
        )
    add_question(session, 61, topics[0], status="draft")
    add_question(session, 62, topics[0], status="retired")
    session.flush()
    return topics


def read(session, wanted, order, at=None):
    page = listing.page(session, wanted, order, at)
    statement = sa.select(Question.external_id, page).join(page, page.c.id == Question.id)
    rows = session.execute(listing.in_order(statement, page, order, at)).all()
    return rows[::-1] if at and at.is_backward else rows


def walk(session, wanted, order, monkeypatch, *, size=7):
    """All ids, forward page by page, and the same read backward."""
    monkeypatch.setattr(listing, "PAGE_SIZE", size)
    forward, at = [], None
    while True:
        rows = read(session, wanted, order, at)
        forward.append([row.external_id for row in rows[:size]])
        if len(rows) <= size:
            break
        at = listing.position(order, after=listing.cursor(order, rows[size - 1]), before=None)
    backward, first = [forward[-1]], rows[0] if rows else None
    while first is not None:
        at = listing.position(order, after=None, before=listing.cursor(order, first))
        rows = read(session, wanted, order, at)[-size:]
        if not rows:
            break
        backward.insert(0, [row.external_id for row in rows])
        first = rows[0]
    assert backward == forward
    return [external_id for page in forward for external_id in page]


def expected(session, order, *conditions):
    keys = [key.column.desc() if key.is_descending else key.column.asc() for key in listing.ORDERS[order]]
    ready = sa.select(Question.external_id).where(Question.status == "ready", *conditions)
    return session.execute(ready.order_by(*keys)).scalars().all()


@pytest.mark.parametrize("order", SORTS)
def test_every_ready_question_comes_once_forward_and_back(session, bank, monkeypatch, order):
    found = walk(session, Wanted(), order, monkeypatch)
    assert len(found) == 60
    assert found == expected(session, order)


@pytest.mark.parametrize(
    "values", list(product([(), (1,), (1, 3)], [(), ("Coding",), ("Coding", "Technical")])), ids=str
)
@pytest.mark.parametrize("order", SORTS)
def test_values_of_one_filter_add_and_filters_narrow(session, bank, monkeypatch, order, values):
    difficulties, kinds = values
    conditions = [Question.difficulty_rank.in_(difficulties)] if difficulties else []
    conditions += [Question.kind.in_(kinds)] if kinds else []
    wanted = Wanted({"difficulty": difficulties, "kind": kinds})
    assert walk(session, wanted, order, monkeypatch) == expected(session, order, *conditions)


@pytest.mark.parametrize("order", SORTS)
@pytest.mark.parametrize("tags", [("tag-1",), ("tag-1", "tag-6"), ("tag-0", "tag-1", "tag-2", "tag-3", "tag-4")])
def test_a_question_with_two_of_the_tags_comes_once(session, bank, monkeypatch, order, tags):
    found = walk(session, Wanted({"tag": tags}), order, monkeypatch)
    rows = session.execute(sa.select(Question.external_id, Question.tags).where(Question.status == "ready"))
    tagged = {external_id for external_id, own in rows if set(own) & set(tags)}
    assert found == [external_id for external_id in expected(session, order) if external_id in tagged]


def test_topic_and_level_and_tag_narrow_together(session, bank, monkeypatch):
    wanted = Wanted({"topic": (bank[1].id, bank[2].id), "level": ("junior",), "tag": ("tag-1", "tag-3")})
    found = walk(session, wanted, "syllabus", monkeypatch)
    numbers = {int(external_id) for external_id in found}
    assert numbers == {n for n in range(1, 61) if n % 3 in (1, 2) and n % 2 and n % 4 in (1, 3)}


def test_many_values_are_read_without_a_branch_for_each(session, bank, monkeypatch):
    monkeypatch.setattr(listing, "MAX_BRANCHES", 1)
    wanted = Wanted({"tag": ("tag-1", "tag-6")})
    one = walk(session, wanted, "syllabus", monkeypatch)
    monkeypatch.setattr(listing, "MAX_BRANCHES", 12)
    assert one == walk(session, wanted, "syllabus", monkeypatch)


def test_a_search_gives_title_hits_first_then_syllabus_order(session, bank, monkeypatch):
    wanted = Wanted(words=query_words("caching"))
    found = [int(external_id) for external_id in walk(session, wanted, "match", monkeypatch)]
    in_title = [number for number in map(int, expected(session, "syllabus")) if number % 4 == 0]
    in_prompt = [number for number in map(int, expected(session, "syllabus")) if number % 3 == 0 and number % 4]
    assert found == in_title + in_prompt


@pytest.mark.parametrize("order", SORTS)
def test_a_search_can_be_sorted_and_filtered(session, bank, monkeypatch, order):
    wanted = Wanted({"kind": ("Coding",)}, query_words("caching title"))
    assert walk(session, wanted, order, monkeypatch) == []
    wanted = Wanted({"kind": ("Coding",)}, query_words("caching"))
    assert set(walk(session, wanted, order, monkeypatch)) == {str(n) for n in range(1, 61) if n % 2 and n % 3 == 0}


def test_conditions_of_higher_storeys_narrow_too(session, bank, monkeypatch):
    wanted = Wanted(conditions=(Question.is_free,))
    assert walk(session, wanted, "newest", monkeypatch) == expected(session, "newest", Question.is_free)


@pytest.mark.parametrize(
    ("values", "words", "number"),
    [({}, (), 60), ({"tag": ("tag-1", "tag-6")}, (), 24), ({"kind": ("Coding",)}, (), 30), ({}, ("caching",), 30)],
)
def test_a_list_counts_each_question_once(session, bank, values, words, number):
    assert session.execute(sa.select(listing.count(session, Wanted(values, words)))).scalar_one() == number


def test_counting_stops_past_the_largest_count(session, bank, monkeypatch):
    monkeypatch.setattr(listing, "MAX_COUNTED", 10)
    for wanted in (Wanted(), Wanted({"tag": ("tag-1", "tag-2")})):
        assert session.execute(sa.select(listing.count(session, wanted))).scalar_one() == 11


@pytest.mark.parametrize("cursor", ["x", "!!", "WzFd", "W251bGxd", "a" * 400, "WyJhIiwiYiJd", "\x00", "WzFlOTk5XQ"])
@pytest.mark.parametrize("order", SORTS)
def test_a_broken_cursor_is_refused_in_one_sentence(order, cursor):
    with pytest.raises(Invalid, match="page link is broken"):
        listing.position(order, after=cursor, before=None)


def test_a_number_too_large_for_the_column_is_a_broken_cursor():
    cursor = listing.cursor("practiced", SimpleNamespace(key_0=2**40, key_1="0001/1"))
    with pytest.raises(Invalid):
        listing.position("practiced", after=cursor, before=None)


def test_a_rank_that_no_match_has_is_a_broken_cursor():
    with pytest.raises(Invalid) as refusal:
        listing.position("match", after=None, before=listing.cursor("match", SimpleNamespace(key_0=7, key_1="0001/1")))
    assert list(refusal.value.errors) == ["before"]


def test_two_cursors_at_once_are_refused():
    cursor = listing.cursor("syllabus", SimpleNamespace(key_0="0001/1"))
    with pytest.raises(Invalid, match="not both"):
        listing.position("syllabus", after=cursor, before=cursor)


def test_a_cursor_past_the_end_gives_an_empty_page(session, bank):
    assert read(session, Wanted(), "syllabus", Position(("9999",))) == []
