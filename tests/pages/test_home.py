"""The first page for each of the cast."""

from tests.pages.html import Page


def test_a_visitor_sees_the_bank_its_topics_and_one_place_to_start(looks):
    page = Page(looks.visitor.get("/"))
    assert "The tests' bank" in page.text
    assert "All about tests." in page.text
    assert page.links["Model serving"] == "/topics/model-serving"
    assert page.links["Open this question"] == "/questions/free-cache-hits"
    assert "0 of 5 practiced" in page.text


def test_own_progress_and_the_next_question_follow_practice(visits):
    visits.alice.post("/questions/free-tokens/practice")
    page = Page(visits.alice.get("/"))
    assert "1 of 5 practiced" in page.text
    assert page.links["Open this question"] == "/questions/locked-tokens"


def test_a_page_view_begins_no_guest(looks):
    assert "set-cookie" not in looks.visitor.get("/").headers
