"""The list and one question, for each of the cast."""

import pytest
import sqlalchemy as sa

from app.core.db import writing
from app.questions.models import OldSlug, Question
from tests.pages.html import Page, query
from tests.visiting_bank import SECRET

TITLES = [
    "Free cache hits",
    "Locked design of a kv-cache",
    "Locked coding",
    "Free tokens and all-reduce",
    "Locked tokens",
]


def page_of(client, path):
    reply = client.get(path)
    assert reply.status_code == 200
    return Page(reply)


class TestIndex:
    def test_all_ready_questions_stand_in_syllabus_order(self, looks):
        page = page_of(looks.visitor, "/questions")
        assert page.titles == TITLES
        assert "5 questions" in page.text

    @pytest.mark.parametrize(
        ("query", "titles"),
        [
            ("difficulty=HARD", ["Locked design of a kv-cache"]),
            ("kind=system-design&kind=Coding", ["Locked design of a kv-cache", "Locked coding"]),
            ("topic=llm-inference&access=free", ["Free tokens and all-reduce"]),
            ("tag=memory", ["Locked tokens"]),
            ("level=staff", ["Locked design of a kv-cache"]),
            ("q=kv+cache", ["Locked design of a kv-cache"]),
            ("q=all-reduce", ["Free tokens and all-reduce"]),
            ("q=all+reduce", ["Free tokens and all-reduce"]),
            ("q=&kind=&difficulty=", TITLES),
            ("q=%00%22*()", TITLES),
            ("q=" + "cache+" * 800, TITLES),
            ("q=NEAR(cache+hits,+2)+OR", []),
            (f"q={SECRET}", []),
        ],
    )  # fmt: skip
    def test_filters_and_words_narrow_the_list(self, looks, query, titles):
        assert page_of(looks.visitor, f"/questions?{query}").titles == titles

    @pytest.mark.parametrize(
        ("query", "message"),
        [
            ("kind=nope", "system-design, technical, coding, estimation, debugging"),
            ("topic=nowhere", "model-serving, llm-inference"),
            ("tag=x", "caching, memory, network"),
            ("status=due", "new, practiced"),
            ("sort=best", "syllabus, practiced, newest, difficulty"),
            ("after=broken", "page link is broken"),
            ("before=%00", "page link is broken"),
        ],
    )
    def test_a_wrong_value_is_refused_with_the_way_back(self, looks, query, message):
        reply = looks.visitor.get(f"/questions?{query}")
        assert reply.status_code == 422
        page = Page(reply)
        assert message in page.text
        assert page.links["All questions"] == "/questions"

    def test_counts_stand_beside_each_value(self, looks):
        page = page_of(looks.visitor, "/questions?difficulty=hard")
        assert "Easy 2 Medium 2 Hard 1" in page.text
        assert "Free 2 Locked 3" in page.text

    def test_the_filter_form_keeps_what_is_on(self, looks):
        page = page_of(looks.visitor, "/questions?kind=coding&kind=debugging&q=locked&sort=newest")
        assert page.form("Apply").fields == [
            ("q", "locked"),
            ("sort", "newest"),
            ("kind", "coding"),
            ("kind", "debugging"),
        ]

    def test_a_chip_takes_one_filter_off(self, looks):
        page = page_of(looks.visitor, "/questions?kind=coding&kind=debugging&q=locked")
        assert query(page.links["Remove filter Coding"]) == [("kind", "debugging"), ("q", "locked")]
        assert query(page.links["Remove filter “locked”"]) == [("kind", "coding"), ("kind", "debugging")]
        assert query(page.links["Clear all"]) == [("q", "locked")]

    def test_the_address_has_one_canonical_form(self, looks):
        page = page_of(looks.visitor, "/questions?q=&sort=syllabus&kind=CODING&topic=Model+Serving")
        assert page.heads["canonical"] == "/questions?topic=model-serving&kind=coding"

    def test_pages_lead_forward_and_back(self, looks, monkeypatch):
        monkeypatch.setattr("app.questions.listing.PAGE_SIZE", 2)
        first = page_of(looks.visitor, "/questions?kind=technical&kind=coding&kind=system-design")
        second = page_of(looks.visitor, first.links["Next"])
        assert (first.titles, second.titles) == (TITLES[:2], TITLES[2:3])
        assert first.heads["next"] == first.links["Next"]
        assert page_of(looks.visitor, second.links["Previous"]).titles == TITLES[:2]

    @pytest.mark.parametrize(
        ("query", "words", "link"),
        [
            ("q=zebra&kind=coding", "No question matches all of this", "Search without filters"),
            ("q=zebra", "No question has these words", "All questions"),
            ("kind=coding&difficulty=easy", "No question matches all of this", "Clear all filters"),
            ("after=WyI5OTk5Il0", "Nothing lies past this page", "First page"),
        ],
    )
    def test_an_empty_list_says_why_and_what_next(self, looks, query, words, link):
        page = page_of(looks.visitor, f"/questions?{query}")
        assert words in page.text
        assert link in page.links

    def test_own_practice_is_seen_by_oneself_only(self, visits):
        visits.alice.post("/questions/locked-coding/practice")
        assert page_of(visits.alice, "/questions?status=practiced").titles == ["Locked coding"]
        assert page_of(visits.visitor, "/questions?status=practiced").titles == []

    def test_an_unlock_shows_in_the_list(self, looks):
        assert "Unlocked" in page_of(looks.bob, "/questions").text
        assert "Unlocked" not in page_of(looks.alice, "/questions").text


