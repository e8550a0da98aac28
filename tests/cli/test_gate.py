"""`headroom gate-check`: the proof on this bank's content, kept in the audit log, one run at a time."""

import json
import os
import subprocess
import sys

import pytest

from app.cli.gate import _LOCK_NUMBER
from app.core.db import alone, create_engine, reading
from app.questions.versions import fingerprint
from app.unlocks.gate_checks import kept_checks

pytestmark = pytest.mark.xdist_group("gate")


@pytest.fixture
def bank(filled_database, monkeypatch):
    """The tests' bank, which the command finds."""
    copy, _ = filled_database
    with copy() as url:
        monkeypatch.setenv("HEADROOM_DATABASE_URL", url)
        engine = create_engine(url)
        yield engine
        engine.dispose()


def run(*arguments):
    command = [sys.executable, "-m", "app", "gate-check", *arguments]
    return subprocess.run(command, env=os.environ, capture_output=True, text=True, check=False)


def kept(engine):
    with reading(engine) as session:
        return kept_checks(session)


def test_the_result_is_printed_and_kept(bank):
    done = run("--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    with reading(bank) as session:
        assert found["fingerprint"] == fingerprint(session)
    assert (found["locked"], found["leak_count"], found["leaks"]) == (3, 0, [])
    check = kept(bank)[0]
    assert (check.by, check.result.locked, check.result.requests) == ("the shell", 3, found["requests"])
    assert check.result.seconds == found["seconds"] > 0


def test_while_one_runs_another_is_refused_at_once(bank):
    with alone(bank, "gate-check", _LOCK_NUMBER):
        done = run()
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "headroom: another gate-check is running on this database; wait until it ends\n"
    assert kept(bank) == []
