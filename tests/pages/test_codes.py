"""Staff mint a sheet of codes in the browser, print it once, and revoke it."""

import re

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.db import writing
from app.core.paging import encode_cursor
from app.unlocks.codes import Terms, mint
from app.unlocks.models import Code
from app.unlocks.sheets import CODES_PAGE, SHEETS_PAGE
from tests.pages.html import Page
from tests.queries import statements

CODE = re.compile(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}")
HOSTILE = '"><script>alert(1)</script>=cmd|x'


def form(client):
    """The fields of the form as it stands."""
    return dict(Page(client.get("/admin/codes")).form("Mint").fields)


def mint_sheet(client, **fields):
    return client.post("/admin/codes", data={**form(client), **fields})


def codes_of(reply):
    return sorted(set(CODE.findall(reply.text)))


def count(visits):
    with Session(visits.engine) as session:
        return session.scalar(sa.select(sa.func.count()).select_from(Code))


def sheet_of(visits):
    with Session(visits.engine) as session:
        return session.scalar(sa.select(sa.func.max(Code.sheet_id)))


def redeem(client, code):
    return client.post("/unlock", data={"code": code})


class TestIndex:
    def test_an_empty_list_leads_to_the_form(self, visits):
        page = Page(visits.sam.get("/admin/codes"))
        assert "No sheets yet" in page.text
        assert page.links["Fill in the form"] == "#f-name"

    def test_a_sheet_is_one_row(self, visits):
        reply = mint_sheet(visits.sam, name="Class", count="3", days="90", topic="model-serving", expires="2040-12-31")
        redeem(visits.alice, codes_of(reply)[0])
        page = Page(visits.sam.get("/admin/codes"))
        assert re.search(r"Class\s+Model serving for 90 days\s+once until Dec 31, 2040\s+3\s+2 of 3\s+1\s", page.text)
        assert "by sam@example.org" in page.text
        assert page.links["Class"] == f"/admin/codes/{sheet_of(visits)}"

    def test_every_form_has_a_key_of_its_own(self, visits):
        assert form(visits.sam)["key"] != form(visits.sam)["key"]

    def test_pages_follow_each_other(self, visits, now):
        with writing(visits.engine) as session:
            for _ in range(SHEETS_PAGE + 1):
                mint(session, Terms(), count=1, actor="cli", now=now)
        page = Page(visits.sam.get("/admin/codes"))
        assert "Sheet 1 " not in page.text
        assert "Sheet 1 " in Page(visits.sam.get(page.links["Next"])).text
        for cursor in ("nonsense", encode_cursor((2**31,))):
            assert visits.sam.get("/admin/codes", params={"after": cursor}).status_code == 422


class TestCreate:
    def test_the_codes_are_shown_once_ready_to_print(self, visits):
        reply = mint_sheet(visits.sam, name="Class of November", count="30", days="90", expires="2040-12-31")
        assert (reply.status_code, reply.headers["cache-control"]) == (201, "private, no-store")
        codes = codes_of(reply)
        assert len(codes) == 30
        text = Page(reply).text
        assert "30 codes: Class of November" in text
        assert text.count("Opens: All answers for 90 days") == 30
        assert text.count("Redeem once until Dec 31, 2040 at") == 30
        assert text.count("http://bank.example/unlock") == text.count("The tests' bank") == 30
        shown = visits.sam.get(f"/admin/codes/{sheet_of(visits)}").text + visits.sam.get("/admin/codes").text
        assert not CODE.search(shown)
        assert all(code[-4:] in shown for code in codes)
        assert redeem(visits.alice, codes[0]).status_code == 303

    @pytest.mark.settings(base_url="https://bank.example")
    def test_slips_name_the_address_of_the_setting(self, visits):
        browser = visits.fresh()
        browser.headers["cookie"] = f"__Host-headroom={visits.tokens['sam']}"
        assert "https://bank.example/unlock" in mint_sheet(browser).text

    def test_a_form_that_is_sent_again_mints_nothing_and_says_so(self, visits):
        fields = form(visits.sam)
        assert visits.sam.post("/admin/codes", data=fields).status_code == 201
        again = visits.sam.post("/admin/codes", data=fields)
        assert again.status_code == 422
        assert "This form was sent before, and its codes were shown then." in Page(again).text
        assert not CODE.search(again.text)
        assert count(visits) == 30
        fresh = dict(Page(again).form("Mint").fields)
        assert fresh["key"] != fields["key"]
        assert visits.sam.post("/admin/codes", data=fresh).status_code == 201

    @pytest.mark.parametrize(
        ("field", "value", "message"),
        [
            ("count", "0", "The least is 1."),
            ("count", "1001", "The most is 1,000."),
            ("count", "9" * 900, "Enter a whole number.|The most is"),
            ("count", "many", "Enter a whole number."),
            ("count", "", "Enter a whole number."),
            ("uses", "0", "The least is 1."),
            ("uses", "1000001", "The most is 1,000,000."),
            ("days", "-1", "The least is 1."),
            ("days", "36501", "The most is 36,500."),
            ("topic", "nowhere", "There is no topic"),
            ("expires", "2020-01-01", "That day is over."),
            ("expires", "tomorrow", "no day of the calendar"),
            ("expires", "99999-01-01", "no day of the calendar"),
            ("name", "x" * 101, "longer than 100 characters"),
            ("name", "two\nlines", "one line"),
        ],
    )
    def test_a_wrong_field_is_said_beside_it_and_nothing_is_minted(self, visits, field, value, message):
        reply = mint_sheet(visits.sam, **{"name": "Kept", field: value})
        assert reply.status_code == 422
        assert re.search(rf'id="f-{field}-error".*(?:{message})', reply.text)
        assert field == "name" or 'value="Kept"' in reply.text
        assert count(visits) == 0

    def test_a_last_day_at_the_end_of_time_works(self, visits):
        codes = codes_of(mint_sheet(visits.sam, count="1", days="36500", uses="1000000", expires="9999-12-31"))
        assert redeem(visits.alice, codes[0]).status_code == 303

    def test_a_form_without_a_key_or_with_more_is_refused(self, visits):
        for fields in ({"key": ""}, {"key": "short"}, {"key": "k" * 101}, {"minted_by": "cli"}, {"name": "\x00"}):
            assert mint_sheet(visits.sam, **fields).status_code == 422
        assert count(visits) == 0

    def test_a_hostile_name_stays_text(self, visits):
        reply = mint_sheet(visits.sam, name=HOSTILE, count="1")
        redeem(visits.alice, codes_of(reply)[0])
        people = Page(visits.sam.get("/admin/people")).links["alice@example.org"]
        for shown in (reply, *map(visits.sam.get, ("/admin/codes", f"/admin/codes/{sheet_of(visits)}", people))):
            assert "<script>alert" not in shown.text
            assert HOSTILE in Page(shown).text


