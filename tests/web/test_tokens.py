"""Tokens of programs: who they stand for, how far they reach, what they never open, and where they must not stand."""

import asyncio
import json
import logging

import httpx
import pytest
import sqlalchemy as sa
import structlog

from app.accounts import tokens
from app.accounts.models import ApiToken, Person
from app.core.db import writing
from app.web.policy import POLICY
from app.web.routes import all_routes
from tests.house.test_routes import VALUES
from tests.visiting import HOST, NOW

PRACTICE = "/api/v1/questions/free-cache-hits/practice"
# Written by hand: what a program may call with each scope, and nothing else.
READS = {
    "api_questions.index",
    "api_questions.show",
    "api_questions.answer",
    "api_topics.index",
    "api_me.show",
    "api_statistics.show",
}
OPENS = {
    "read": READS,
    "practice": READS | {"api_practice.create", "api_practice.delete", "api_unlocks.create"},
    "load": READS | {"api_seeds.create"},
}


def token_of(visits, name, scope="read", *, label="a program"):
    """A new token of one of the cast."""
    with writing(visits.engine) as session:
        person = session.scalars(sa.select(Person).where(Person.email == f"{name}@example.org")).one()
        return tokens.make(session, person, name=label, scope=scope, now=NOW)


def program(visits, token, **headers):
    """A client that sends this token and none of what a browser would."""
    client = visits.fresh()
    del client.headers["sec-fetch-site"]
    client.headers.update({"authorization": f"Bearer {token}", **headers})
    return client


def used_at(visits):
    with visits.engine.connect() as connection:
        return connection.scalars(sa.select(ApiToken.used_at)).all()


class TestWhoItStandsFor:
    def test_a_program_is_its_person(self, visits):
        me = program(visits, token_of(visits, "bob")).get("/api/v1/me").json()
        assert (me["email"], me["unlocks"]) == ("bob@example.org", [{"topic": None, "expires_at": None}])

    def test_what_it_practices_is_its_persons(self, visits):
        done = program(visits, token_of(visits, "alice", "practice")).put(PRACTICE).json()
        assert done == {"practiced": True, "practiced_count": 1}
        assert visits.alice.get("/api/v1/me").json()["practiced_count"] == 1
        assert visits.alice.put(PRACTICE).json()["practiced_count"] == 1

    def test_cookies_beside_a_token_are_ignored_and_none_is_set(self, visits):
        client = program(visits, token_of(visits, "alice", "practice"))
        client.cookies.set("headroom", visits.tokens["carol"])
        assert client.get("/api/v1/me").json()["email"] == "alice@example.org"
        reply = client.put(PRACTICE)
        assert reply.status_code == 200
        assert "set-cookie" not in reply.headers
        assert visits.carol.get("/api/v1/me").json()["practiced_count"] == 0

    def test_a_bad_token_beside_a_good_cookie_is_refused(self, visits):
        client = program(visits, "hr_" + "x" * 43)
        client.cookies.set("headroom", visits.tokens["carol"])
        assert client.get("/api/v1/me").status_code == 401
        assert client.put(PRACTICE).status_code == 401

    def test_a_token_opens_the_answers_of_its_person_only(self, visits):
        path = "/api/v1/questions/locked-design/answer"
        assert program(visits, token_of(visits, "bob")).get(path).status_code == 200
        assert program(visits, token_of(visits, "alice")).get(path).json()["code"] == "locked"

    def test_calls_of_one_program_at_once_count_once(self, visits):
        headers = {"authorization": f"Bearer {token_of(visits, 'alice', 'practice')}"}

        async def scene():
            transport = httpx.ASGITransport(visits.app)
            async with httpx.AsyncClient(transport=transport, base_url=f"http://{HOST}", headers=headers) as client:
                return await asyncio.gather(*(client.put(PRACTICE) for _ in range(8)))

        counts = [(reply.status_code, reply.json()["practiced_count"]) for reply in asyncio.run(scene())]
        assert counts == [(200, 1)] * 8


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        "header",
        [
            "Bearer",
            "Bearer ",
            "bearer hr_nobodys",
            "Bearer hr_" + "x" * 43,
            "Bearer " + "x" * 5_000,
            "Bearer hr_" + "é" * 43,
            "Bearer a b",
        ],
    )
    @pytest.mark.parametrize("call", [("GET", "/api/v1/me"), ("GET", "/api/v1/questions"), ("PUT", PRACTICE)])
    def test_a_token_that_is_nobodys_is_401_with_its_scheme(self, looks, header, call):
        client = looks.fresh()
        reply = client.request(*call, headers={"authorization": header.encode("latin-1")})
        assert (reply.status_code, reply.headers["content-type"]) == (401, "application/problem+json")
        assert reply.headers["www-authenticate"] == 'Bearer error="invalid_token"'
        assert reply.json()["detail"] == "This token is unknown or revoked. Make one at /account."

    def test_a_visitor_hears_how_programs_come_in(self, looks):
        assert looks.visitor.get("/api/v1/me").headers["www-authenticate"] == "Bearer"

    def test_a_revoked_token_and_one_of_somebody_disabled_are_nobodys(self, visits):
        client = program(visits, token_of(visits, "alice"))
        with writing(visits.engine) as session:
            session.execute(sa.update(Person).values(disabled_at=NOW).where(Person.email == "alice@example.org"))
        assert client.get("/api/v1/me").status_code == 401
        with writing(visits.engine) as session:
            session.execute(sa.update(Person).values(disabled_at=None))
        assert client.get("/api/v1/me").status_code == 200
        with writing(visits.engine) as session:
            session.execute(sa.delete(ApiToken))
        assert client.get("/api/v1/me").status_code == 401

    def test_only_a_token_needs_no_proof_of_where_a_request_comes_from(self, visits):
        assert program(visits, token_of(visits, "alice", "practice")).put(PRACTICE).status_code == 200
        for headers in ({}, {"authorization": "Basic YTpi"}, {"authorization": "Token hr_x"}):
            browser = visits.fresh(visits.tokens["alice"])
            del browser.headers["sec-fetch-site"]
            assert browser.put(PRACTICE, headers=headers).status_code == 403

    def test_a_script_of_another_site_gets_no_leave_to_send_one(self, visits):
        token = token_of(visits, "alice")
        asked = {"origin": "https://evil.example", "access-control-request-method": "PUT",
                 "access-control-request-headers": "authorization"}  # fmt: skip
        preflight = visits.fresh().options(PRACTICE, headers=asked)
        reply = program(visits, token, origin="https://evil.example").get("/api/v1/me")
        assert preflight.status_code == 405
        for headers in (preflight.headers, reply.headers):
            assert [name for name in headers if name.startswith("access-control-")] == []


