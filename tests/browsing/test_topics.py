"""Topics, the home page, and where to begin."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.browsing.sitemap import sitemap
from app.browsing.topics import home, topics
from app.core.db import reading, writing
from app.practice.recording import record_attempt
from app.questions.facets import count_facets
from app.questions.models import Question, Topic
from tests.bank import add_bank, add_person, add_question, question_of
from tests.factories import make_topic
from tests.queries import statements


def fill(session):
    """Topic a holds 1-4, b holds 5 and 6, c nothing; 3 is easy and free."""
    add_bank(session)
    made = [make_topic(session, slug, position=place) for place, slug in enumerate("abc", start=1)]
    for number in range(1, 7):
        add_question(
            session,
            number,
            made[number > 4],
            difficulty="Easy" if number in (1, 3) else "Hard",
            is_free=number in (2, 3),
        )
    count_facets(session)


@pytest.fixture
def bank(session):
    fill(session)


def practice(session, person, *numbers, now):
    for number in numbers:
        record_attempt(session, person, question_of(session, number), now=now)


def test_topics_come_in_order_with_counts_and_own_practice(session, bank, alice, now):
    practice(session, alice, 1, 5, now=now)
    rows = topics(session, alice)
    assert [(row.slug, row.count, row.easy, row.medium, row.hard, row.practiced) for row in rows] == [
        ("a", 4, 2, 0, 2, 1),
        ("b", 2, 0, 0, 2, 1),
        ("c", 0, 0, 0, 0, 0),
    ]
    assert [row.practiced for row in topics(session, None)] == [0, 0, 0]


def test_a_topic_whose_file_a_load_took_away_is_listed_no_more(session, bank):
    session.execute(sa.update(Topic).where(Topic.slug == "c").values(source=""))
    assert [row.slug for row in topics(session, None)] == ["a", "b"]
    assert sitemap(session).topics == ("a", "b")


def test_home_sums_the_topics(session, bank, alice, now):
    practice(session, alice, 1, now=now)
    shown = home(session, alice)
    assert (shown.title, shown.question_count, shown.practiced) == ("A bank", 6, 1)


def test_a_visitor_starts_with_the_first_easy_free_question(session, bank):
    start = home(session, None).start_here
    assert (start.slug, start.topic_title) == ("question-3", "A")
    assert "free" in start.reason


def test_without_an_easy_free_one_a_visitor_starts_at_the_beginning(session, bank):
    session.execute(sa.update(Question).values(is_free=False))
    assert home(session, None).start_here.slug == "question-1"


def test_a_person_goes_on_in_the_topic_practiced_last(session, bank, alice, now):
    practice(session, alice, 1, now=now)
    practice(session, alice, 5, now=now + timedelta(hours=1))
    start = home(session, alice).start_here
    assert (start.slug, start.reason) == ("question-6", "Next in the topic you practiced last.")


def test_a_finished_topic_leads_to_the_next_of_the_syllabus(session, bank, alice, now):
    practice(session, alice, 1, now=now)
    practice(session, alice, 5, 6, now=now + timedelta(hours=1))
    start = home(session, alice).start_here
    assert (start.slug, "finished" in start.reason) == ("question-2", True)


def test_who_practiced_everything_has_nothing_to_start(session, bank, alice, now):
    practice(session, alice, 1, 2, 3, 4, 5, 6, now=now)
    assert home(session, alice).start_here is None


def test_an_empty_bank_has_a_home_too(session):
    shown = home(session, None)
    assert (shown.title, shown.topics, shown.start_here) == ("Headroom", (), None)


def test_home_takes_three_queries_and_one_more_for_a_person(own_engine):
    with writing(own_engine) as session:
        fill(session)
        alice = add_person(session, "alice@example.org")
    for viewer, expected in ((None, 3), (alice, 4)):
        with reading(own_engine) as session, statements(own_engine) as seen:
            home(session, viewer)
        assert len(seen) == expected
