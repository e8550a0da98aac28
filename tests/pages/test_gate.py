"""The gate's self-test in the browser: run as the command that it is, its result kept and shown."""

import json
import os
import sys
import time
from contextlib import suppress

import pytest

from app.core.db import reading, writing
from app.unlocks.gate_checks import GateResult, keep, kept_checks
from app.web import gate_run
from tests.pages.html import Page
from tests.visiting import NOW

pytestmark = pytest.mark.xdist_group("gate")

PRESSED = {"check": "gate"}
LEAK = {"observer": "visitor", "call": "GET /questions/x", "what": "shows words of a locked answer"}
RED = {"locked": 3, "requests": 9, "leak_count": 1, "leaks": [LEAK], "seconds": 1.5, "fingerprint": "0" * 16}


def kept(visits):
    with reading(visits.engine) as session:
        return kept_checks(session)


def keep_green(visits, fingerprint="0" * 16):
    with writing(visits.engine) as session:
        result = GateResult(3, 1_200, 0, (), 4.2, fingerprint)
        keep(session, result, actor="cli", now=NOW)


@pytest.fixture
def command(monkeypatch):
    """Puts a small program in the place of the command."""

    def put(program):
        monkeypatch.setattr(gate_run, "COMMAND", (sys.executable, "-c", program))

    return put


class TestShow:
    def test_before_the_first_check_it_offers_one(self, looks):
        page = Page(looks.carol.get("/admin/gate"))
        assert "The gate has not been checked yet" in page.text
        assert page.form("Check the gate now").action == "/admin/gate"

    def test_a_result_says_of_which_bank_it_is(self, visits):
        keep_green(visits)
        page = Page(visits.carol.get("/admin/gate"))
        assert "No leak among 3 locked answers in 1,200 requests." in page.text
        assert "by the shell, in 4.2 seconds" in page.text
        assert "The bank has changed since" in page.text

    def test_leaks_are_listed(self, visits):
        with writing(visits.engine) as session:
            leaks = tuple(f"guest: GET /questions/{number}: shows <words>" for number in range(25))
            keep(session, GateResult(3, 1_200, 25, leaks, 4.2, "0" * 16), actor="cli", now=NOW)
        text = Page(visits.carol.get("/admin/gate")).text
        assert "25 leaks among 3 locked answers" in text
        assert "the first 20 of 25" in text
        assert "guest: GET /questions/19: shows <words>" in text

    def test_results_so_far_stand_below(self, visits):
        for _ in range(3):
            keep_green(visits)
        page = Page(visits.carol.get("/admin/gate"))
        assert "The last 3 checks, newest first. The" in page.text
        assert page.links["audit log"] == "/admin/audit?action=gate.check"

    def test_only_admins_see_it(self, looks):
        for name, status in {"visitor": 303, "gus": 303, "bob": 403, "dana": 403, "sam": 403}.items():
            assert getattr(looks, name).get("/admin/gate").status_code == status


class TestCreate:
    def test_a_real_check_is_kept_in_the_name_of_who_pressed_the_button(self, visits):
        reply = visits.carol.post("/admin/gate", data=PRESSED)
        assert (reply.status_code, reply.headers.get("location")) == (303, "/admin/gate"), reply.text
        checks = kept(visits)
        assert [(check.by, check.result.locked, check.result.leaks) for check in checks] == [
            ("carol@example.org", 3, ())
        ]
        assert checks[0].result.requests > 400
        assert "The bank has not changed since." in visits.carol.get("/admin/gate").text

    def test_leaks_that_the_command_finds_are_kept(self, visits, command):
        command(f"import sys; print({json.dumps(json.dumps(RED))}); sys.exit(1)")
        assert visits.carol.post("/admin/gate", data=PRESSED).status_code == 303
        assert kept(visits)[0].result.leaks == ("visitor: GET /questions/x: shows words of a locked answer",)

    def test_the_reason_why_there_is_no_result_is_told(self, visits, command):
        command("import sys; sys.exit('headroom: another gate-check is running on this database; wait until it ends')")
        reply = visits.carol.post("/admin/gate", data=PRESSED)
        assert reply.status_code == 503
        assert "another gate-check is running on this database; wait until it ends." in Page(reply).text
        assert kept(visits) == []

    def test_what_breaks_is_logged_and_tells_nothing_else(self, visits, command):
        command("raise RuntimeError('a secret')")
        reply = visits.carol.post("/admin/gate", data=PRESSED)
        assert reply.status_code == 503
        assert "It broke, and that was logged." in reply.text
        assert "secret" not in reply.text

    def test_what_takes_too_long_is_killed_with_all_it_began(self, visits, command, monkeypatch, tmp_path):
        begun = tmp_path / "child"
        child = f"import os, time; open({str(begun)!r}, 'w').write(str(os.getpid())); time.sleep(60)"
        command(f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])")
        monkeypatch.setattr(gate_run, "MAX_SECONDS", 3.0)
        reply = visits.carol.post("/admin/gate", data=PRESSED)
        assert reply.status_code == 503
        assert "It took longer than 3 seconds." in Page(reply).text
        assert is_gone(int(begun.read_text()))

    def test_the_command_knows_the_database_and_no_setting_of_the_server(self, visits, command, monkeypatch):
        monkeypatch.setenv("HEADROOM_SMTP_URL", "smtp://user:secret@mail.example.org")
        monkeypatch.setenv("HEADROOM_DATABASE_URL", "sqlite:////nowhere/else.db")
        command(
            "import os, sys; sys.exit('headroom: ' + ' '.join(v for k, v in os.environ.items() if 'HEADROOM_' in k))"
        )
        told = Page(visits.carol.post("/admin/gate", data=PRESSED)).text
        assert "secret" not in told
        assert "nowhere" not in told
        assert visits.app.state.settings.database_url in told

    def test_who_lost_the_right_while_it_ran_keeps_nothing(self, visits, command):
        command(
            "from sqlalchemy import text; from app.core.db import create_engine, writing\n"
            f"with writing(create_engine({visits.app.state.settings.database_url!r})) as session:\n"
            "    session.execute(text(\"UPDATE people SET role = 'author' WHERE email = 'carol@example.org'\"))\n"
            f"print({json.dumps(json.dumps(RED))})"
        )
        assert visits.carol.post("/admin/gate", data=PRESSED).status_code == 403
        assert kept(visits) == []

    @pytest.mark.settings(limit_factor=1)
    def test_six_in_ten_minutes_are_the_most(self, visits, command):
        command(f"print({json.dumps(json.dumps(RED))})")
        statuses = [visits.carol.post("/admin/gate", data=PRESSED).status_code for _ in range(7)]
        assert statuses == [303] * 6 + [429]

    def test_nothing_runs_without_the_button_or_for_others(self, visits, command):
        command("raise SystemExit('headroom: it ran')")
        for data in ({}, {"check": "all"}, {**PRESSED, "path": "/etc"}):
            assert visits.carol.post("/admin/gate", data=data).status_code == 422
        for name, status in {"visitor": 401, "gus": 401, "alice": 403, "dana": 403, "sam": 403}.items():
            assert getattr(visits, name).post("/admin/gate", data=PRESSED).status_code == status


def is_gone(process_id, seconds=10):
    deadline = time.monotonic() + seconds
    with suppress(ProcessLookupError):
        while time.monotonic() < deadline:
            os.kill(process_id, 0)
            time.sleep(0.05)
        return False
    return True
