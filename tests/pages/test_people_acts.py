"""What the staff does to somebody counts at once, is audited, and goes as far as the role of who does it reaches."""

import re
from datetime import UTC, datetime

import pytest

from tests.pages.html import Page
from tests.pages.looked_after import at, entries_about, number_of

HOSTILE = '<script>alert("1")</script>=HYPERLINK("http://evil")\'; --'


def answer(client):
    return client.get("/api/v1/questions/locked-design/answer").status_code


def is_signed_in(client):
    return client.get("/account").status_code == 200


class TestUnlock:
    def test_an_unlock_opens_answers_until_its_last_day(self, visits):
        assert answer(visits.alice) == 403
        fields = {"topic": "model-serving", "until": "2040-02-29", "reason": "won a seat"}
        reply = visits.sam.post(f"{at(visits, 'alice')}/unlocks", data=fields)
        assert (reply.status_code, reply.headers["location"]) == (303, at(visits, "alice"))
        page = visits.sam.get(at(visits, "alice"))
        assert "Mar 1, 2040, 00:00 UTC" in page.text
        assert "sam@example.org" in page.text
        assert answer(visits.alice) == 200
        assert visits.alice.get("/api/v1/questions/locked-tokens/answer").status_code == 403
        assert entries_about(visits, "alice")[-1] == (
            f"person {number_of(visits, 'sam')}",
            "unlocks.grant",
            "won a seat",
        )

    @pytest.mark.parametrize(
        ("field", "value", "message"),
        [
            ("topic", "nowhere", "There is no topic"),
            ("until", "2020-01-01", "That day is over"),
            ("until", "9999-12-31", "last day there is"),
            ("until", "2040-02-30", "no day of the calendar"),
            ("until", "1e9", "no day of the calendar"),
            ("reason", "x" * 301, "longer than 300 characters"),
        ],
    )
    def test_a_wrong_field_is_said_beside_it_and_nothing_is_written(self, visits, field, value, message):
        fields = {"topic": "model-serving", "until": "2040-01-01", "reason": "a reason to keep", field: value}
        before = entries_about(visits, "alice")
        reply = visits.sam.post(f"{at(visits, 'alice')}/unlocks", data=fields)
        assert reply.status_code == 422
        assert re.search(rf'id="f-{field}-error".*{message}', reply.text)
        assert "alice@example.org" in reply.text
        if field != "reason":
            assert "a reason to keep" in reply.text
        assert answer(visits.alice) == 403
        assert entries_about(visits, "alice") == before

    def test_what_nobody_asked_for_is_refused(self, visits):
        path = f"{at(visits, 'alice')}/unlocks"
        for fields in ({"source": "cli"}, {"granted_by": "person 1"}, {"reason": "\x00"}):
            assert visits.sam.post(path, data=fields).status_code == 422
        assert answer(visits.alice) == 403

    def test_a_hostile_reason_stays_text(self, visits):
        visits.sam.post(f"{at(visits, 'alice')}/unlocks", data={"reason": HOSTILE})
        page = visits.sam.get(at(visits, "alice"))
        assert "<script>alert" not in page.text
        assert HOSTILE in Page(page).text


class TestLock:
    def test_every_unlock_is_revoked_and_the_account_stays(self, visits):
        assert answer(visits.bob) == 200
        assert visits.sam.post(f"{at(visits, 'bob')}/unlocks/delete", data={"reason": "left"}).status_code == 303
        assert answer(visits.bob) == 403
        assert is_signed_in(visits.bob)
        assert f"Revoked {datetime.now(UTC):%b}" in Page(visits.sam.get(at(visits, "bob"))).text
        assert entries_about(visits, "bob")[-1][1:] == ("unlocks.revoke", "left")


