"""Drills in a browser: asked, guessed at, worked, and locked exactly as the answer is."""

import re
from datetime import UTC, datetime
from html import unescape
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa

from app.accounts.models import Person
from app.core.db import reading, writing
from app.drills.drill import ask
from app.drills.models import Guess
from app.estimates.worksheet import from_json
from app.questions.answers import Answer
from app.questions.models import Question
from tests.pages.html import Page
from tests.queries import statements

FREE = "/drills/free-tokens/1"
LOCKED = "/drills/locked-tokens/1"
SEED = "?seed=7"


def asked(visits, seed=7):
    """What the free drill asks at this seed."""
    with reading(visits.engine) as session:
        stored = sa.select(Answer.worksheets).join(Question).where(Question.slug == "free-tokens")
        return ask(from_json(session.scalars(stored).one()[0]), seed)


def guess(browser, text, address=FREE + SEED):
    return browser.post(address, data={"guess": text})


def text_of(reply):
    """All words of the page, those of cells and lines apart."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", reply.text)).split())


def count(visits, model):
    with reading(visits.engine) as session:
        return session.scalar(sa.select(sa.func.count()).select_from(model))


def test_a_visitor_is_asked_guesses_and_sees_it_worked(visits):
    browser = visits.fresh()
    reply, drill = browser.get(FREE + SEED), asked(visits)
    for label, value in drill.givens:
        assert f"{label} {value}" in text_of(reply)
    assert "Replicas : a count." in text_of(reply)
    assert "rate / per_gpu" not in reply.text
    form = Page(reply).form("See how close")
    assert (form.method, form.action) == ("post", FREE + SEED)
    reply = guess(browser, f"{drill.expected * 3:.6g}", form.action)
    assert (reply.status_code, reply.headers["location"]) == (303, FREE + SEED)
    reply = browser.get(FREE + SEED)
    assert re.search(r"3 \S too high: half marks", text_of(reply))
    rate, per_gpu = drill.turned.values()
    assert f"replicas = rate / per_gpu = {rate} request/s / ({per_gpu} request/s/GPU) = " in text_of(reply)
    assert Page(reply).links["Turn these numbers"] == f"/questions/free-tokens/worksheets/1?{urlencode(drill.turned)}"
    assert "See how close" not in reply.text


def test_a_repeat_changes_nothing(visits):
    right = asked(visits).expected
    for text in (f"{right * 50}", f"{right}"):
        assert guess(visits.alice, text).status_code == 303
    assert "no marks" in visits.alice.get(FREE + SEED).text
    assert count(visits, Guess) == 1


@pytest.mark.parametrize("text", ["", "lots", "40 ms", "0", "-1", "1" * 61])
def test_what_cannot_be_scored_is_shown_again_with_a_message_and_begins_nobody(visits, text):
    browser, before = visits.fresh(), count(visits, Person)
    reply = guess(browser, text)
    page = Page(reply)
    assert reply.status_code == 422
    assert "One thing needs another look." in page.text
    assert 'aria-describedby="f-guess-help f-guess-error"' in reply.text
    assert page.form("See how close").fields == [("guess", text)]
    assert "set-cookie" not in reply.headers
    assert (count(visits, Guess), count(visits, Person)) == (0, before)


def test_a_field_that_the_form_does_not_have_is_refused(visits):
    assert visits.alice.post(FREE + SEED, data={"guess": "1", "score": "100"}).status_code == 422
    assert count(visits, Guess) == 0


def test_without_a_seed_a_fresh_one_is_drawn(visits):
    places = {visits.visitor.get(FREE).headers["location"] for _ in range(5)}
    assert all(re.fullmatch(re.escape(FREE) + r"\?seed=\d+", place) for place in places)
    assert len(places) > 1


@pytest.mark.parametrize("seed", ["x", "-1", "1.5", "", str(2**53 + 1), "9" * 5_000, "\u0661"])
def test_a_seed_that_is_none_is_nowhere(visits, seed):
    assert visits.visitor.get(FREE, params={"seed": seed}).status_code == 404
    assert visits.alice.post(FREE, params={"seed": seed}, data={"guess": "1"}).status_code == 404
    assert count(visits, Guess) == 0


def test_the_largest_seed_is_kept(visits):
    assert guess(visits.alice, "1", f"{FREE}?seed={2**53}").status_code == 303
    assert "marks" in visits.alice.get(f"{FREE}?seed={2**53}").text


@pytest.mark.parametrize("place", ["2", "99", "0"])
def test_an_answer_tells_of_its_worksheets_to_its_readers_only(visits, place):
    assert visits.visitor.get(f"/drills/free-tokens/{place}").status_code == 404
    for reply in (visits.visitor.get(f"/drills/locked-tokens/{place}"), visits.visitor.get(LOCKED)):
        assert (reply.status_code, reply.headers["location"][:14]) == (303, "/sign-in?next=")
    for path in (f"/drills/locked-tokens/{place}{SEED}", LOCKED + SEED):
        assert visits.alice.get(path).status_code == 403
        for text in ("1", "lots", ""):
            assert guess(visits.alice, text, path).status_code == 403
            assert guess(visits.visitor, text, path).status_code == 401
    assert visits.bob.get(LOCKED + SEED).status_code == 200
    assert count(visits, Guess) == 0


def test_a_question_that_is_not_there_has_no_drill(visits):
    for slug in ("nobody", "a-draft", "a-retired-one"):
        assert visits.bob.get(f"/drills/{slug}/1{SEED}").status_code == 404
        assert guess(visits.bob, "1", f"/drills/{slug}/1{SEED}").status_code == 404


def test_next_goes_to_what_is_open_and_starts_with_what_was_not_done_lately(visits):
    assert visits.visitor.get("/drills/next").headers["location"].startswith(f"{FREE}?seed=")
    places = {visits.bob.get("/drills/next?topic=llm-inference").headers["location"].split("?")[0] for _ in range(20)}
    assert places == {FREE, LOCKED}
    guess(visits.bob, "1")
    assert visits.bob.get("/drills/next").headers["location"].startswith(LOCKED)


@pytest.mark.parametrize("topic", ["nowhere", "model-serving", "\x00"])
def test_a_topic_without_drills_says_where_there_are_some(visits, topic):
    reply = visits.bob.get("/drills/next", params={"topic": topic})
    assert reply.status_code == 404
    assert "All that you can start are at /drills." in reply.text


def test_the_index_counts_what_may_be_drilled(visits):
    visitor, bob = (text_of(who.get("/drills")) for who in (visits.visitor, visits.bob))
    assert "LLM inference 1 Start" in visitor
    assert "LLM inference 2 Start" in bob
    assert "Model serving" not in bob
    assert "No drill done yet" in visitor


def test_what_is_withdrawn_is_in_the_counts_of_a_history_and_in_no_list(visits):
    guess(visits.bob, "16")
    with writing(visits.engine) as session:
        session.execute(sa.update(Question).where(Question.slug == "free-tokens").values(status="draft"))
    text = text_of(visits.bob.get("/drills"))
    assert "Drills 1 done" in text
    assert "Free tokens" not in text
    assert "The last one" not in text


def test_the_drill_of_the_day_is_everybodys_and_done_once(visits):
    links = {Page(who.get("/drills")).links["Start the drill of the day"] for who in (visits.visitor, visits.bob)}
    today = datetime.now(UTC)
    assert links <= {f"{FREE}?seed={today:%Y%m%d}", f"{FREE}?seed={datetime.now(UTC):%Y%m%d}"}
    guess(visits.bob, "1", links.pop())
    assert "Done: " in Page(visits.bob.get("/drills")).text
    assert "Done: " not in Page(visits.alice.get("/drills")).text


def test_the_history_of_a_guest_goes_along_when_they_sign_up(visits):
    browser = visits.fresh()
    guess(browser, "1")
    assert "The last one" in Page(browser.get("/drills")).text
    browser.post("/sign-up", data={"email": "new@example.org", "password": "a long walk by the river"})
    reply = browser.get("/drills")
    assert Page(reply).links["Free tokens and all-reduce"] == FREE + SEED
    assert "Counts 0, 0, 1" in text_of(reply)


def test_a_long_history_costs_no_more_queries(visits):
    for seed in range(30):
        guess(visits.bob, "1", f"{FREE}?seed={seed}")
    with statements(visits.engine) as seen:
        text = text_of(visits.bob.get("/drills"))
    assert len(seen) <= 7
    assert "The last 10" in text
    assert "Drills 30 done" in text


def test_a_bank_without_worksheets_leads_to_its_questions(visits):
    with writing(visits.engine) as session:
        session.execute(sa.text("DELETE FROM drilled_worksheets"))
    page = Page(visits.visitor.get("/drills"))
    assert page.links["Go to the questions"] == "/questions"
    assert visits.visitor.get("/drills/next").status_code == 404


def test_the_main_navigation_leads_to_the_drills(visits):
    assert Page(visits.visitor.get("/questions")).links["Drills"] == "/drills"