class TestShow:
    def test_each_code_says_what_is_left(self, visits):
        codes = codes_of(mint_sheet(visits.sam, count="2", uses="3"))
        redeem(visits.alice, codes[0])
        text = Page(visits.sam.get(f"/admin/codes/{sheet_of(visits)}")).text
        assert re.search(rf"…{codes[0][-4:]}\s+\d+\s+2 of 3", text)
        assert re.search(rf"…{codes[1][-4:]}\s+\d+\s+3 of 3", text)
        assert "5 of 6" in text

    @pytest.mark.parametrize("number", [0, 1, 999_999, 2**31, 10**30, "x", "-1", "%00"])
    def test_what_is_no_sheet_is_not_found(self, visits, number):
        assert visits.sam.get(f"/admin/codes/{number}").status_code == 404
        assert visits.sam.post(f"/admin/codes/{number}/revoke").status_code == 404
        assert visits.sam.post(f"/admin/codes/{number}/revoke", data={"code": "x"}).status_code == 404

    def test_large_sheets_take_as_many_queries_as_small_ones(self, visits, now):
        seen = []
        for size in (2, CODES_PAGE * 5):
            with writing(visits.engine) as session:
                sheet_id = mint(session, Terms(), count=size, actor="cli", now=now).sheet_id
            for path in ("/admin/codes", f"/admin/codes/{sheet_id}"):
                with statements(visits.engine) as statement:
                    assert visits.sam.get(path).status_code == 200
                seen.append(len(statement))
        assert seen[:2] == seen[2:]
        assert max(seen) <= 10


class TestRevoke:
    def test_a_revoked_sheet_opens_nothing_more_and_what_it_opened_stays(self, visits):
        codes = codes_of(mint_sheet(visits.sam, count="3"))
        redeem(visits.alice, codes[0])
        path = f"/admin/codes/{sheet_of(visits)}"
        reply = visits.sam.post(f"{path}/revoke")
        assert (reply.status_code, reply.headers["location"]) == (303, path)
        page = visits.sam.get(path)
        assert "What was unlocked stays unlocked" in page.text
        assert "Revoke every code" not in page.text
        assert "revoked" in redeem(visits.carol, codes[1]).text
        assert visits.alice.get("/api/v1/questions/locked-design/answer").status_code == 200
        assert "revoked already" in visits.sam.post(f"{path}/revoke").text

    def test_one_code_is_revoked_and_the_others_work(self, visits):
        codes = codes_of(mint_sheet(visits.sam, count="2"))
        page = visits.sam.get(f"/admin/codes/{sheet_of(visits)}").text
        code_id = re.search(rf'value="(\d+)">Revoke<[^>]+> the code that ends in {codes[0][-4:]}', page)[1]
        assert visits.sam.post(f"/admin/codes/{sheet_of(visits)}/revoke", data={"code": code_id}).status_code == 303
        assert "revoked" in redeem(visits.alice, codes[0]).text
        assert redeem(visits.alice, codes[1]).status_code == 303

    def test_only_codes_of_the_sheet_are_revoked(self, visits):
        mint_sheet(visits.sam, count="1")
        other = sheet_of(visits)
        mint_sheet(visits.sam, count="1")
        path = f"/admin/codes/{sheet_of(visits)}/revoke"
        for code, status in ((other, 404), (2**31 - 1, 404), (2**31, 422), ("x", 422), (0, 422)):
            assert visits.sam.post(path, data={"code": str(code)}).status_code == status, code


@pytest.mark.parametrize(("name", "status"), [("visitor", 401), ("gus", 401), ("alice", 403), ("dana", 403)])
def test_nobody_else_has_codes(visits, name, status):
    client, fields = getattr(visits, name), form(visits.sam)
    assert client.post("/admin/codes", data=fields).status_code == status
    mint_sheet(visits.sam)
    assert client.post(f"/admin/codes/{sheet_of(visits)}/revoke").status_code == status
    for path in ("/admin/codes", f"/admin/codes/{sheet_of(visits)}", "/admin/codes/999999"):
        assert client.get(path).status_code == (303 if status == 401 else 403)
