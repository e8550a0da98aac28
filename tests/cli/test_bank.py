"""`headroom recount`."""

import json

import pytest
import sqlalchemy as sa
from typer import Typer
from typer.testing import CliRunner

from app.cli import bank
from app.core.db import create_engine, writing
from app.migration import migrate
from app.questions.models import Question
from tests.factories import make_question

app = Typer()
app.command()(bank.recount)


@pytest.fixture
def engine(tmp_path, monkeypatch):
    url = f"sqlite:///{tmp_path / 'headroom.db'}"
    monkeypatch.setenv("HEADROOM_DATABASE_URL", url)
    engine = create_engine(url)
    migrate(engine)
    with writing(engine) as session:
        make_question(session, 1)
    yield engine
    engine.dispose()


def run(*arguments):
    result = CliRunner().invoke(app, arguments)
    return result.exit_code, result.stdout


def spoil(engine):
    with writing(engine) as session:
        session.execute(sa.update(Question).values(practiced_count=4))


def test_right_counters_need_nothing(engine):
    assert run("--check") == (0, "Every counter equals its marks.\n")


def test_a_wrong_counter_is_named_and_left_alone_by_a_check(engine):
    spoil(engine)
    code, output = run("--check")
    assert code == 1
    assert output.startswith("1 question-1: 4, by its marks 0\n")
    assert run("--check")[0] == 1


def test_a_recount_mends_it(engine):
    spoil(engine)
    assert run()[0] == 0
    assert run("--check")[0] == 0


def test_the_report_can_be_json(engine):
    spoil(engine)
    code, output = run("--check", "--json")
    wrong = [{"id": "1", "slug": "question-1", "stored": 4, "counted": 0}]
    assert (code, json.loads(output)) == (1, {"wrong": wrong, "is_mended": False})
