"""Choosing a new password by a mailed link: nobody learns who has an account, and the link works once."""

import time

import pytest

from app.accounts.administration import disable, member_with
from app.core.db import writing
from app.web import mailed_links
from tests.people import PASSWORD
from tests.visiting import NOW

ALICE, NEW = "alice@example.org", "another long walk"


@pytest.fixture(autouse=True)
def _at_once(monkeypatch):
    monkeypatch.setattr(mailed_links, "RESET_SECONDS", 0)


def ask(browser, email=ALICE):
    return browser.post("/sign-in/reset", data={"email": email})


def asked(visits, sink):
    """The secret of the link that alice was mailed."""
    assert ask(visits.fresh()).headers["location"] == "/sign-in/new-password"
    return sink.secret_to(ALICE)


def choose(browser, link, new_password=NEW):
    return browser.post("/sign-in/new-password", data={"link": link, "new_password": new_password})


def is_signed_in(browser):
    return browser.get("/account").status_code == 200


class TestNew:
    @pytest.mark.usefixtures("sink")
    def test_signing_in_leads_to_it_where_there_is_a_mail_server(self, visits):
        assert 'href="/sign-in/reset">Forgot your password?' in visits.visitor.get("/sign-in").text
        assert "Mail me a link" in visits.visitor.get("/sign-in/reset").text

    @pytest.mark.parametrize("path", ["/sign-in/reset", "/sign-in/new-password", "/sign-in/new-password?link=x"])
    def test_without_one_it_says_who_can_help(self, visits, path):
        page = visits.visitor.get(path)
        assert page.status_code == 200
        assert "This bank sends no mail. Whoever runs it can give you a new password" in page.text
        assert "Forgot your password?" not in visits.visitor.get("/sign-in").text
        assert ask(visits.visitor).status_code == choose(visits.visitor, "x").status_code == 404


class TestCreate:
    def test_the_answer_does_not_tell_who_has_an_account(self, visits, sink):
        with writing(visits.engine) as session:
            disable(session, member_with(session, "bob@example.org"), actor="tests", now=NOW)
        replies = [ask(visits.fresh(), email) for email in (ALICE, "nobody@example.org", "bob@example.org")]
        assert len({(reply.status_code, reply.text, str(reply.headers)) for reply in replies}) == 1
        assert sink.recipients == [[ALICE]]
        assert (
            "If there is an account with that address, a mail is on its way."
            in visits.visitor.get(replies[0].headers["location"]).text
        )

    @pytest.mark.usefixtures("sink")
    def test_neither_does_the_time_it_takes(self, visits, monkeypatch):
        monkeypatch.setattr(mailed_links, "RESET_SECONDS", 0.4)
        for email in (ALICE, "nobody@example.org"):
            began = time.monotonic()
            ask(visits.fresh(), email)
            assert time.monotonic() - began >= 0.4

    def test_neither_does_a_mail_server_that_is_away(self, visits, sink):
        sink.stop()
        replies = [ask(visits.fresh(), email) for email in (ALICE, "nobody@example.org")]
        assert [reply.status_code for reply in replies] == [503, 503]

    @pytest.mark.settings(limit_factor=1)
    @pytest.mark.parametrize("email", [ALICE, "nobody@example.org"])
    def test_neither_does_a_mailbox_that_takes_nothing(self, visits, sink, email):
        sink.refusal = "550 no such mailbox"
        assert [ask(visits.fresh(), email).status_code for _ in range(6)] == [303] * 5 + [429]

    def test_the_mail_goes_to_the_stored_address(self, visits, sink):
        ask(visits.fresh(), "  ＡLICE@example.org")  # noqa: RUF001 - a wide A, which another mailbox may be named by
        assert sink.recipients == [[ALICE]]

    @pytest.mark.usefixtures("sink")
    def test_what_is_no_address_is_said_and_costs_nothing(self, visits):
        reply = ask(visits.fresh(), "alice")
        assert reply.status_code == 422
        assert "This is not an email address." in reply.text

    @pytest.mark.settings(limit_factor=1)
    @pytest.mark.parametrize("email", [ALICE, "nobody@example.org"])
    @pytest.mark.usefixtures("sink")
    def test_five_a_day_for_an_address(self, visits, email):
        assert [ask(visits.fresh(), email).status_code for _ in range(6)] == [303] * 5 + [429]

    @pytest.mark.settings(limit_factor=1)
    @pytest.mark.usefixtures("sink")
    def test_twenty_a_day_for_a_client(self, visits):
        replies = [ask(visits.fresh(), f"nobody{number}@example.org").status_code for number in range(21)]
        assert replies == [303] * 20 + [429]

    @pytest.mark.settings(limit_factor=1)
    def test_a_mail_server_that_is_away_costs_no_try(self, visits, sink):
        sink.stop()
        assert {ask(visits.fresh()).status_code for _ in range(7)} == {503}


