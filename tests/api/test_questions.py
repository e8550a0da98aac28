"""Questions and answers for programs."""

import pytest
import sqlalchemy as sa

from app.core.db import writing
from app.questions.models import OldSlug, Question
from tests.visiting_bank import SECRET

ITEM = {
    "id": "7003",
    "slug": "locked-coding",
    "title": "Locked coding",
    "topic": "model-serving",
    "tags": ["caching"],
    "difficulty": "Medium",
    "kind": "Coding",
    "minutes": 10,
    "levels": ["junior"],
    "is_free": False,
    "access": "locked",
    "practiced_count": 0,
    "practiced_30d": 0,
    "practiced": False,
    "version": 1,
    "updated": "2026-11-24",
}


def test_a_list_has_items_a_cursor_and_facets(looks):
    page = looks.visitor.get("/api/v1/questions?kind=Coding").json()
    assert page["items"] == [ITEM]
    assert page["next"] is None
    assert {"value": "coding", "label": "Coding", "count": 1} in page["facets"]["kind"]
    assert set(page["facets"]) == {"status", "difficulty", "access", "kind", "level", "topic", "tag"}


def test_a_cursor_leads_to_the_next_page(looks, monkeypatch):
    monkeypatch.setattr("app.questions.listing.PAGE_SIZE", 3)
    first = looks.visitor.get("/api/v1/questions").json()
    second = looks.visitor.get("/api/v1/questions", params={"after": first["next"]}).json()
    assert [item["id"] for item in first["items"] + second["items"]] == ["7001", "7002", "7003", "7101", "7102"]
    assert second["next"] is None


def test_one_question_has_prompt_and_hints_as_markdown(looks):
    detail = looks.visitor.get("/api/v1/questions/locked-coding").json()
    assert detail == {
        **ITEM,
        "prompt_markdown": "How many of 100 requests hit a cache with a hit rate of 30 %?",
        "hints": ["Multiply.", "Then look at the unit."],
    }


def test_an_answer_holds_its_worksheets_without_how_their_twists_end(looks):
    answer = looks.visitor.get("/api/v1/questions/free-tokens/answer").json()
    (sheet,) = answer["worksheets"]
    assert sheet["title"] == "Replicas of a pool"
    assert sheet["inputs"][0] == {
        "name": "rate", "label": "Peak rate", "value": 2000, "unit": "request/s", "low": 100, "high": 20000,
    }  # fmt: skip
    assert (sheet["inputs"][2]["low"], sheet["inputs"][2]["high"]) == (None, None)
    assert sheet["results"][0] == {"name": "replicas", "formula": "rate / per_gpu", "value": 16, "unit": "GPU"}
    assert sheet["twists"][1] == {"ask": "A GPU serves half.", "set": {"per_gpu": 62.5}}
    assert "<td>2,000 request/s</td>" in answer["sections"][1]["html"]
    assert "146" not in str(answer)
    assert looks.visitor.get("/api/v1/questions/free-cache-hits/answer").json()["worksheets"] == []


def test_the_answer_of_a_free_question_is_for_everybody(looks):
    for client in (looks.visitor, looks.gus, looks.alice):
        answer = client.get("/api/v1/questions/free-cache-hits/answer").json()
        assert any(SECRET in section["html"] for section in answer["sections"])
        assert "source" not in answer


@pytest.mark.parametrize(
    ("name", "status", "code"),
    [("visitor", 401, "sign_in"), ("gus", 401, "sign_in"), ("alice", 403, "locked"), ("carol", 403, "locked")],
)
def test_a_locked_answer_says_how_to_open_it(looks, name, status, code):
    reply = getattr(looks, name).get("/api/v1/questions/locked-design/answer")
    assert (reply.status_code, reply.json()["code"]) == (status, code)
    assert reply.headers["content-type"] == "application/problem+json"
    assert "unlock" in reply.json()["detail"]


def test_an_unlock_opens_the_answer(looks):
    assert SECRET in looks.bob.get("/api/v1/questions/locked-design/answer").text
    assert looks.bob.get("/api/v1/questions/locked-design").json()["access"] == "unlocked"


@pytest.mark.settings(gate="attempt")
def test_under_the_gate_attempt_an_attempt_opens_it(visits):
    for name in ("visitor", "gus", "alice"):
        reply = getattr(visits, name).get("/api/v1/questions/locked-design/answer")
        assert (reply.status_code, reply.json()["code"]) == (403, "attempt_first")
    visits.gus.put("/api/v1/questions/locked-design/practice")
    assert SECRET in visits.gus.get("/api/v1/questions/locked-design/answer").text


@pytest.mark.parametrize("path", ["/nobody", "/a-draft", "/a-retired-one", "/nobody/answer", "/a-draft/answer"])
def test_what_one_may_not_know_of_is_not_found(looks, path):
    reply = looks.visitor.get(f"/api/v1/questions{path}")
    assert (reply.status_code, reply.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("query", ["kind=nope", "sort=best", "after=x", "after=WzFd&before=WzFd", "topic=%00"])
def test_a_wrong_parameter_is_a_problem_that_names_it(looks, query):
    reply = looks.visitor.get(f"/api/v1/questions?{query}")
    assert reply.status_code == 422
    assert len(reply.json()["errors"]) == 1


def test_an_old_slug_redirects(visits):
    with writing(visits.engine) as session:
        question = session.scalars(sa.select(Question).where(Question.slug == "locked-coding")).one()
        session.add(OldSlug(slug="once", question_id=question.id))
    reply = visits.visitor.get("/api/v1/questions/once/answer")
    assert (reply.status_code, reply.headers["location"]) == (308, "/api/v1/questions/locked-coding/answer")


def test_ones_own_mark_is_told(visits):
    visits.alice.put("/api/v1/questions/locked-coding/practice")
    assert visits.alice.get("/api/v1/questions/locked-coding").json()["practiced"] is True
    other = visits.visitor.get("/api/v1/questions/locked-coding").json()
    assert (other["practiced"], other["practiced_count"], other["practiced_30d"]) == (False, 1, 1)
