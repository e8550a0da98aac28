"""A member's tokens at their account: made and shown once, listed, revoked."""

import re

import pytest

from app.web.flash import MESSAGES
from tests.pages.html import Page

TOKEN = re.compile(r"hr_[A-Za-z0-9_-]{43}")


def make(client, **fields):
    return client.post("/account/tokens", data={"name": "ci", "scope": "read", **fields})


def made(client, **fields):
    """A new token."""
    reply = make(client, **fields)
    assert reply.status_code == 201, reply.text
    return TOKEN.search(reply.text)[0]


def revoke_path(client):
    return re.search(r"/account/tokens/\d+/delete", client.get("/account").text)[0]


class TestCreate:
    def test_a_token_is_shown_this_once_with_a_line_to_try_it(self, visits):
        reply = make(visits.alice)
        token = TOKEN.search(reply.text)[0]
        assert reply.status_code == 201
        assert reply.headers["cache-control"] == "private, no-store"
        assert "http://bank.example/api/v1/me" in reply.text
        assert "revoke it" in Page(reply).text
        assert token not in visits.alice.get("/account").text

    def test_the_account_lists_it_by_its_name_and_end(self, visits):
        token = made(visits.alice, name="nightly load", scope="practice")
        text = Page(visits.alice.get("/account")).text
        assert f"nightly load Practice …{token[-4:]}" in text.replace("  ", " ")
        assert "Not yet" in text

    def test_a_reload_of_the_page_makes_no_second_token(self, visits):
        made(visits.alice)
        again = make(visits.alice)
        assert again.status_code == 422
        assert "You have a token of this name already" in again.text
        assert TOKEN.search(again.text) is None
        assert 'value="ci"' in again.text
        assert len(re.findall(r"/account/tokens/\d+/delete", visits.alice.get("/account").text)) == 1

    @pytest.mark.parametrize(
        ("fields", "message"),
        [
            ({"name": ""}, "Name the token by what will use it"),
            ({"name": "x" * 61}, "Name the token by what will use it"),
            ({"name": "x" * 1_001}, "longer than 1,000 characters"),
            ({"scope": "everything"}, "Input should be"),
            ({"role": "admin"}, "no such field"),
        ],
    )
    def test_a_wrong_form_makes_nothing_and_says_what_to_mend(self, visits, fields, message):
        reply = make(visits.alice, **fields)
        assert reply.status_code == 422
        assert message in reply.text
        assert "/delete" not in visits.alice.get("/account").text.partition('id="tokens"')[2]

    @pytest.mark.parametrize(("name", "may"), [("alice", False), ("sam", False), ("dana", True), ("carol", True)])
    def test_only_who_loads_seeds_is_offered_that_and_gets_it(self, visits, name, may):
        client = getattr(visits, name)
        for page in (client.get("/account"), make(client, name="")):
            assert ('value="load"' in page.text) is may
        assert make(client, scope="load").status_code == (201 if may else 403)

    def test_nobody_without_an_account_makes_one(self, visits):
        for name in ("visitor", "gus"):
            assert make(getattr(visits, name)).status_code == 401


class TestDelete:
    def test_a_revoked_token_opens_nothing(self, visits):
        headers = {"authorization": f"Bearer {made(visits.alice)}"}
        assert visits.fresh().get("/api/v1/me", headers=headers).status_code == 200
        assert visits.alice.post(revoke_path(visits.alice)).headers["location"] == "/account"
        assert MESSAGES["token-revoked"] in visits.alice.get("/account").text
        assert visits.fresh().get("/api/v1/me", headers=headers).status_code == 401

    def test_somebody_elses_token_is_not_found(self, visits):
        made(visits.alice)
        path = revoke_path(visits.alice)
        for number in ("999999", "0", "x", str(2**31), "9" * 30):
            assert visits.alice.post(f"/account/tokens/{number}/delete").status_code == 404
        assert visits.bob.post(path).status_code == 404
        assert visits.visitor.post(path).status_code == 401

    def test_all_of_them_end_at_once_and_those_of_others_stay(self, visits):
        mine = [made(visits.alice, name=name) for name in ("one", "two")]
        others = made(visits.bob)
        assert visits.alice.post("/account/tokens/delete").status_code == 303
        statuses = [
            visits.fresh().get("/api/v1/me", headers={"authorization": f"Bearer {token}"}).status_code
            for token in (*mine, others)
        ]
        assert statuses == [401, 401, 200]


def test_a_new_password_leaves_tokens_alone_and_says_so(visits):
    token = made(visits.alice)
    assert "Tokens of programs go on" in visits.alice.get("/account/password").text
    fields = {"current_password": "correct horse battery", "new_password": "another long walk"}
    assert visits.alice.post("/account/password", data=fields).status_code == 303
    assert visits.fresh().get("/api/v1/me", headers={"authorization": f"Bearer {token}"}).status_code == 200