class TestShow:
    def test_a_visitor_reads_prompt_hints_parts_and_the_way_in(self, looks):
        page = page_of(looks.visitor, "/questions/locked-design")
        assert "how many of 100 requests" in page.text
        assert "Hint 2" in page.text
        assert "Model answer: estimates, design, failure modes, trade-offs" in page.text
        assert "The answer is locked" in page.text
        assert page.links["Free cache hits"] == "/questions/free-cache-hits"
        assert SECRET not in page.text

    def test_a_free_answer_is_open_to_everybody(self, looks):
        for client in (looks.visitor, looks.gus, looks.alice):
            assert SECRET in page_of(client, "/questions/free-cache-hits").text

    def test_a_locked_answer_is_open_with_an_unlock_only(self, looks):
        assert SECRET in page_of(looks.bob, "/questions/locked-design").text
        for client in (looks.visitor, looks.gus, looks.alice, looks.carol):
            assert SECRET not in client.get("/questions/locked-design").text

    def test_neighbors_and_related_lead_on(self, looks):
        page = page_of(looks.visitor, "/questions/free-cache-hits")
        assert page.links["Next Locked design of a kv-cache"] == page.links["Locked design of a kv-cache"]
        assert page.heads["next"] == "/questions/locked-design"

    def test_the_count_comes_with_its_definition(self, visits):
        visits.alice.post("/questions/locked-coding/practice")
        page = page_of(visits.visitor, "/questions/locked-coding")
        assert "1 person" in page.text
        assert "Marking twice counts once" in page.text

    def test_a_draft_is_for_admins(self, looks):
        assert "draft" in page_of(looks.carol, "/questions/a-draft").text
        for client in (looks.visitor, looks.alice, looks.bob):
            assert client.get("/questions/a-draft").status_code == 404

    def test_a_retired_question_is_not_found_unless_practiced(self, visits):
        visits.alice.post("/questions/locked-coding/practice")
        with writing(visits.engine) as session:
            session.execute(sa.update(Question).where(Question.slug == "locked-coding").values(status="retired"))
        assert "retired" in page_of(visits.alice, "/questions/locked-coding").text
        assert visits.visitor.get("/questions/locked-coding").status_code == 404

    def test_an_old_slug_redirects_with_its_query(self, visits):
        with writing(visits.engine) as session:
            question = session.scalars(sa.select(Question).where(Question.slug == "locked-coding")).one()
            session.add(OldSlug(slug="once", question_id=question.id))
        reply = visits.visitor.get("/questions/once?from=mail")
        assert (reply.status_code, reply.headers["location"]) == (308, "/questions/locked-coding?from=mail")
        reply = visits.visitor.post("/questions/once/practice")
        assert (reply.status_code, reply.headers["location"]) == (308, "/questions/locked-coding/practice")
        assert "set-cookie" not in reply.headers

    @pytest.mark.parametrize("slug", ["nobody", "%00", "Locked-Coding", "a" * 300])
    def test_an_unknown_address_is_not_found(self, looks, slug):
        assert looks.visitor.get(f"/questions/{slug}").status_code == 404

    def test_a_visitors_page_may_be_kept_and_a_persons_may_not(self, looks):
        assert looks.visitor.get("/questions/locked-design").headers["cache-control"] == "private, no-cache"
        for client in (looks.gus, looks.alice, looks.bob):
            assert client.get("/questions/locked-design").headers["cache-control"] == "private, no-store"


@pytest.mark.settings(gate="attempt")
class TestReveal:
    def test_a_skip_opens_the_answer_and_is_no_attempt(self, visits):
        page = page_of(visits.alice, "/questions/locked-design")
        assert SECRET not in page.text
        assert "Skip to the answer" in page.text
        reply = visits.alice.post("/questions/locked-design/reveal")
        assert (reply.status_code, reply.headers["location"]) == (303, "/questions/locked-design#answer")
        page = page_of(visits.alice, "/questions/locked-design")
        assert SECRET in page.text
        assert "0 people" in page.text

    def test_an_attempt_opens_it_without_an_account(self, visits):
        browser = visits.fresh()
        browser.post("/questions/locked-design/practice")
        assert SECRET in page_of(browser, "/questions/locked-design").text
        assert SECRET not in page_of(visits.visitor, "/questions/locked-design").text
