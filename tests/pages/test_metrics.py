"""What monitoring reads: counts of requests and of the bank, for this machine and for admins' tokens alone."""

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from app.accounts.models import ApiToken, Person
from app.core.db import reading, writing
from app.core.tokens import token_hash
from app.practice.models import Attempt
from app.questions.models import Question
from app.questions.versions import fingerprint
from tests.queries import statements
from tests.visiting import HOST, NOW


def local(visits, *, peer="127.0.0.1"):
    return TestClient(visits.app, base_url="http://localhost:8000", client=(peer, 50000), follow_redirects=False)


def scrape(visits):
    """Every sample by its name and the values of its labels."""
    reply = local(visits).get("/metrics")
    assert reply.status_code == 200
    families = text_string_to_metric_families(reply.text)
    return {(sample.name, *sample.labels.values()): sample.value for family in families for sample in family.samples}


def with_token(visits, name, scope="read"):
    token = "hr_" + name.ljust(43, "x")
    with writing(visits.engine) as session:
        person = session.scalars(sa.select(Person).where(Person.email == f"{name}@example.org")).one()
        row = {"tail": "xxxx", "name": "monitoring", "scope": scope, "created_at": NOW}
        session.add(ApiToken(person_id=person.id, token_hash=token_hash(token), **row))
    return {"authorization": f"Bearer {token}"}


class TestRequests:
    def test_they_are_counted_by_method_template_and_class_of_status(self, visits):
        visits.visitor.get("/questions/locked-design?q=private")
        visits.visitor.get("/questions/free-cache-hits")
        visits.visitor.head("/questions/free-cache-hits")
        visits.visitor.get("/questions/no-such-question")
        visits.alice.post("/questions/locked-design/practice")
        seen = scrape(visits)
        show, practice = "/questions/{slug}", "/questions/{slug}/practice"
        assert seen["headroom_requests_total", "GET", show, "2xx"] == 2
        assert seen["headroom_requests_total", "HEAD", show, "2xx"] == 1
        assert seen["headroom_requests_total", "GET", show, "4xx"] == 1
        assert seen["headroom_requests_total", "POST", practice, "3xx"] == 1
        assert seen["headroom_request_seconds_count", show] == 4
        assert seen["headroom_request_seconds_bucket", "+Inf", show] == 4
        assert seen["headroom_requests_in_progress",] == 1  # the scrape itself

    def test_what_nobody_knows_is_one_label(self, visits):
        for number in range(30):
            visits.visitor.get(f"/invented/{number}?secret=word")
            visits.visitor.request(f"BREW{number}", "/")
        counted = {name[1:]: value for name, value in scrape(visits).items() if name[0] == "headroom_requests_total"}
        assert counted == {("GET", "unmatched", "4xx"): 30, ("other", "/", "4xx"): 30}

    def test_no_address_slug_or_search_is_told(self, visits):
        visits.alice.get("/questions/locked-design?q=zebra")
        visits.alice.get("/questions?q=zebra&topic=model-serving")
        text = local(visits).get("/metrics").text
        for secret in ("locked-design", "zebra", "model-serving", "alice", "testclient", "127.0.0.1"):
            assert secret not in text

    @pytest.mark.settings(limit_factor=1)
    def test_a_limit_without_tries_left_is_named(self, visits):
        for _ in range(12):
            visits.fresh().post("/sign-in", data={"email": "alice@example.org", "password": "a wrong guess"})
        assert scrape(visits)["headroom_throttled_total", "sign_in_account"] == 2

    def test_a_busy_refusal_is_counted(self, visits):
        assert scrape(visits)["headroom_busy_total",] == 0
        visits.app.state.turns._waiting = 64
        assert visits.alice.post("/questions/locked-design/practice").status_code == 503
        visits.app.state.turns._waiting = 0
        assert scrape(visits)["headroom_busy_total",] == 1

    def test_what_breaks_is_counted(self, visits):
        def fail():
            raise RuntimeError

        visits.app.add_api_route("/breaks", fail, name="home.show")
        visits.visitor.get("/breaks")
        assert scrape(visits)["headroom_requests_total", "GET", "/breaks", "5xx"] == 1


