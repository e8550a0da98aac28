"""The audit log as staff read it, and its chain proved by a page."""

import pytest
import sqlalchemy as sa

from app.accounts.audit_log import Asked, log_page
from app.accounts.models import Person
from app.audit.chain import record
from app.audit.models import AuditEntry
from app.core.db import writing
from tests.pages.html import Page
from tests.visiting import NOW


def act(visits, *, times=1, actor="cli", action="tests.act", target="thing", **details):
    with writing(visits.engine) as session:
        for _ in range(times):
            record(session, actor=actor, action=action, target=target, details=details, now=NOW)


def id_of(visits, name):
    with visits.engine.connect() as connection:
        return connection.scalar(sa.select(Person.id).where(Person.email == f"{name}@example.org"))


def shown(visits, query=""):
    return Page(visits.carol.get(f"/admin/audit{query}"))


class TestIndex:
    def test_it_says_who_did_what_to_whom_in_plain_words(self, visits):
        sam, bob = id_of(visits, "sam"), id_of(visits, "bob")
        details = {"reason": "a <b>friend</b>", "last_on": None, "is_new": True, "codes": [3, 4], "by": {"a": 1}}
        act(visits, actor=f"person {sam}", action="tests.visit", target=f"person {bob}", **details)
        page = shown(visits)
        line = page.text[page.text.index("sam@example.org") :]
        assert line.startswith("sam@example.org tests.visit bob@example.org")
        assert "reason a <b>friend</b>" in line
        for words in ("is new yes", "codes 3, 4", "by a: 1"):
            assert words in line
        assert "last on" not in line
        assert page.links["sam@example.org"] == f"/admin/people/{sam}"

    def test_who_is_gone_or_has_no_address_is_called_as_the_log_does(self, visits):
        act(visits, actor="person 999999", target="code 12")
        page = shown(visits)
        assert "person 999999 tests.act code 12" in page.text
        assert "person 999999" not in page.links

    def test_pages_hold_a_hundred_and_lead_from_the_newest_to_the_oldest(self, session, now):
        for number in range(205):
            record(session, actor="cli", action="tests.act", target=f"thing {number}", details={}, now=now)
        pages = [log_page(session, Asked())]
        while pages[-1].before is not None:
            pages.append(log_page(session, Asked(action="tests.act"), before=pages[-1].before))
        assert [len(page.lines) for page in pages] == [100, 100, 5]
        assert [line.id for page in pages for line in page.lines] == list(range(205, 0, -1))

    def test_a_later_page_leads_back_to_the_newest(self, visits):
        page = shown(visits, "?before=3&action=users.add")
        assert page.links["Back to the newest"] == "/admin/audit?action=users.add"

    def test_entries_are_found_by_who_what_and_whom(self, visits):
        sam = id_of(visits, "sam")
        act(visits, actor=f"person {sam}", action="tests.one", target="code 1")
        act(visits, actor="cli", action="tests.two", target=f"person {sam}")
        for query, found, missing in [
            ("?actor=SAM@example.org", "code 1", "tests.two the"),
            (f"?actor=person+{sam}&action=&target=", "code 1", "tests.two the"),
            ("?actor=The+shell&action=tests.two", "tests.two", "code 1"),
            ("?target=%20sam@example.org", "tests.two", "code 1"),
            ("?action=tests.one", "code 1", "users.add"),
        ]:
            lines = shown(visits, query).text.partition("on this page")[2]
            assert found in lines
            assert missing not in lines

    @pytest.mark.parametrize(
        "query",
        [
            "?actor=nobody@example.org",
            "?action=' OR 1=1",
            "?target=%00",
            "?action=%00x",
            "?actor=%",
            "?actor=a%00@b",
            "?before=1",
        ],
    )
    def test_what_finds_nothing_offers_the_way_back(self, visits, query):
        reply = visits.carol.get(f"/admin/audit{query}")
        assert reply.status_code == 200
        if query != "?target=%00":  # which is no filter
            assert Page(reply).links["Show all entries"] == "/admin/audit"

    @pytest.mark.parametrize("query", ["before=x", "before=0", f"before={2**31}", f"actor={'x' * 301}"])
    def test_an_address_that_makes_no_sense_is_refused(self, visits, query):
        assert visits.carol.get(f"/admin/audit?{query}").status_code == 422

    def test_filters_stay_in_the_form_and_in_the_way_on(self, visits):
        act(visits, times=101, target="a & b")
        page = shown(visits, "?target=a+%26+b")
        assert ("target", "a & b") in page.form("Show entries").fields
        assert "target=a+%26+b" in page.links["Next"]

    def test_every_action_is_offered_once(self, session, now):
        for action in ("b.two", "a.one", "b.two", "c.three"):
            record(session, actor="cli", action=action, target="x", details={}, now=now)
        assert log_page(session, Asked()).actions == ["a.one", "b.two", "c.three"]

    def test_an_empty_log_has_no_action(self, session):
        assert log_page(session, Asked()).actions == []


class TestVerify:
    def test_a_whole_chain_says_how_it_ends(self, visits):
        with visits.engine.connect() as connection:
            last = connection.execute(sa.select(AuditEntry.id, AuditEntry.hash).order_by(AuditEntry.id.desc())).first()
        text = Page(visits.carol.get("/admin/audit/verify")).text
        assert "The audit log is whole" in text
        assert f"The last entry is {last.id}, and its hash is" in text
        assert last.hash in text

    def test_a_broken_chain_names_the_entry(self, visits):
        trigger = {"sqlite": "DROP TRIGGER audit_entries_keep_on_update"}
        with writing(visits.engine) as session:
            session.execute(sa.text(trigger.get(visits.engine.name, "ALTER TABLE audit_entries DISABLE TRIGGER ALL")))
            session.execute(sa.text("UPDATE audit_entries SET action = 'x' WHERE id = 2"))
        text = Page(visits.carol.get("/admin/audit/verify")).text
        assert "The audit log is broken" in text
        assert "Entry 2: its content does not fit its hash." in text


@pytest.mark.parametrize("path", ["/admin/audit", "/admin/audit/verify"])
def test_only_admins_read_it(looks, path):
    statuses = {
        name: getattr(looks, name).get(path).status_code for name in ("visitor", "gus", "alice", "dana", "sam", "carol")
    }
    assert statuses == {"visitor": 303, "gus": 303, "alice": 403, "dana": 403, "sam": 403, "carol": 200}