class TestDisable:
    def test_a_disabled_person_is_out_until_enabled(self, visits):
        path = at(visits, "alice")
        visits.sam.post(f"{path}/disable", data={"reason": "a bet"})
        assert not is_signed_in(visits.alice)
        assert "Disabled" in Page(visits.sam.get(path)).text
        credentials = {"email": "alice@example.org", "password": "correct horse battery"}
        assert visits.fresh().post("/sign-in", data=credentials).status_code == 422
        visits.sam.post(f"{path}/enable")
        assert not is_signed_in(visits.alice)
        visits.signed_in()
        assert [entry[1:] for entry in entries_about(visits, "alice")[-2:]] == [
            ("users.disable", "a bet"),
            ("users.enable", ""),
        ]

    def test_a_supporter_reaches_nobody_with_a_role(self, visits):
        for name in ("carol", "dana", "sam"):
            for act in ("disable", "enable", "sessions/delete"):
                assert visits.sam.post(f"{at(visits, name)}/{act}").status_code == 403
        assert visits.sam.post(f"{at(visits, 'sam')}/role", data={"role": "admin"}).status_code == 403
        for name in ("carol", "dana", "sam"):
            assert is_signed_in(getattr(visits, name))


class TestEndSessions:
    def test_every_browser_is_signed_out(self, visits):
        there = visits.signed_in()
        visits.sam.post(f"{at(visits, 'alice')}/sessions/delete")
        assert not is_signed_in(there)
        assert not is_signed_in(visits.alice)
        assert is_signed_in(visits.bob)
        assert "Signed in nowhere." in visits.sam.get(at(visits, "alice")).text

    def test_every_program_too(self, visits):
        made = visits.alice.post("/account/tokens", data={"name": "nightly", "scope": "read"}).text
        token = re.search(r"hr_[A-Za-z0-9_-]{43}", made)[0]
        program = visits.fresh()
        program.headers["authorization"] = f"Bearer {token}"
        assert program.get("/api/v1/me").status_code == 200
        visits.sam.post(f"{at(visits, 'alice')}/sessions/delete")
        assert program.get("/api/v1/me").status_code == 401


class TestUpdateRole:
    def test_a_role_counts_from_the_next_page(self, visits):
        assert visits.alice.get("/admin/people").status_code == 403
        for role, status in (("supporter", 200), ("author", 403), ("admin", 200), ("", 403)):
            reply = visits.carol.post(f"{at(visits, 'alice')}/role", data={"role": role, "reason": role})
            assert reply.status_code == 303
            assert visits.alice.get("/admin/people").status_code == status
        assert entries_about(visits, "alice")[-1][1:] == ("users.role", "")

    def test_what_is_no_role_is_refused(self, visits):
        for fields in ({"role": "owner"}, {}, {"role": "Admin"}):
            reply = visits.carol.post(f"{at(visits, 'alice')}/role", data=fields)
            assert reply.status_code == 422
            assert 'id="f-role-error"' in reply.text

    def test_the_last_admin_stays_and_is_told_what_to_do(self, visits):
        path = at(visits, "carol")
        for act, fields in (("role", {"role": ""}), ("disable", {})):
            reply = visits.carol.post(f"{path}/{act}", data=fields)
            assert reply.status_code == 422
            assert "carol@example.org is the last admin. Make somebody else an admin first." in reply.text
        assert visits.carol.get("/admin/people").status_code == 200
        visits.carol.post(f"{at(visits, 'alice')}/role", data={"role": "admin"})
        assert visits.carol.post(f"{path}/role", data={"role": ""}).status_code == 303
        assert visits.carol.get("/admin/people").status_code == 403


@pytest.mark.parametrize(("name", "status"), [("visitor", 401), ("gus", 401), ("alice", 403), ("dana", 403)])
def test_nobody_else_looks_after_people(visits, name, status):
    client, path = getattr(visits, name), at(visits, "bob")
    for act in ("unlocks", "unlocks/delete", "disable", "enable", "sessions/delete", "role"):
        assert client.post(f"{path}/{act}", data={"role": "admin"}).status_code == status
    for address in ("/admin/people", path, "/admin/people/999999"):
        assert client.get(address).status_code == (303 if status == 401 else 403)
    assert answer(visits.bob) == 200
