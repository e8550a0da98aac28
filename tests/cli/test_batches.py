"""`headroom seeds batches` and `seeds undo`."""

import json

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner, Result

from app.authoring.undo import CantBeUndone
from app.cli import app
from app.core.errors import NotFound
from tests.questions.seeds import question, topic

QUESTION = "model-serving/one-small-question.md"


@pytest.fixture
def folder(tmp_path, own_database_url, own_engine: sa.Engine, monkeypatch):
    """A bank of one question in a folder, loaded once."""
    monkeypatch.setenv("HEADROOM_DATABASE_URL", own_database_url)
    folder = tmp_path / "bank"
    for path, text in {"_bank.md": topic("A bank"), "model-serving/_topic.md": topic(), QUESTION: question()}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    done("load", folder, "--name", "first")
    return folder


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["seeds", *map(str, arguments)])


def done(*arguments: object) -> str:
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def columns() -> list[list[str]]:
    """The lines of `seeds batches` without their times."""
    lines = [line.split("\t") for line in done("batches").splitlines()]
    assert all(line[1].endswith(" UTC") for line in lines)
    return [[line[0], *line[2:]] for line in lines]


def first_id() -> int:
    return json.loads(done("batches", "--json"))["batches"][-1]["id"]


def change(folder) -> int:
    (folder / QUESTION).write_text(question(title='"Another"'))
    return json.loads(done("load", folder, "--name", "second", "--json"))["batch"]


def test_a_load_is_listed_undone_and_done_again(folder):
    second = change(folder)
    undo = second + 1
    assert (
        done("undo", second) == f"Batch {second} undone as batch {undo}: 0 added, 1 changed, 0 unchanged, 0 retired\n"
    )
    assert f"{QUESTION}: differs" in run("verify", folder).stdout
    assert columns() == [
        [f"{undo}", "cli", "0 added, 1 changed, 0 unchanged, 0 retired", f"Undo of batch {second} (second)"],
        [f"{second}", "cli", "0 added, 1 changed, 0 unchanged, 0 retired", "second", f"undone by batch {undo}"],
        [f"{first_id()}", "cli", "1 added, 0 changed, 0 unchanged, 0 retired", "first"],
    ]
    assert json.loads(done("undo", undo, "--json")) == {
        "added": 0,
        "changed": 1,
        "unchanged": 0,
        "retired": 0,
        "batch": undo + 1,
        "undoes": undo,
    }
    assert "agree with the bank" in done("verify", folder)


def test_the_list_as_json(folder):
    done("undo", first_id())
    undo, first = json.loads(done("batches", "--json"))["batches"]
    assert (undo["undoes_id"], undo["retired"], undo["undone_by_id"]) == (first["id"], 1, None)
    assert (first["added"], first["undone_by_id"]) == (1, undo["id"])
    assert first["loaded_at"].endswith("+00:00")


def test_what_stands_in_the_way_is_one_line(folder):
    second = change(folder)
    refused = run("undo", first_id())
    assert refused.exit_code == 1
    assert isinstance(refused.exception, CantBeUndone)
    assert str(refused.exception) == (
        f"Batch {first_id()} can't be undone: batch {second} (second) by the shell changed {QUESTION} since."
        f" Undo batch {second} first."
    )


def test_bad_input_is_refused(folder):
    assert isinstance(run("undo", 999_999).exception, NotFound)
    for wrong in ("0", "-1", "first", "9999999999"):
        assert run("undo", wrong).exit_code == 2
    assert run("undo").exit_code == 2
