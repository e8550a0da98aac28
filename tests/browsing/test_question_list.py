"""The list as a visitor, a guest and a member see it."""

from datetime import timedelta

import pytest

from app.browsing.filters import Asked
from app.browsing.question_list import question_list
from app.core.db import reading
from app.core.errors import Invalid, NotFound
from app.core.paging import encode_cursor
from app.practice.recording import record_attempt
from app.questions.facets import count_facets
from app.unlocks import granting
from tests.bank import add_person, add_question, question_of
from tests.browsing.many import COUNT, TOPICS
from tests.factories import make_topic
from tests.queries import statements


@pytest.fixture
def bank(session):
    """Ten questions of topic a, five of b, none of c; every fifth is free."""
    topics = [make_topic(session, slug, position=place) for place, slug in enumerate("abc", start=1)]
    for number in range(1, 16):
        add_question(
            session,
            number,
            topics[number > 10],
            title=f"Number {number}" + (" of caches" if number == 3 else ""),
            difficulty="Easy" if number % 2 else "Hard",
            tags=["network", "caching"] if number == 2 else ["caching"],
            is_free=number % 5 == 0,
        )
    count_facets(session)
    return topics


@pytest.fixture
def listed(session, bank, now):
    def listed(viewer=None, *, topic=None, gate="unlock", **asked):
        return question_list(session, viewer, Asked(**asked), topic=topic, gate=gate, now=now)

    return listed


def numbers(shown):
    return [int(row.id) for row in shown.rows]


def counts(shown, name):
    facet = next(facet for facet in shown.facets if facet.name == name)
    return {value.value: value.count for value in facet.values}


def test_a_visitor_sees_every_ready_question_in_syllabus_order(listed):
    shown = listed()
    assert numbers(shown) == list(range(1, 16))
    assert (shown.total, shown.is_total_capped, shown.next, shown.previous) == (15, False, None, None)
    assert {row.access for row in shown.rows} == {"free", "locked"}


def test_a_row_tells_what_a_person_chooses_by(listed):
    row = listed().rows[1]
    assert (row.id, row.slug, row.topic_slug, row.topic_title) == ("2", "question-2", "a", "A")
    assert (row.difficulty, row.kind, row.minutes, row.tags) == ("Hard", "Technical", 10, ("network", "caching"))
    assert (row.practiced_count, row.practiced_30d, row.is_practiced) == (0, 0, False)


def test_counts_are_those_before_other_filters(listed):
    shown = listed(difficulty=("easy",), q="caches")
    assert counts(shown, "difficulty") == {"easy": 8, "medium": 0, "hard": 7}
    assert counts(shown, "topic") == {"a": 10, "b": 5, "c": 0}
    assert counts(shown, "tag") == {"caching": 15, "network": 1}
    assert counts(shown, "access") == {"free": 3, "locked": 12}
    assert numbers(shown) == [3]


def test_counts_inside_a_topic_are_the_topics(listed):
    shown = listed(topic="b", difficulty=("HARD",))
    assert counts(shown, "difficulty") == {"easy": 3, "medium": 0, "hard": 2}
    assert "topic" not in {facet.name for facet in shown.facets}
    assert (shown.scope.slug, numbers(shown)) == ("b", [12, 14])


def test_a_tag_of_another_topic_finds_nothing_and_is_shown_as_chosen(listed):
    shown = listed(topic="b", tag=("network",))
    assert (shown.rows, shown.total) == ((), 0)
    assert counts(shown, "tag") == {"caching": 5, "network": 0}


def test_an_empty_topic_has_a_list_too(listed):
    assert listed(topic="c").rows == ()


@pytest.mark.parametrize("topic", ["nowhere", "", "nul\x00", "A"])
def test_an_unknown_topic_is_not_found(listed, topic):
    with pytest.raises(NotFound):
        listed(topic=topic)


def test_an_unknown_value_is_refused_with_the_topics_of_the_bank(session, bank, now):
    with pytest.raises(Invalid, match="a, b, c"):
        question_list(session, None, Asked(topic=("zzz",)), gate="unlock", now=now)


def test_own_marks_are_seen_counted_and_filtered(session, listed, alice, now):
    for number in (1, 2, 11):
        question = question_of(session, number)
        record_attempt(session, alice, question, now=now)
    shown = listed(alice)
    assert [int(row.id) for row in shown.rows if row.is_practiced] == [1, 2, 11]
    assert shown.rows[0].practiced_count == shown.rows[0].practiced_30d == 1
    assert counts(shown, "status") == {"new": 12, "practiced": 3}
    assert counts(listed(alice, topic="b"), "status") == {"new": 4, "practiced": 1}
    assert numbers(listed(alice, status=("practiced",))) == [1, 2, 11]
    assert len(numbers(listed(alice, status=("new",)))) == 12
    assert len(numbers(listed(alice, status=("new", "practiced")))) == 15
    assert counts(listed(), "status") == {"new": 15, "practiced": 0}
    assert numbers(listed(status=("practiced",))) == []


