"""Marking a question in a browser, with and without an account."""

import pytest
import sqlalchemy as sa

from app.accounts.models import Person
from app.core.db import reading
from app.practice.models import Attempt
from tests.pages.html import Page

PRACTICE = "/questions/locked-coding/practice"


def count(visits, model):
    with reading(visits.engine) as session:
        return session.execute(sa.select(sa.func.count()).select_from(model)).scalar_one()


def test_a_visitor_marks_takes_back_and_marks_again_without_an_account(visits):
    browser = visits.fresh()
    reply = browser.post(PRACTICE)
    assert (reply.status_code, reply.headers["location"]) == (303, "/questions/locked-coding#attempt")
    page = Page(browser.get("/questions/locked-coding"))
    assert "Marked as practiced." in page.text
    assert "1 person" in page.text
    form = page.form("Take the mark back")
    assert (form.method, form.action) == ("post", f"{PRACTICE}/delete")
    browser.post(form.action)
    assert "0 people" in Page(browser.get("/questions/locked-coding")).text
    browser.post(PRACTICE)
    assert "1 person" in Page(browser.get("/questions/locked-coding")).text
    assert count(visits, Attempt) == 1


def test_a_form_sent_twice_counts_once(visits):
    for _ in range(3):
        assert visits.alice.post(PRACTICE).status_code == 303
    assert count(visits, Attempt) == 1


def test_a_second_question_needs_no_second_guest(visits):
    browser = visits.fresh()
    before = count(visits, Person)
    browser.post(PRACTICE)
    browser.post("/questions/locked-tokens/practice")
    assert count(visits, Person) == before + 1


def test_taking_back_what_was_never_marked_begins_nobody(visits):
    browser = visits.fresh()
    before = count(visits, Person)
    assert browser.post(f"{PRACTICE}/delete").status_code == 303
    assert count(visits, Person) == before


@pytest.mark.parametrize("slug", ["nobody", "a-draft", "a-retired-one"])
def test_a_question_one_may_not_see_cant_be_practiced_and_begins_nobody(visits, slug):
    browser = visits.fresh()
    before = count(visits, Person)
    reply = browser.post(f"/questions/{slug}/practice")
    assert reply.status_code == 404
    assert "set-cookie" not in reply.headers
    assert count(visits, Person) == before


@pytest.mark.parametrize(
    "data", [{"grade": "splendid"}, {"minutes": "0"}, {"minutes": "x"}, {"person": "1"}, {"key": "k" * 101}]
)
def test_a_wrong_field_is_refused_and_nothing_is_recorded(visits, data):
    assert visits.alice.post(PRACTICE, data=data).status_code == 422
    assert count(visits, Attempt) == 0


def test_what_the_form_tells_is_kept(visits):
    visits.alice.post(PRACTICE, data={"grade": "good", "minutes": "25", "key": ""})
    with reading(visits.engine) as session:
        attempt = session.scalars(sa.select(Attempt)).one()
    assert (attempt.grade, attempt.minutes, attempt.key) == ("good", 25, None)


@pytest.mark.settings(limit_factor=1)
def test_a_client_begins_sixty_guests_an_hour(visits):
    statuses = [visits.fresh().post(PRACTICE).status_code for _ in range(61)]
    assert statuses == [303] * 60 + [429]
    assert visits.alice.post(PRACTICE).status_code == 303
