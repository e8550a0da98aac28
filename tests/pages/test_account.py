"""A member's account: unlocks, sessions to end, a password to change."""

import re

import pytest

from tests.people import PASSWORD

NEW = "another long walk"


def is_signed_in(client):
    return client.get("/account").status_code == 200


def change(client, **changes):
    return client.post("/account/password", data={"current_password": PASSWORD, "new_password": NEW, **changes})


class TestShow:
    @pytest.mark.parametrize("path", ["/account", "/account/password"])
    def test_only_members_have_one(self, visits, path):
        for name in ("visitor", "gus"):
            reply = getattr(visits, name).get(path)
            assert (reply.status_code, reply.headers["location"]) == (303, f"/sign-in?next={path}")

    def test_it_shows_unlocks_and_sessions(self, visits):
        page = visits.bob.get("/account")
        assert "All answers, forever" in page.text
        assert "This browser" in page.text
        assert page.headers["cache-control"] == "private, no-store"
        assert "None now." in visits.alice.get("/account").text

    def test_no_token_or_hash_stands_on_the_page(self, visits):
        page = visits.alice.get("/account").text
        assert visits.tokens["alice"] not in page
        assert not re.search(r"[0-9a-f]{64}|argon2", page)


class TestEndSession:
    def test_another_browser_is_signed_out(self, visits):
        here, there = visits.signed_in(), visits.signed_in()
        paths = re.findall(r"/account/sessions/\d+/delete", here.get("/account").text)
        assert len(paths) == 2  # the cast's own session is there too
        for path in paths:
            assert here.post(path).status_code == 303
        assert is_signed_in(here)
        assert not is_signed_in(there)

    def test_somebody_elses_session_is_not_found(self, visits):
        visits.signed_in()
        path = re.findall(r"/account/sessions/\d+/delete", visits.alice.get("/account").text)[0]
        for client in (visits.bob, visits.alice):
            assert client.post("/account/sessions/999999/delete").status_code == 404
        assert visits.bob.post(path).status_code == 404
        assert visits.visitor.post(path).status_code == 401

    @pytest.mark.parametrize("number", [2**31, 2**63, 10**30])
    def test_a_number_that_no_database_holds_is_no_session(self, visits, number):
        assert visits.alice.post(f"/account/sessions/{number}/delete").status_code == 404

    def test_signing_out_everywhere_ends_every_session(self, visits):
        here, there = visits.signed_in(), visits.signed_in()
        reply = here.post("/account/sessions/delete")
        assert reply.headers["clear-site-data"]
        assert not is_signed_in(here)
        assert not is_signed_in(there)
        assert is_signed_in(visits.bob)


class TestUpdatePassword:
    def test_the_new_password_counts_and_other_browsers_are_signed_out(self, visits):
        here, there = visits.signed_in(), visits.signed_in()
        assert change(here).status_code == 303
        assert "Your password is changed" in here.get("/account").text
        assert not is_signed_in(there)
        old = visits.fresh().post("/sign-in", data={"email": "alice@example.org", "password": PASSWORD})
        assert old.status_code == 422
        visits.signed_in(password=NEW)

    @pytest.mark.settings(limit_factor=1)
    def test_the_browser_that_changed_it_stays_known_while_somebody_guesses(self, visits):
        here, guesser = visits.signed_in(), visits.fresh()
        change(here)
        here.post("/sign-out")
        for password in ("a wrong guess",) * 11 + (NEW,):
            refused = guesser.post("/sign-in", data={"email": "alice@example.org", "password": password})
        assert refused.status_code == 429
        assert here.post("/sign-in", data={"email": "alice@example.org", "password": NEW}).status_code == 303

    @pytest.mark.parametrize(
        ("fields", "message"),
        [
            ({"current_password": "a wrong one"}, "This is not your current password."),
            ({"new_password": "short"}, "at least 8 characters"),
            ({"new_password": "alice@example.org!"}, "must not be made of your address"),
        ],
    )
    def test_a_wrong_form_changes_nothing(self, visits, fields, message):
        reply = change(visits.alice, **fields)
        assert reply.status_code == 422
        assert message in reply.text
        assert PASSWORD not in reply.text
        visits.signed_in()

    @pytest.mark.settings(limit_factor=1)
    def test_a_stolen_session_cannot_guess_the_password(self, visits):
        codes = [change(visits.alice, current_password="a wrong guess").status_code for _ in range(11)]
        assert codes == [422] * 10 + [429]

    def test_nobody_else_has_a_password_to_change(self, visits):
        for name in ("visitor", "gus"):
            assert change(getattr(visits, name)).status_code == 401
