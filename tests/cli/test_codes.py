"""`headroom codes`: minting, listing and revoking from the shell."""

import json
import re
import secrets

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner, Result

from app.cli import codes
from app.core.db import writing
from app.core.errors import Invalid, NotFound
from tests.factories import make_topic


@pytest.fixture(autouse=True)
def _database(own_database_url: str, own_engine: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEADROOM_DATABASE_URL", own_database_url)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(codes.app, list(arguments))


def done(*arguments: str) -> str:
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def listed(tail: str) -> dict[str, object]:
    return next(code for code in json.loads(done("list", "--json"))["codes"] if code["tail"] == tail)


def test_codes_come_one_a_line(own_engine: sa.Engine) -> None:
    lines = done("mint", "--count", "3").splitlines()
    assert len(set(lines)) == 3
    assert all(re.fullmatch(r"([0-9A-Z]{4}-){3}[0-9A-Z]{4}", line) for line in lines)


def test_a_list_never_holds_a_whole_code(own_engine: sa.Engine) -> None:
    with writing(own_engine) as session:
        slug = make_topic(session, f"topic-{secrets.token_hex(4)}").slug
    options = [
        "--name",
        "Class of November",
        "--uses",
        "30",
        "--days",
        "90",
        "--topic",
        slug,
        "--expires",
        "2040-12-31",
        "--json",
    ]
    minted = json.loads(done("mint", *options))
    code = minted["codes"][0]
    shown = done("list")
    assert code not in shown
    line = next(line for line in shown.splitlines() if code[-4:] in line)
    assert line.split("\t")[1:] == [
        f"sheet {minted['sheet']}: Class of November",
        f"…{code[-4:]}",
        "30 of 30 left",
        slug,
        "for 90 days",
        "redeem by 2040-12-31",
    ]


def test_codes_minted_together_are_a_sheet() -> None:
    minted = json.loads(done("mint", "--count", "3", "--name", "Class", "--json"))
    codes = [listed(code[-4:]) for code in minted["codes"]]
    assert {(code["sheet_id"], code["name"]) for code in codes} == {(minted["sheet"], "Class")}
    assert f"\tsheet {minted['sheet']}: Class\t" in done("list")


def test_a_revoked_code_stays_in_the_list(own_engine: sa.Engine) -> None:
    tail = done("mint").strip()[-4:]
    code_id = str(listed(tail)["id"])
    assert done("revoke", code_id) == f"Revoked code {code_id}.\n"
    assert listed(tail)["revoked_at"] is not None
    assert isinstance(run("revoke", code_id).exception, Invalid)


def test_bad_input_is_refused() -> None:
    assert isinstance(run("revoke", "999999999").exception, NotFound)
    assert run("revoke", "9999999999").exit_code == 2
    assert isinstance(run("mint", "--topic", "no-such-topic").exception, Invalid)
    assert isinstance(run("mint", "--expires", "2020-01-01").exception, Invalid)
    assert isinstance(run("mint", "--name", "two\nlines").exception, Invalid)
    for wrong in (["--count", "0"], ["--uses", "many"], ["--days", "-1"], ["--expires", "soon"]):
        assert run("mint", *wrong).exit_code == 2
