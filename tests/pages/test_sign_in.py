"""Signing in: new sessions, merged guests, limits that never lock the owner out, and ways back of our own."""

import pytest

from tests.people import PASSWORD

ALICE = {"email": "alice@example.org", "password": PASSWORD}


def sign_in(client, **changes):
    return client.post("/sign-in", data={**ALICE, **changes})


def practice(client, slug="locked-coding"):
    assert client.post(f"/questions/{slug}/practice").status_code == 303


def own_count(client):
    return client.get("/api/v1/me").json()["practiced_count"]


class TestNew:
    def test_the_form_is_for_whoever_is_not_signed_in(self, visits):
        assert "<h1>Sign in</h1>" in visits.visitor.get("/sign-in").text
        assert visits.alice.get("/sign-in?next=/questions").headers["location"] == "/questions"

    def test_the_head_of_a_page_leads_here_and_back_to_it(self, visits):
        assert (
            'href="/sign-in?next=%2Fquestions%2Flocked-design">Sign in'
            in visits.visitor.get("/questions/locked-design").text
        )
        assert 'href="/sign-in">Sign in' in visits.visitor.get("/sign-in").text

    def test_a_guest_hears_that_nothing_will_be_lost(self, visits):
        browser = visits.fresh()
        practice(browser)
        assert "You practiced 1 question in this browser." in browser.get("/sign-in").text
        assert "You practiced" not in visits.visitor.get("/sign-in").text


class TestCreate:
    def test_the_right_password_begins_a_session_in_a_new_token(self, visits):
        browser = visits.fresh()
        reply = sign_in(browser, email=" ALICE@example.org")
        assert (reply.status_code, reply.headers["location"]) == (303, "/")
        assert browser.cookies["headroom"] not in visits.tokens.values()
        assert "You are signed in." in browser.get("/account").text

    def test_a_wrong_password_and_an_unknown_address_get_the_same_words(self, visits):
        replies = [sign_in(visits.fresh(), password="wrong" * 3), sign_in(visits.fresh(), email="no@example.org")]
        for reply in replies:
            assert reply.status_code == 422
            assert "Email and password do not match." in reply.text
            assert "set-cookie" not in reply.headers
            assert PASSWORD not in reply.text
        assert "alice@example.org" in replies[0].text

    @pytest.mark.parametrize("fields", [{"password": "x" * 1001}, {"email": ""}, {"is_admin": "true"}])
    def test_what_cannot_be_right_is_refused(self, visits, fields):
        assert sign_in(visits.fresh(), **fields).status_code == 422

    def test_a_guest_is_merged(self, visits):
        browser = visits.fresh()
        practice(browser)
        practice(browser, "locked-tokens")
        practice(visits.alice)
        guest_token = browser.cookies["headroom"]
        assert sign_in(browser).status_code == 303
        assert own_count(browser) == 2
        assert browser.get("/api/v1/questions/locked-coding").json()["practiced_count"] == 1
        assert visits.fresh(guest_token).get("/api/v1/me").status_code == 401

    def test_the_session_a_browser_had_before_ends(self, visits):
        browser = visits.fresh()
        sign_in(browser)
        first = browser.cookies["headroom"]
        sign_in(browser, email="bob@example.org")
        assert browser.get("/api/v1/me").json()["email"] == "bob@example.org"
        assert visits.fresh(first).get("/account").status_code == 303

    @pytest.mark.parametrize(
        ("back", "path"),
        [
            ("/questions?q=cache", "/questions?q=cache"),
            ("//evil.example", "/"),
            ("https://evil.example/", "/"),
            ("/\\evil.example", "/"),
            ("javascript:alert(1)", "/"),
            ("", "/"),
        ],
    )
    def test_the_way_back_is_a_path_of_ours(self, visits, back, path):
        assert sign_in(visits.fresh(), next=back).headers["location"] == path

    def test_another_site_cannot_sign_anybody_in(self, visits):
        reply = visits.fresh().post("/sign-in", data=ALICE, headers={"sec-fetch-site": "cross-site"})
        assert reply.status_code == 403

    @pytest.mark.settings(limit_factor=1)
    def test_the_eleventh_guess_is_refused_and_a_known_browser_still_gets_in(self, visits):
        known, guesser = visits.fresh(), visits.fresh()
        sign_in(known)
        known.post("/sign-out")
        assert [sign_in(guesser, password="a wrong guess").status_code for _ in range(11)] == [422] * 10 + [429]
        refused = sign_in(visits.fresh())
        assert refused.status_code == 429
        assert int(refused.headers["retry-after"]) <= 300
        assert sign_in(visits.fresh(), email="bob@example.org").status_code == 303
        assert sign_in(known).status_code == 303

    @pytest.mark.settings(limit_factor=1)
    def test_the_limit_does_not_tell_which_addresses_have_an_account(self, visits):
        # One address in two spellings: where only an account joined them, the limit would come sooner for it.
        def statuses(spellings):
            return [sign_in(visits.fresh(), email=email, password="a wrong guess").status_code for email in spellings]

        known, nobody = ["alice@example.org", "ａlice@example.org"], ["nobody@example.org", "ｎobody@example.org"]  # noqa: RUF001
        assert statuses(known * 6) == statuses(nobody * 6)

    @pytest.mark.settings(limit_factor=1)
    def test_a_known_browser_guesses_no_more_often_than_others(self, visits):
        browser = visits.fresh()
        sign_in(browser)
        assert [sign_in(browser, password="a wrong guess").status_code for _ in range(11)] == [422] * 10 + [429]

    @pytest.mark.settings(limit_factor=1)
    def test_only_failures_count(self, visits):
        browser = visits.fresh()
        assert {sign_in(browser).status_code for _ in range(15)} == {303}
        assert {sign_in(visits.fresh()).status_code for _ in range(15)} == {303}