class TestHowFarItReaches:
    @pytest.mark.parametrize("scope", list(OPENS))
    def test_each_scope_opens_these_calls_and_no_other(self, visits, scope):
        client = program(visits, token_of(visits, "carol", scope))
        for route in all_routes(visits.app):
            if not route.name.startswith("api_"):
                continue
            method = next(iter(route.methods - {"HEAD"}))
            reply = client.request(method, route.path.format(**VALUES))
            is_refused = reply.status_code == 403 and reply.json()["code"] == "scope"
            assert is_refused is (route.name not in OPENS[scope]), route.name
            if is_refused:
                needed = POLICY[route.name].scope
                assert reply.headers["www-authenticate"] == f'Bearer error="insufficient_scope", scope="{needed}"'

    def test_no_token_opens_a_page(self, visits):
        """Those without a word about who is asking answer everybody the same."""
        client = program(visits, token_of(visits, "carol", "load"))
        same_for_all = {"static.show", "health.alive", "health.ready", "robots.show", "security_txt.show",
                        "sitemap.show", "feed.show", "docs.document", "metrics.show"}  # fmt: skip
        for route in all_routes(visits.app):
            method = next(iter(route.methods - {"HEAD"}))
            if route.name.startswith("api_") or route.name in same_for_all:
                continue
            reply = client.request(method, route.path.format(**VALUES))
            assert (reply.status_code, "Tokens open the API" in reply.text) == (403, True), route.name

    def test_who_lost_a_role_loads_nothing_with_an_old_token(self, visits):
        client = program(visits, token_of(visits, "dana", "load"))
        assert client.post("/api/v1/admin/seeds").status_code in {415, 422}
        with writing(visits.engine) as session:
            session.execute(sa.update(Person).values(role=None).where(Person.email == "dana@example.org"))
        refused = client.post("/api/v1/admin/seeds")
        assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")

    def test_a_member_reads_no_statistics_of_the_staff(self, visits):
        assert program(visits, token_of(visits, "alice")).get("/api/v1/admin/stats").status_code == 403
        assert program(visits, token_of(visits, "dana")).get("/api/v1/admin/stats").status_code == 200


class TestUse:
    def test_only_what_changes_something_is_noted_as_use(self, visits):
        client = program(visits, token_of(visits, "alice", "practice"))
        client.get("/api/v1/me")
        assert used_at(visits) == [None]
        client.put(PRACTICE)
        assert used_at(visits)[0] >= NOW

    def test_a_refused_call_is_no_use(self, visits):
        program(visits, token_of(visits, "alice")).put(PRACTICE)
        assert used_at(visits) == [None]


class TestInAnAddress:
    @pytest.mark.parametrize(
        "address",
        [
            "/api/v1/me?token={0}",
            "/questions?q=find+{0}",
            "/questions?q=x&q={0}",
            "/?{0}",
            "/api/v1/me?token=hr%5F{1}",
            "/questions/{0}",
            "/api/openapi.json?token={0}",
        ],
    )
    def test_a_token_there_is_refused_and_logged_without_it(self, visits, address, caplog):
        token = token_of(visits, "alice")
        with structlog.testing.capture_logs() as lines, caplog.at_level(logging.DEBUG, logger="headroom"):
            reply = visits.visitor.get(address.format(token, token[3:]))
        assert reply.status_code == 400
        assert "must not stand in an address" in reply.text
        assert token not in reply.text
        assert [line["event"] for line in lines] == ["tokens.in_address", "request"]
        assert token[3:] not in json.dumps(lines) + caplog.text

    def test_what_only_looks_like_one_is_none(self, looks):
        for text in ("hr_short", "hr_" + "x" * 44, "xhr_" + "x" * 43):
            assert looks.visitor.get("/questions", params={"q": text}).status_code == 200
