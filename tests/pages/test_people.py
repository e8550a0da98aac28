"""Staff find people and see what looking after them takes, and nothing of what they practiced but a number."""

import re

import pytest
import sqlalchemy as sa

from app.accounts.models import Person
from app.core.db import writing
from tests.pages.html import Page
from tests.pages.looked_after import at, guest_of
from tests.queries import statements


class TestIndex:
    def test_everybody_with_an_account_is_listed_and_guests_are_counted(self, visits):
        text = Page(visits.sam.get("/admin/people")).text
        assert "5 with an account. 1 practice as guests" in text
        for name in ("alice", "bob", "carol", "dana", "sam"):
            assert f"{name}@example.org" in text
        assert re.search(r"bob@example.org\s+Unverified\s+Unlocked", text)
        assert re.search(r"dana@example.org\s+Author", text)
        assert "guest 6" not in text

    def test_a_part_of_the_address_and_a_role_find(self, visits):
        links = Page(visits.sam.get("/admin/people?q=ALI")).links
        assert "alice@example.org" in links
        assert "bob@example.org" not in links
        links = Page(visits.sam.get("/admin/people?role=author")).links
        assert "dana@example.org" in links
        assert "alice@example.org" not in links

    @pytest.mark.parametrize("q", ["%25", "_", "%00", "a" * 1_000, "%F0%9F%98%80", "zzz"])
    def test_nobody_found_leads_back_to_everybody(self, visits, q):
        reply = visits.sam.get(f"/admin/people?q={q}")
        assert reply.status_code == 200
        page = Page(reply)
        assert "Nobody is found" in page.text
        assert page.links["Show everybody"] == "/admin/people"

    def test_what_was_asked_for_is_shown_as_text(self, visits):
        reply = visits.sam.get("/admin/people", params={"q": '"><script>'})
        assert "<script>" not in reply.text
        assert visits.sam.get("/admin/people?role=owner").status_code == 422
        assert visits.sam.get("/admin/people?after=nonsense").status_code == 422

    def test_the_number_of_questions_practiced_is_told_and_which_is_not(self, visits):
        visits.alice.post("/questions/locked-design/practice")
        visits.alice.post("/questions/locked-coding/practice")
        listed = visits.sam.get("/admin/people?q=alice")
        shown = visits.sam.get(at(visits, "alice"))
        assert re.search(r"alice@example.org\s+Unverified\s+\w{3} \d+, \d{4}\s+2 ", Page(listed).text)
        assert re.search(r"Questions practiced\s*2 ", Page(shown).text)
        for slug in ("locked-design", "locked-coding", "Locked design"):
            assert slug not in listed.text + shown.text

    def test_pages_follow_each_other_and_keep_what_was_asked(self, visits, now):
        rows = [{"email": f"p{n:02}@many.example", "email_key": f"p{n:02}@many.example", "created_at": now}
                for n in range(60)]  # fmt: skip
        with writing(visits.engine) as session:
            session.execute(sa.insert(Person), rows)
        first = Page(visits.sam.get("/admin/people?q=many&role="))
        second = Page(visits.sam.get(first.links["Next"]))
        assert "p49@many.example" in first.text
        assert "p50@many.example" not in first.text
        assert "p50@many.example" in second.text
        assert "sam@example.org 2026" not in second.text
        assert "Next" not in second.links

    def test_many_people_take_as_many_queries_as_few(self, visits, now):
        path, counts = at(visits, "alice"), []
        for start in (0, 10_000):
            rows = [
                {"email": f"{n}@many.example", "email_key": f"{n}@many.example", "created_at": now}
                for n in range(start, start + max(start, 10))
            ]
            with writing(visits.engine) as session:
                session.execute(sa.insert(Person), rows)
            for address in ("/admin/people", "/admin/people?q=many", path):
                with statements(visits.engine) as seen:
                    assert visits.sam.get(address).status_code == 200
                counts.append(len(seen))
        assert counts[:3] == counts[3:]
        assert max(counts) <= 10


class TestShow:
    def test_unlocks_sessions_codes_and_acts_are_shown(self, visits):
        visits.alice.post("/unlock", data={"code": visits.a_code(unlock_days=7)})
        text = Page(visits.sam.get(at(visits, "alice"))).text
        assert re.search(r"All answers\s+Open", text)
        assert re.search(r"Code …\w{4} of sheet \d+", text)
        assert "By nobody" in text
        assert "What was done to this account, newest first: " in text
        assert "users.add" in text
        text = Page(visits.sam.get(at(visits, "bob"))).text
        assert re.search(r"Forever\s+the shell|Forever\s+tests", text)
        assert "cast" in text

    def test_a_guest_and_nobody_have_no_page(self, visits):
        wrong = [guest_of(visits), 0, 999_999, 2**31 - 1, 2**31, 10**30, -1, "x", "٣", "1.0", "%00"]
        for number in wrong:
            assert visits.sam.get(f"/admin/people/{number}").status_code == 404, number
            for act in ("unlocks", "unlocks/delete", "disable", "enable", "sessions/delete"):
                assert visits.sam.post(f"/admin/people/{number}/{act}").status_code == 404, (number, act)
                bad = visits.sam.post(f"/admin/people/{number}/{act}", data={"reason": "x" * 2_000})
                assert bad.status_code == 404, (number, act)

    def test_roles_are_shown_to_admins_only(self, visits):
        assert "Change the role" in visits.carol.get(at(visits, "alice")).text
        assert "Change the role" not in visits.sam.get(at(visits, "alice")).text
        page = visits.sam.get(at(visits, "dana")).text
        assert "only an admin may" in page
        assert "Disable the account" not in page
