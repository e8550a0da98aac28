"""One question as everybody of the cast sees it."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.browsing.question_page import parts_of, question_page
from app.core.db import reading, writing
from app.core.errors import NotFound
from app.practice.recording import record_attempt, withdraw
from app.practice.revealing import reveal
from app.questions.answers import Answer
from app.questions.front_matter import KINDS
from app.questions.lookup import Moved
from app.questions.models import OldSlug
from app.unlocks import granting
from tests.bank import add_person, add_question, question_of
from tests.factories import SECRET, make_topic
from tests.queries import statements


@pytest.fixture
def bank(session):
    topics = [make_topic(session, slug, position=place) for place, slug in enumerate("ab", start=1)]
    for number in range(1, 7):
        add_question(session, number, topics[number > 4], is_free=number in (2, 6))
    add_question(session, 7, topics[1], status="draft")
    add_question(session, 8, topics[1], status="retired")
    return topics


@pytest.fixture
def shown(session, bank, now):
    def shown(number, viewer=None, gate="unlock", at=now):
        return question_page(session, viewer, f"question-{number}", gate=gate, now=at)

    return shown


def test_a_visitor_reads_prompt_and_parts_of_a_locked_question(shown):
    page = shown(1)
    assert (page.prompt_html, page.access, page.answer) == ("<p>What happens?</p>", "locked", None)
    assert page.parts == parts_of("Technical")
    assert not page.must_attempt


def test_everybody_reads_the_answer_of_a_free_question(shown):
    page = shown(2)
    assert page.access == "free"
    assert SECRET in page.answer.sections[0].html


def test_an_unlock_opens_the_answer_until_it_ends(session, bank, shown, alice, now):
    end = now + timedelta(days=1)
    granting.grant(session, alice, topic=bank[0], expires_at=end, reason="", source="cli", actor="cli", now=now)
    assert shown(1, alice).access == "unlocked"
    assert shown(5, alice).access == "locked"
    assert shown(1, alice, at=end).answer is None


def test_under_the_gate_attempt_an_attempt_or_a_skip_opens(session, shown, alice, now):
    assert shown(1, alice, gate="attempt").must_attempt
    reveal(session, alice, question_of(session, 1), now=now)
    assert shown(1, alice, gate="attempt").access == "unlocked"
    record_attempt(session, alice, question_of(session, 3), now=now)
    withdraw(session, alice, question_of(session, 3))
    assert shown(3, alice, gate="attempt").answer is not None
    assert shown(1, gate="attempt").must_attempt


def test_neighbors_are_the_ready_ones_in_syllabus_order(shown):
    assert (shown(1).previous, shown(1).next.slug) == (None, "question-2")
    assert (shown(4).previous.slug, shown(4).next.slug) == ("question-3", "question-5")
    assert (shown(6).previous.slug, shown(6).next) == ("question-5", None)


def test_related_ones_that_the_bank_does_not_hold_or_show_are_left_out(session, shown, bank):
    add_question(session, 9, bank[1], prerequisites=["2", "404"], related=["7", "8", "5", "1"])
    page = shown(9)
    assert [link.slug for link in page.prerequisites] == ["question-2"]
    assert [link.slug for link in page.related] == ["question-5", "question-1"]


def test_a_free_answer_of_the_topic_is_offered(shown):
    assert shown(1).free_example.slug == "question-2"
    assert shown(2).free_example is None


def test_own_practice_is_seen_and_only_by_oneself(session, shown, alice, now):
    record_attempt(session, alice, question_of(session, 1), now=now)
    assert (shown(1, alice).is_practiced, shown(1, alice).practiced_at) == (True, now)
    assert (shown(1).is_practiced, shown(1).practiced_at) == (False, None)
    assert (shown(1).practiced_count, shown(1).practiced_30d) == (1, 1)


def test_a_draft_is_for_admins_only(session, shown, alice):
    carol = add_person(session, "carol@example.org", role="admin")
    assert shown(7, carol).is_draft
    for viewer in (None, alice):
        with pytest.raises(NotFound):
            shown(7, viewer)


def test_a_retired_question_is_for_those_who_practiced_it(session, shown, alice, now):
    with pytest.raises(NotFound):
        shown(8, alice)
    record_attempt(session, alice, question_of(session, 8), now=now)
    assert shown(8, alice).is_retired
    with pytest.raises(NotFound):
        shown(8)


def test_an_old_slug_says_where_the_question_is(session, shown, bank, now):
    session.add(OldSlug(slug="once", question_id=question_of(session, 1).id))
    with pytest.raises(Moved):
        question_page(session, None, "once", gate="unlock", now=now)


@pytest.mark.parametrize("kind", KINDS)
def test_the_parts_name_every_gated_section(kind):
    assert len(parts_of(kind)) == 6
    assert parts_of(kind)[0] == "Clarifying questions"


@pytest.mark.parametrize(("gate", "limit"), [("unlock", 4), ("attempt", 4), ("open", 3)])
def test_a_page_takes_at_most_three_queries_for_a_visitor_and_few_for_a_person(own_engine, now, gate, limit):
    with writing(own_engine) as session:
        add_question(session, 1, is_free=True)
        add_question(session, 2, prerequisites=["1"])
        alice = add_person(session, "alice@example.org")
        granting.grant(session, alice, topic=None, expires_at=None, reason="", source="cli", actor="cli", now=now)
        reveal(session, alice, question_of(session, 2), now=now)
    for slug in ("question-1", "question-2"):
        for viewer, most in ((None, 3), (alice, limit)):
            with reading(own_engine) as session, statements(own_engine) as seen:
                question_page(session, viewer, slug, gate=gate, now=now)
            assert len(seen) <= most


def test_a_locked_page_reads_no_answer_and_is_the_same_whatever_the_answer(session, shown, now):
    before = shown(1)
    session.execute(sa.update(Answer).values(sections=[], outline=[{"id": "x"}], source="other"))
    session.expire_all()
    with statements(session.get_bind().engine) as seen:
        assert shown(1) == before
    assert not [sql for sql, _ in seen if "answers" in sql]