def test_access_is_counted_and_filtered_for_the_person(session, bank, listed, alice, now):
    granting.grant(session, alice, topic=bank[1], expires_at=None, reason="", source="cli", actor="cli", now=now)
    shown = listed(alice)
    assert {row.access for row in shown.rows if row.topic_slug == "b"} == {"free", "unlocked"}
    assert counts(shown, "access") == {"free": 3, "locked": 8}
    assert len(numbers(listed(alice, access=("locked",)))) == 8
    assert counts(listed(alice, topic="b"), "access") == {"free": 1, "locked": 0}
    assert numbers(listed(alice, topic="b", access=("locked",))) == []
    granting.grant(session, alice, topic=None, expires_at=None, reason="", source="cli", actor="cli", now=now)
    assert counts(listed(alice), "access") == {"free": 3, "locked": 0}
    assert numbers(listed(access=("free",))) == [5, 10, 15]
    assert len(numbers(listed(access=("locked",)))) == 12


def test_under_the_gate_attempt_what_was_attempted_is_open(session, listed, alice, now):
    question = question_of(session, 1)
    record_attempt(session, alice, question, now=now)
    shown = listed(alice, gate="attempt")
    assert [row.access for row in shown.rows[:2]] == ["unlocked", "locked"]
    assert counts(shown, "access") == {"free": 3, "locked": 11}
    assert counts(listed(alice, gate="attempt", topic="a"), "access") == {"free": 2, "locked": 7}
    assert len(numbers(listed(alice, gate="attempt", access=("locked",)))) == 11


def test_under_the_gate_open_nothing_is_locked(listed):
    assert {row.access for row in listed(gate="open").rows} == {"free", "unlocked"}
    assert counts(listed(gate="open"), "access") == {"free": 3, "locked": 0}


def test_a_search_marks_its_words_in_the_title(listed):
    (row,) = listed(q="cache number").rows
    assert [(part.text, part.is_match) for part in row.title_parts] == [
        ("Number", True),
        (" 3 of ", False),
        ("caches", True),
    ]


def test_chips_take_one_filter_off(listed):
    shown = listed(difficulty=("easy", "hard"))
    assert [(chip.label, chip.parameters) for chip in shown.chips] == [
        ("Easy", (("difficulty", "hard"),)),
        ("Hard", (("difficulty", "easy"),)),
    ]


def test_pages_lead_forward_and_back(listed, monkeypatch):
    monkeypatch.setattr("app.questions.listing.PAGE_SIZE", 6)
    first = listed()
    second = listed(after=first.next)
    third = listed(after=second.next)
    assert [numbers(page) for page in (first, second, third)] == [
        list(range(1, 7)),
        list(range(7, 13)),
        list(range(13, 16)),
    ]
    assert third.next is None
    back = listed(before=third.previous)
    assert (numbers(back), back.next) == (numbers(second), second.next)
    start = listed(before=back.previous)
    assert (numbers(start), start.previous, start.next) == (numbers(first), None, first.next)
    assert [page.total for page in (first, second, third)] == [15, 15, 15]


@pytest.mark.parametrize(
    "asked", [{}, {"q": "common"}, {"tag": ("tag-1", "tag-2")}, {"topic": ("topic-1",), "sort": "newest"}]
)
def test_the_number_of_queries_never_grows(small, large, now, asked):
    for engine in (small, large):
        with reading(engine) as session:
            viewer = add_person(session, "alice@example.org")
            for who, limit in ((None, 3), (viewer, 5)):
                with statements(engine) as seen:
                    shown = question_list(session, who, Asked(**asked), gate="unlock", now=now)
                assert len(seen) == limit
            assert shown.rows


def test_page_1000_takes_as_many_queries_as_page_1(large, now):
    with reading(large) as session, statements(large) as seen:
        key = encode_cursor((f"{(25 * 999) * TOPICS // (COUNT + 1) + 1:04d}/{25 * 999:06d}",))
        shown = question_list(session, None, Asked(after=key), gate="unlock", now=now)
    assert len(seen) == 3
    assert shown.rows[0].id == f"{25 * 999 + 1:06d}"
    assert (shown.total, shown.is_total_capped) == (1000, True)


def test_the_30_day_count_is_of_the_moment(session, listed, alice, now):
    question = question_of(session, 1)
    record_attempt(session, alice, question, now=now - timedelta(days=31))
    row = listed().rows[0]
    assert (row.practiced_count, row.practiced_30d) == (1, 0)
