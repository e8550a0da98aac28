"""`headroom recount`."""

import json

import pytest
import sqlalchemy as sa
from typer import Typer
from typer.testing import CliRunner

from app.cli import bank
from app.core.db import writing
from app.questions.models import Question
from tests.factories import make_question

app = Typer()
app.command()(bank.recount)


@pytest.fixture
def bank_engine(own_database_url, own_engine, monkeypatch):
    """A bank of one question that the command finds."""
    monkeypatch.setenv("HEADROOM_DATABASE_URL", own_database_url)
    with writing(own_engine) as session:
        make_question(session, 1)
    return own_engine


def run(*arguments):
    result = CliRunner().invoke(app, arguments)
    return result.exit_code, result.stdout


def spoil(engine):
    with writing(engine) as session:
        session.execute(sa.update(Question).values(practiced_count=4))


def test_right_counters_need_nothing(bank_engine):
    assert run("--check") == (0, "Every number equals a recount.\n")


def test_a_wrong_counter_is_named_and_left_alone_by_a_check(bank_engine):
    spoil(bank_engine)
    code, output = run("--check")
    assert code == 1
    assert output.startswith("1 question-1: practiced count is 4, by a recount 0\n")
    assert run("--check")[0] == 1


def test_a_recount_mends_it(bank_engine):
    spoil(bank_engine)
    assert run()[0] == 0
    assert run("--check")[0] == 0


def test_the_report_can_be_json(bank_engine):
    spoil(bank_engine)
    code, output = run("--check", "--json")
    wrong = [{"id": "1", "slug": "question-1", "number": "practiced count", "stored": 4, "counted": 0}]
    assert (code, json.loads(output)) == (1, {"wrong": wrong, "is_mended": False})
