"""Mails as they are written, and what happens when the mail server is away: everything else goes on."""

import asyncio
import json
import logging
import socket
from contextlib import ExitStack

import httpx
import pytest
import structlog

from app.settings import Settings
from app.web.mailing import Letter, sender_of, written
from app.web.turns import MAILS_AT_ONCE
from tests.visiting import HOST

NAMES = ("sign_up", "taken", "confirm", "reset")
SECRET = "s" * 43
DORA = {"email": "dora@example.org", "password": "a long walk by the river"}


def mail(visits, name):
    return written(visits.app, Letter(name, "dora@example.org", SECRET))


class TestWritten:
    @pytest.mark.settings(base_url="https://bank.example")
    @pytest.mark.parametrize("name", NAMES)
    def test_a_mail_is_a_subject_and_plain_lines(self, visits, name):
        letter = mail(visits, name)
        lines = letter.text.splitlines()
        assert 10 < len(letter.subject) < 60
        assert letter.text.isascii()
        assert max(len(line) for line in lines if "://" not in line) <= 76
        assert "\n\n\n" not in letter.text
        assert "&" not in letter.text
        assert not letter.text.startswith("\n")

    @pytest.mark.settings(base_url="https://bank.example")
    @pytest.mark.parametrize(
        ("name", "path"),
        [
            ("sign_up", f"/sign-up/confirm?link={SECRET}"),
            ("confirm", f"/sign-up/confirm?link={SECRET}"),
            ("reset", f"/sign-in/new-password?link={SECRET}"),
            ("taken", "/sign-in/reset"),
        ],
    )
    def test_links_stand_on_lines_of_their_own_at_the_banks_own_address(self, visits, name, path):
        assert f"https://bank.example{path}" in mail(visits, name).text.splitlines()

    @pytest.mark.parametrize("name", NAMES)
    def test_a_bank_that_does_not_know_its_address_sends_a_code_to_paste(self, visits, name):
        text = mail(visits, name).text
        assert "://" not in text
        assert "/sign-" not in text
        assert (SECRET in text.splitlines()) == (name != "taken")

    def test_the_host_that_a_request_names_is_in_no_mail(self, visits, sink):
        visits.visitor.post("/sign-up", data=DORA, headers={"host": "evil.example", "x-forwarded-host": "evil.example"})
        assert len(sink.mails) == 1
        assert "evil" not in sink.mails[0].as_string()


class TestSender:
    @pytest.mark.parametrize(
        ("settings", "sender"),
        [
            ({"smtp_url": "smtp://bank%40example.org:secret@mail.example.org:587"}, "bank@example.org"),
            ({"smtp_url": "smtp://user:x@mail.example.org", "contact": "mailto:a@b.org?subject=x"}, "a@b.org"),
            ({"smtp_url": "smtp://mail.example.org", "base_url": "https://bank.example:444"}, "headroom@bank.example"),
            (
                {"smtp_url": "smtp://mail.example.org", "contact": "https://example.org/contact"},
                "headroom@mail.example.org",
            ),
        ],
    )
    def test_mails_are_from_an_address_that_the_server_may_send_for(self, settings, sender):
        assert sender_of(Settings(**settings)) == sender


class TestAway:
    def test_the_page_says_so_the_log_names_nobody_and_the_bank_goes_on(self, visits, sink, caplog):
        sink.stop()
        with structlog.testing.capture_logs() as lines, caplog.at_level(logging.DEBUG):
            reply = visits.visitor.post("/sign-up", data=DORA)
        assert reply.status_code == 503
        assert "The mail could not be sent" in reply.text
        assert "Nothing was lost; try again in some minutes." in reply.text
        assert [line["reason"] for line in lines if line["event"] == "mail.failed"] == ["ConnectionRefusedError"]
        assert DORA["email"] not in json.dumps(lines) + caplog.text
        visits.signed_in()
        assert visits.visitor.get("/questions").status_code == 200

    def test_a_server_that_hangs_holds_nobody_else_up(self, visits, sink):
        sink.stop()

        async def scene():
            options = {"base_url": f"http://{HOST}", "headers": {"sec-fetch-site": "same-origin"}}
            async with httpx.AsyncClient(transport=httpx.ASGITransport(visits.app), **options) as client:
                with ExitStack() as held:  # and hung up on at its end
                    silent = held.enter_context(socket.create_server(("127.0.0.1", sink.port)))
                    silent.settimeout(10)
                    waiting = [asyncio.create_task(client.post("/sign-up", data=DORA)) for _ in range(8)]
                    for _ in range(MAILS_AT_ONCE):
                        held.enter_context((await asyncio.to_thread(silent.accept))[0])
                    async with asyncio.timeout(5):
                        assert (await client.get("/questions")).status_code == 200
                        assert (await client.post("/theme", data={"theme": "dark"})).status_code == 303
                return await asyncio.gather(*waiting)

        assert {reply.status_code for reply in asyncio.run(scene())} == {503}

    def test_trying_again_leads_to_the_form(self, visits, sink):
        sink.stop()
        reply = visits.alice.post("/account/confirm", headers={"referer": "http://bank.example/account"})
        assert reply.status_code == 503
        assert 'href="/account">Try again' in reply.text

    def test_a_server_that_refuses_is_the_same_and_a_later_try_succeeds(self, visits, sink):
        sink.refusal = "550 not here"
        assert visits.visitor.post("/sign-up", data=DORA).status_code == 503
        assert visits.alice.post("/account/confirm").status_code == 503
        sink.refusal = ""
        assert visits.visitor.post("/sign-up", data=DORA).status_code == 303

    def test_no_secret_of_a_link_is_logged(self, visits, sink, caplog):
        with structlog.testing.capture_logs() as lines, caplog.at_level(logging.DEBUG):
            visits.visitor.post("/sign-up", data=DORA)
            secret = sink.secret_to(DORA["email"])
            visits.visitor.get(f"/sign-up/confirm?link={secret}")
            visits.visitor.post("/sign-up/confirm", data={"link": secret, "password": DORA["password"]})
        others = [entry.getMessage() for entry in caplog.records if not entry.name.startswith(("httpx", "mail.log"))]
        logged = json.dumps(lines) + "".join(others)  # without what the browser and the mail server of the test say
        for private in (secret, DORA["email"], DORA["password"]):
            assert private not in logged
