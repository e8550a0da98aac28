"""Confirming an address by a mailed link: the account opens with the password, once, with what was practiced."""

import re

import pytest
import sqlalchemy as sa

from app.accounts.models import MailLink, Person
from app.core.db import reading, writing
from tests.people import PASSWORD
from tests.visiting import NOW

EMAIL, RIGHT = "dora@example.org", "a long walk by the river"


def sign_up(browser, **changes):
    reply = browser.post("/sign-up", data={"email": EMAIL, "password": RIGHT, **changes})
    assert (reply.status_code, reply.headers.get("location")) == (303, "/sign-up/confirm")


def confirm(browser, link, **changes):
    return browser.post("/sign-up/confirm", data={"link": link, "password": RIGHT, **changes})


def me(browser):
    return browser.get("/api/v1/me").json()


def links(visits):
    with reading(visits.engine) as session:
        return session.scalars(sa.select(MailLink)).all()


class TestNew:
    def test_the_page_of_a_link_is_nobodys_to_keep(self, visits, sink):
        sign_up(visits.visitor)
        page = visits.visitor.get(f"/sign-up/confirm?link={sink.secret_to(EMAIL)}")
        assert page.status_code == 200
        assert page.headers["cache-control"] == "private, no-store"
        assert '<meta name="robots" content="noindex">' in page.text
        assert "etag" not in page.headers

    def test_looking_at_it_uses_nothing_up(self, visits, sink):
        sign_up(visits.visitor)
        secret = sink.secret_to(EMAIL)
        for _ in range(3):
            visits.fresh().get(f"/sign-up/confirm?link={secret}")
        assert links(visits)[0].used_at is None
        assert confirm(visits.visitor, secret).status_code == 303

    @pytest.mark.parametrize("link", ["x" * 43, "<script>alert(1)</script>", "é", "x" * 5000])
    @pytest.mark.usefixtures("sink")
    def test_a_link_that_does_not_work_says_so_and_what_to_do(self, visits, link):
        page = visits.visitor.get("/sign-up/confirm", params={"link": link})
        assert page.status_code == 422
        assert "This link does not work" in page.text
        assert "Sign up again" in page.text
        assert "<script>alert" not in page.text

    def test_without_a_mail_server_it_says_who_can_help(self, visits):
        page = visits.visitor.get(f"/sign-up/confirm?link={'x' * 43}")
        assert page.status_code == 200
        assert "This bank sends no mail. Whoever runs it can help" in page.text
        assert confirm(visits.visitor, "x" * 43).status_code == 404


