"""Signing up: what a guest practiced stays, a taken address is refused plainly, a typed code survives."""

import asyncio

import httpx
import pytest

from tests.queries import statements
from tests.visiting import HOST

DORA = {"email": "dora@example.org", "password": "a long walk by the river"}


def sign_up(client, **changes):
    return client.post("/sign-up", data={**DORA, **changes})


def access(client):
    return client.get("/api/v1/questions/locked-coding").json()["access"]


class TestNew:
    def test_a_guest_hears_what_will_be_kept(self, visits):
        browser = visits.fresh()
        for slug in ("locked-coding", "locked-tokens"):
            browser.post(f"/questions/{slug}/practice")
        assert "You practiced 2 questions in this browser." in browser.get("/sign-up").text

    @pytest.mark.settings(sign_up="closed")
    def test_a_closed_bank_says_who_makes_accounts(self, visits):
        page = visits.visitor.get("/sign-up").text
        assert "Whoever runs this bank makes the accounts here." in page
        assert 'name="password"' not in page
        assert sign_up(visits.fresh()).status_code == 403


class TestCreate:
    def test_a_new_member_is_signed_in_at_once(self, visits):
        browser = visits.fresh()
        reply = sign_up(browser, next="/questions")
        assert (reply.status_code, reply.headers["location"]) == (303, "/questions")
        assert browser.get("/api/v1/me").json()["email"] == "dora@example.org"
        assert "Welcome." in browser.get("/").text

    def test_what_the_guest_practiced_is_the_members(self, visits):
        browser = visits.fresh()
        browser.post("/questions/locked-coding/practice")
        guest_token = browser.cookies["headroom"]
        sign_up(browser)
        question = browser.get("/api/v1/questions/locked-coding").json()
        assert (question["practiced"], question["practiced_count"]) == (True, 1)
        assert visits.fresh(guest_token).get("/api/v1/me").status_code == 401

    def test_a_taken_address_is_refused_plainly_and_the_form_keeps_what_was_typed(self, visits):
        reply = sign_up(visits.fresh(), email="Alice@example.org", code="not read")
        assert reply.status_code == 422
        reply = sign_up(visits.fresh(), email="Alice@example.org")
        assert "There is an account with this address already." in reply.text
        assert 'value="Alice@example.org"' in reply.text
        assert DORA["password"] not in reply.text

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("password", "short"),
            ("password", "qwertyuiop"),
            ("password", "x" * 1001),
            ("email", "dora"),
            ("email", "d" * 1001),
            ("email", "d" * 300 + "@example.org"),
            ("is_admin", "true"),
        ],
    )
    def test_bad_input_has_one_message_at_its_field_and_makes_nobody(self, visits, field, value):
        browser = visits.fresh()
        reply = sign_up(browser, **{field: value})
        assert reply.status_code == 422
        assert reply.text.count('class="field-error"') == (field != "is_admin")
        assert browser.get("/api/v1/me").status_code == 401

    def test_a_nul_is_refused_before_it_reaches_the_database(self, visits):
        reply = sign_up(visits.fresh(), email="dora\x00@example.org")
        assert reply.status_code == 422
        assert "NUL" in reply.text

    @pytest.mark.settings(limit_factor=1)
    def test_a_class_signs_up_behind_one_address_while_probing_is_bounded(self, visits):
        for number in range(12):
            assert sign_up(visits.fresh(), email=f"pupil{number}@example.org").status_code == 303
        probes = [sign_up(visits.fresh(), email="alice@example.org").status_code for _ in range(6)]
        assert probes == [422] * 5 + [429]
        assert sign_up(visits.fresh(), email="free@example.org").status_code == 429

    @pytest.mark.settings(limit_factor=1)
    def test_many_probes_at_once_learn_no_more_than_one_after_another(self, visits):
        async def burst(emails):
            options = {"base_url": f"http://{HOST}", "headers": {"sec-fetch-site": "same-origin"}}
            async with httpx.AsyncClient(transport=httpx.ASGITransport(visits.app), **options) as client:
                return await asyncio.gather(*(client.post("/sign-up", data={**DORA, "email": e}) for e in emails))

        replies = asyncio.run(burst(["alice@example.org"] * 40 + [f"free{number}@example.org" for number in range(5)]))
        assert sorted(reply.status_code for reply in replies) == [422] * 5 + [429] * 40

    @pytest.mark.settings(limit_factor=1)
    def test_what_is_no_address_costs_no_try(self, visits):
        assert {sign_up(visits.fresh(), email="dora").status_code for _ in range(8)} == {422}
        assert "Enter your email address." in sign_up(visits.fresh(), email=" ").text
        assert sign_up(visits.fresh()).status_code == 303

    def test_the_session_a_browser_had_before_ends(self, visits):
        browser = visits.signed_in()
        first = browser.cookies["headroom"]
        assert sign_up(browser).status_code == 303
        assert visits.fresh(first).get("/account").status_code == 303

    def test_a_code_is_redeemed_with_it(self, visits):
        browser = visits.fresh()
        sign_up(browser, code=visits.a_code().lower())
        assert access(browser) == "unlocked"

    def test_a_code_that_cannot_be_redeemed_makes_nobody(self, visits):
        browser, code = visits.fresh(), visits.a_code()
        sign_up(visits.fresh(), email="first@example.org", code=code)
        reply = sign_up(browser, code=code)
        assert reply.status_code == 422
        assert "no uses left" in reply.text
        assert f'value="{code}"' in reply.text
        assert sign_up(browser).status_code == 303

    @pytest.mark.settings(sign_up="code")
    def test_where_a_code_is_needed_there_is_no_account_without_one(self, visits):
        assert "Enter an unlock code." in sign_up(visits.fresh()).text
        browser = visits.fresh()
        assert sign_up(browser, code=visits.a_code()).status_code == 303
        assert access(browser) == "unlocked"

    @pytest.mark.settings(limit_factor=1, sign_up="code")
    def test_codes_cannot_be_guessed_by_signing_up(self, visits):
        guess = {"code": "0000-0000-0000-0000"}
        replies = [sign_up(visits.fresh(), email=f"g{n}@example.org", **guess).status_code for n in range(31)]
        assert replies == [422] * 30 + [429]