class TestCensus:
    def test_it_counts_what_there_is(self, visits):
        path = "/questions/locked-design/practice"
        visits.alice.post(path)
        visits.gus.post(path)
        visits.gus.post(f"{path}/delete")
        visits.a_code(uses=2)
        seen = {name: value for name, value in scrape(visits).items() if "request" not in name[0]}
        with reading(visits.engine) as session:
            bank = fingerprint(session)
        assert seen["headroom_bank_info", bank] == 1
        assert seen["headroom_database_up",] == 1
        assert {name[1]: value for name, value in seen.items() if name[0] == "headroom_questions"} == {
            "ready": 5,
            "draft": 1,
            "retired": 1,
        }
        people = {name[1]: value for name, value in seen.items() if name[0] == "headroom_people"}
        assert people == {"guest": 1, "member": 2, "admin": 1, "author": 1, "supporter": 1}
        assert seen["headroom_unlocks_granted", "cli"] == 1
        assert seen["headroom_unlocks_active",] == 1
        assert seen["headroom_codes_redeemable",] == 1
        assert (seen["headroom_attempts",], seen["headroom_marks",], seen["headroom_marks_withdrawn",]) == (2, 1, 1)
        assert seen["headroom_loads",] == 1

    def test_it_takes_few_queries_and_reads_no_attempt(self, visits):
        with statements(visits.engine) as seen:
            scrape(visits)
        assert len(seen) <= 6
        assert [sql for sql, _ in seen if Attempt.__tablename__ in sql.replace("practice_summaries.attempts", "")] == []

    def test_requests_are_told_even_when_the_database_is_away(self, visits):
        visits.visitor.get("/questions")
        with writing(visits.engine) as session:
            session.execute(sa.text(f"ALTER TABLE {Question.__tablename__} RENAME TO hidden"))
        seen = scrape(visits)
        assert seen["headroom_database_up",] == 0
        assert seen["headroom_requests_total", "GET", "/questions", "2xx"] == 1
        assert ("headroom_attempts",) not in seen


class TestAccess:
    def test_nobody_from_elsewhere_finds_it(self, visits):
        for name in ("visitor", "gus", "alice", "bob", "carol", "dana", "sam"):
            client = getattr(visits, name)
            reply, nothing = client.get("/metrics"), client.get("/nothing-here")
            assert (reply.status_code, reply.text) == (404, nothing.text)
            assert dict(reply.headers) == dict(nothing.headers)

    @pytest.mark.parametrize("scope", ["read", "practice", "load"])
    def test_an_admins_token_reads_it_from_anywhere(self, visits, scope):
        reply = visits.fresh().get("/metrics", headers=with_token(visits, "carol", scope))
        assert reply.status_code == 200
        assert reply.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
        assert reply.headers["cache-control"] == "no-store"

    @pytest.mark.parametrize("name", ["alice", "dana", "sam"])
    def test_nobody_elses_token_does(self, visits, name):
        assert visits.fresh().get("/metrics", headers=with_token(visits, name)).status_code == 404

    def test_a_token_that_is_nobodys_is_refused_without_a_detour_to_the_sign_in_page(self, visits):
        reply = visits.fresh().get("/metrics", headers={"authorization": f"Bearer hr_{'y' * 43}"})
        assert reply.status_code == 401
        assert reply.headers["www-authenticate"].startswith("Bearer")

    @pytest.mark.parametrize("peer", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"])
    @pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1:8000", "[::1]:8000"])
    def test_this_machine_reads_it(self, visits, peer, host):
        assert local(visits, peer=peer).get("/metrics", headers={"host": host}).status_code == 200

    @pytest.mark.parametrize("name", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "X-Forwarded-Host", "Via"])
    def test_a_proxy_on_this_machine_does_not_open_it(self, visits, name):
        assert local(visits).get("/metrics", headers={name: "127.0.0.1"}).status_code == 404

    @pytest.mark.parametrize(
        "host", [HOST, "rebound.example:8000", "127.0.0.1.rebound.example", "", "[", "[::1", "::1"]
    )
    def test_a_page_whose_name_leads_here_does_not_read_it(self, visits, host):
        assert local(visits).get("/metrics", headers={"host": host}).status_code == 404

    @pytest.mark.parametrize("peer", ["192.0.2.1", "::ffff:192.0.2.1", "10.0.0.1", "0.0.0.0", "testclient", ""])
    def test_another_machine_does_not(self, visits, peer):
        assert local(visits, peer=peer).get("/metrics").status_code == 404

    @pytest.mark.settings(base_url="https://bank.example.org")
    def test_this_machine_reads_it_though_the_bank_has_another_name(self, visits):
        assert local(visits).get("/metrics").status_code == 200
        assert local(visits).get("/questions").status_code == 421


def test_every_family_has_a_help_and_a_type_and_stands_once(visits):
    """Each family has a help and a type, and stands once: Prometheus refuses anything else."""
    visits.visitor.get("/")
    lines = local(visits).get("/metrics").text.splitlines()
    types = [line.split()[2] for line in lines if line.startswith("# TYPE ")]
    assert len(types) == len(set(types))
    assert types == [line.split()[2] for line in lines if line.startswith("# HELP ")]
