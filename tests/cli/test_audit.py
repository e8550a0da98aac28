"""`headroom audit verify`: the chain is whole, or exit 1 and the first broken entry."""

import json

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from app.audit.chain import record, verify
from app.cli import app
from app.core.db import reading, writing

WITHOUT_TRIGGER = {
    "sqlite": "DROP TRIGGER audit_entries_keep_on_update",
    "postgresql": "ALTER TABLE audit_entries DISABLE TRIGGER ALL",
}


@pytest.fixture
def log_of_three(own_database_url, own_engine, monkeypatch, now):
    """A log of three entries that the command finds."""
    monkeypatch.setenv("HEADROOM_DATABASE_URL", own_database_url)
    with writing(own_engine) as session:
        for number in range(3):
            record(session, actor="cli", action="tests.act", target=f"thing {number}", details={}, now=now)
    return own_engine


def run(*arguments):
    result = CliRunner().invoke(app, ["audit", "verify", *arguments])
    return result.exit_code, result.stdout


def change(engine):
    with writing(engine) as session:
        session.execute(sa.text(WITHOUT_TRIGGER[engine.name]))
        session.execute(sa.text("UPDATE audit_entries SET actor = 'nobody' WHERE id = 2"))


def test_a_whole_chain_names_its_end(log_of_three):
    with reading(log_of_three) as session:
        last_hash = verify(session).last_hash
    assert run() == (0, f"Whole: 3 entries. The last one's hash is {last_hash}.\n")


def test_the_first_broken_entry_is_named(log_of_three):
    change(log_of_three)
    code, output = run()
    assert code == 1
    assert output.splitlines()[0] == "Entry 2 is broken: its content does not fit its hash."


def test_the_verdict_can_be_json(log_of_three):
    code, output = run("--json")
    assert (code, json.loads(output)["is_whole"], json.loads(output)["count"]) == (0, True, 3)
    change(log_of_three)
    code, output = run("--json")
    assert (code, json.loads(output)["broken_id"], json.loads(output)["count"]) == (1, 2, 1)