class TestCreateByMail:
    @pytest.mark.usefixtures("sink")
    def test_the_form_says_that_the_account_opens_from_a_mail(self, visits):
        assert "the account opens from it" in visits.visitor.get("/sign-up").text

    def test_a_free_and_a_taken_address_get_the_same_answer_and_each_a_mail(self, visits, sink):
        replies = [sign_up(visits.fresh(), email=email) for email in ("dora@example.org", "ALICE@example.org")]
        assert len({(reply.status_code, reply.text, str(reply.headers)) for reply in replies}) == 1
        assert replies[0].headers["location"] == "/sign-up/confirm"
        assert "Check your mail" in visits.visitor.get("/sign-up/confirm").text
        assert sink.recipients == [["dora@example.org"], ["alice@example.org"]]  # the latter as it is stored
        assert sink.mails[1]["Subject"] == "You have a Headroom account already"
        assert sink.secret_to("dora@example.org")

    @pytest.mark.usefixtures("sink")
    def test_both_are_the_same_work_for_the_database(self, visits):
        work = []
        for email in ("dora@example.org", "alice@example.org"):
            with statements(visits.engine) as seen:
                sign_up(visits.fresh(), email=email)
            work.append([statement for statement, _ in seen])
        assert work[0] == work[1]

    @pytest.mark.usefixtures("sink")
    def test_nobody_holds_an_address_by_typing_it(self, visits):
        browser = visits.fresh()
        sign_up(browser)
        assert browser.get("/api/v1/me").status_code == 401
        assert visits.fresh().post("/sign-in", data=DORA).status_code == 422

    @pytest.mark.parametrize("fields", [{"password": "short"}, {"email": "dora"}, {"code": "not a code"}])
    def test_bad_input_is_said_at_once_and_sends_nothing(self, visits, sink, fields):
        assert sign_up(visits.fresh(), **fields).status_code == 422
        assert sink.mails == []

    @pytest.mark.settings(sign_up="code")
    def test_where_a_code_is_needed_only_a_valid_one_sends_mail(self, visits, sink):
        used = visits.a_code()
        visits.alice.post("/unlock", data={"code": used})
        for code, words in (("", "Enter an unlock code."), ("0000-0000-0000-0000", "no such code"), (used, "no uses")):
            assert words in sign_up(visits.fresh(), code=code).text
        assert sink.mails == []
        assert sign_up(visits.fresh(), code=visits.a_code()).status_code == 303

    @pytest.mark.settings(sign_up="closed")
    def test_a_closed_bank_sends_none(self, visits, sink):
        assert sign_up(visits.fresh()).status_code == 403
        assert sink.mails == []

    @pytest.mark.settings(limit_factor=1)
    @pytest.mark.usefixtures("sink")
    def test_a_class_gets_its_mails_and_nobody_gets_more_than_five(self, visits):
        for number in range(30):
            assert sign_up(visits.fresh(), email=f"pupil{number}@example.org").status_code == 303
        replies = [sign_up(visits.fresh(), email=email).status_code for email in ("alice@example.org",) * 6]
        assert replies == [303] * 5 + [429]