class TestEdit:
    def test_the_page_of_a_link_is_nobodys_to_keep_and_uses_nothing_up(self, visits, sink):
        secret = asked(visits, sink)
        for _ in range(2):
            page = visits.fresh().get(f"/sign-in/new-password?link={secret}")
            assert page.status_code == 200
            assert page.headers["cache-control"] == "private, no-store"
            assert '<meta name="robots" content="noindex">' in page.text
        assert choose(visits.fresh(), secret).status_code == 303

    @pytest.mark.usefixtures("sink")
    def test_a_link_that_does_not_work_leads_to_another(self, visits):
        page = visits.visitor.get(f"/sign-in/new-password?link={'x' * 43}")
        assert page.status_code == 422
        assert "This link does not work" in page.text
        assert 'href="/sign-in/reset">Get another link' in page.text


class TestUpdate:
    def test_the_new_password_counts_and_everybody_else_is_signed_out(self, visits, sink):
        here, there = visits.fresh(), visits.signed_in()
        assert choose(here, asked(visits, sink)).headers["location"] == "/account"
        page = here.get("/account").text
        assert "Your password is changed, and all other sessions are signed out." in page
        assert "Unverified" not in page  # the mail proved the address
        assert not is_signed_in(there)
        old = visits.fresh().post("/sign-in", data={"email": ALICE, "password": PASSWORD})
        assert old.status_code == 422
        visits.signed_in(password=NEW)

    def test_a_guests_practice_is_added_as_by_signing_in(self, visits, sink):
        browser = visits.fresh()
        browser.post("/questions/locked-coding/practice")
        choose(browser, asked(visits, sink))
        assert browser.get("/api/v1/me").json()["practiced_count"] == 1

    def test_it_works_once_and_ends_the_persons_other_links(self, visits, sink):
        first, second = asked(visits, sink), asked(visits, sink)
        assert choose(visits.fresh(), second).status_code == 303
        for link in (first, second):
            reply = choose(visits.fresh(), link, "one more password")
            assert reply.status_code == 422
            assert "This link does not work" in reply.text
        visits.signed_in(password=NEW)

    def test_a_weak_password_is_refused_and_the_link_stays(self, visits, sink):
        secret = asked(visits, sink)
        reply = choose(visits.fresh(), secret, "alice@example.org!")
        assert reply.status_code == 422
        assert "must not be made of your address" in reply.text
        assert f'name="link" value="{secret}"' in reply.text
        assert choose(visits.fresh(), secret).status_code == 303

    def test_a_link_for_something_else_changes_no_password(self, visits, sink):
        visits.alice.post("/account/confirm")
        assert choose(visits.fresh(), sink.secret_to(ALICE)).status_code == 422

    @pytest.mark.settings(limit_factor=1)
    def test_the_browser_stays_known_while_somebody_guesses(self, visits, sink):
        browser = visits.fresh()
        choose(browser, asked(visits, sink))
        browser.post("/sign-out")
        for _ in range(11):
            refused = visits.fresh().post("/sign-in", data={"email": ALICE, "password": "a wrong guess"})
        assert refused.status_code == 429
        assert browser.post("/sign-in", data={"email": ALICE, "password": NEW}).status_code == 303
