"""The statistics for programs: the same numbers as the page, and as the document says."""

import pytest
import schemathesis
from schemathesis import GenerationMode

from tests.api.test_openapi import served, try_out  # noqa: F401 - the fixture

pytestmark = pytest.mark.xdist_group("openapi")
PATH = "/api/v1/admin/stats"


def test_a_program_reads_what_the_page_shows(visits):
    for client in (visits.alice, visits.gus):
        assert client.put("/api/v1/questions/locked-design/practice").status_code == 200
    found = visits.dana.get(PATH, params={"period": "week", "question": "locked-design"}).json()
    count = {"everybody": 2, "members": 1}
    assert {
        found["totals"][name] == count for name in ("practiced", "recent", "attempts", "active_today", "people")
    } == {True}
    assert (len(found["points"]), found["points"][-1]["practiced"], found["points"][-1]["people"]) == (52, count, count)
    first = found["questions"][0]
    assert (first["slug"], first["topic"], first["practiced"]) == ("locked-design", "model-serving", count)
    assert (found["question_count"], found["page_count"]) == (5, 1)
    assert [topic["slug"] for topic in found["topics"]] == ["model-serving", "llm-inference"]
    assert found["codes"] == {"minted": 0, "revoked": 0, "uses": 0, "used": 0, "left": 0}


def test_a_wrong_parameter_is_a_problem_that_names_it(visits):
    reply = visits.dana.get(PATH, params={"topic": "nowhere"})
    assert (reply.status_code, reply.headers["content-type"]) == (422, "application/problem+json")
    assert "There is no topic with this slug." in reply.json()["errors"]["topic"]


@pytest.mark.parametrize(
    ("name", "status"), [("visitor", 401), ("gus", 401), ("alice", 403), ("sam", 403), ("carol", 200)]
)
def test_admins_and_authors_may_read_it_and_nobody_else(visits, name, status):
    assert getattr(visits, name).get(PATH).status_code == status


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_it_keeps_to_the_document(served, mode):  # noqa: F811
    app, tokens = served
    (found,) = schemathesis.openapi.from_asgi("/api/openapi.json", app).include(path=PATH).get_all_operations()
    try_out(found.ok(), mode, {"headroom": tokens["dana"]})