class TestCreate:
    def test_the_password_opens_the_account_and_the_address_is_confirmed(self, visits, sink):
        browser = visits.fresh()
        sign_up(browser)
        assert browser.get("/api/v1/me").status_code == 401
        reply = confirm(browser, sink.secret_to(EMAIL))
        assert (reply.status_code, reply.headers["location"]) == (303, "/")
        assert "Welcome." in browser.get("/").text
        assert me(browser)["email"] == EMAIL
        assert "Unverified" not in browser.get("/account").text

    def test_what_was_practiced_is_kept_though_the_mail_is_opened_elsewhere(self, visits, sink):
        here, there = visits.fresh(), visits.fresh()
        here.post("/questions/locked-coding/practice")
        sign_up(here)
        there.post("/questions/locked-tokens/practice")
        confirm(there, sink.secret_to(EMAIL))
        assert me(there)["practiced_count"] == 2
        assert here.get("/api/v1/me").status_code == 401  # the guest's session is over: its row is the member's

    def test_without_the_password_a_strangers_sign_up_opens_nothing(self, visits, sink):
        sign_up(visits.fresh(), password="chosen by a stranger")
        reply = confirm(visits.visitor, sink.secret_to(EMAIL))
        assert reply.status_code == 422
        assert "This is not the password of the account." in reply.text
        assert "chosen by" not in reply.text
        assert links(visits)[0].used_at is None

    @pytest.mark.settings(limit_factor=1)
    def test_the_password_cannot_be_guessed_with_the_link_and_others_still_get_in(self, visits, sink):
        sign_up(visits.fresh())
        secret = sink.secret_to(EMAIL)
        guesses = [confirm(visits.fresh(), secret, password="a wrong guess").status_code for _ in range(11)]
        assert guesses == [422] * 10 + [429]
        visits.signed_in()

    def test_it_opens_once(self, visits, sink):
        sign_up(visits.fresh())
        secret = sink.secret_to(EMAIL)
        assert confirm(visits.fresh(), secret).status_code == 303
        reply = confirm(visits.fresh(), secret)
        assert reply.status_code == 422
        assert "This link does not work" in reply.text

    def test_of_two_sign_ups_the_second_hears_that_the_address_is_taken(self, visits, sink):
        sign_up(visits.fresh())
        first = sink.secret_to(EMAIL)
        sign_up(visits.fresh(), email=" DORA@example.org")
        second = sink.secret_to("DORA@example.org")
        assert confirm(visits.fresh(), first).status_code == 303
        reply = confirm(visits.fresh(), second)
        assert reply.status_code == 422
        assert "There is an account with this address already. Sign in instead." in reply.text

    def test_a_typed_code_waits_in_the_browser_and_is_redeemed(self, visits, sink):
        browser, code = visits.fresh(), visits.a_code()
        sign_up(browser, code=code.lower())
        secret = sink.secret_to(EMAIL)
        assert code.replace("-", "") not in sink.text_to(EMAIL)
        kept = re.search(
            r'name="code" type="text" value="([^"]+)"', browser.get(f"/sign-up/confirm?link={secret}").text
        )
        assert confirm(browser, secret, code=kept[1]).status_code == 303
        assert browser.get("/api/v1/questions/locked-coding").json()["access"] == "unlocked"
        assert "code" not in browser.cookies

    @pytest.mark.settings(sign_up="code")
    def test_where_a_code_is_needed_no_account_opens_without_one(self, visits, sink):
        browser, code = visits.fresh(), visits.a_code()
        sign_up(browser, code=code)
        secret = sink.secret_to(EMAIL)
        assert "Enter an unlock code." in confirm(browser, secret).text
        assert confirm(browser, secret, code=code).status_code == 303

    def test_a_code_that_was_used_up_meanwhile_leaves_the_link_open(self, visits, sink):
        browser, code = visits.fresh(), visits.a_code()
        sign_up(browser, code=code)
        visits.alice.post("/unlock", data={"code": code})
        secret = sink.secret_to(EMAIL)
        reply = confirm(browser, secret, code=code)
        assert reply.status_code == 422
        assert "no uses left" in reply.text
        assert confirm(browser, secret, code="").status_code == 303

    def test_another_site_cannot_open_it(self, visits, sink):
        sign_up(visits.fresh())
        data = {"link": sink.secret_to(EMAIL), "password": RIGHT}
        reply = visits.fresh().post("/sign-up/confirm", data=data, headers={"sec-fetch-site": "cross-site"})
        assert reply.status_code == 403


class TestSend:
    def test_a_member_confirms_the_address_with_their_password(self, visits, sink):
        page = visits.alice.get("/account").text
        assert "Unverified" in page
        assert visits.alice.post("/account/confirm").headers["location"] == "/account"
        assert "A mail is on its way to your address." in visits.alice.get("/account").text
        secret = sink.secret_to("alice@example.org")
        browser = visits.fresh()
        assert confirm(browser, secret, password="a wrong one").status_code == 422
        assert confirm(browser, secret, password=PASSWORD).status_code == 303
        account = browser.get("/account").text
        assert "Your address is confirmed." in account
        assert "Unverified" not in account

    def test_a_confirmed_address_gets_no_mail(self, visits, sink):
        with writing(visits.engine) as session:
            session.execute(sa.update(Person).where(Person.email == "alice@example.org").values(confirmed_at=NOW))
        assert visits.alice.post("/account/confirm").status_code == 303
        assert sink.mails == []

    def test_it_is_for_members_where_there_is_a_mail_server(self, visits):
        assert visits.alice.post("/account/confirm").status_code == 404
        assert visits.visitor.post("/account/confirm").status_code == 401
        assert visits.gus.post("/account/confirm").status_code == 401
        assert "Unverified" not in visits.alice.get("/account").text

    @pytest.mark.settings(limit_factor=1)
    def test_five_a_day_go_to_one_address(self, visits, sink):
        replies = [visits.alice.post("/account/confirm").status_code for _ in range(6)]
        assert replies == [303] * 5 + [429]
        assert len(sink.mails) == 5
