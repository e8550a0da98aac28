"""`headroom seeds`: one clear message for each bad input, and nothing changed by it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli import seeds
from tests.questions.seeds import BODY, question, topic

QUESTION = "model-serving/one-small-question.md"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A bank of one question in a folder, beside an empty database that the commands find."""
    monkeypatch.setenv("HEADROOM_DATABASE_URL", f"sqlite:///{tmp_path / 'headroom.db'}")
    folder = tmp_path / "bank"
    for path, text in {"_bank.md": topic("A bank"), "model-serving/_topic.md": topic(), QUESTION: question()}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def run(*arguments: object) -> Result:
    return CliRunner().invoke(seeds.app, [str(argument) for argument in arguments])


def done(*arguments: object) -> str:
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_a_folder_is_checked_tried_loaded_and_loaded_again(folder):
    assert done("check", folder) == "3 files: 0 errors, 0 warnings\n"
    assert done("load", folder, "--dry-run") == "1 added, 0 changed, 0 unchanged, 0 retired\n"
    assert done("load", folder) == "1 added, 0 changed, 0 unchanged, 0 retired\n"
    assert json.loads(done("load", folder, "--json")) == {
        "added": 0,
        "changed": 0,
        "unchanged": 1,
        "retired": 0,
        "batch": None,
    }


def test_one_error_is_one_error(folder):
    (folder / QUESTION).write_text(question(minutes='"ten"'))
    assert run("check", folder).stdout.endswith("\n3 files: 1 error, 0 warnings\n")
    assert run("load", folder).stderr.endswith("\nheadroom: nothing was loaded, 1 error\n")


def test_a_load_tells_its_batch(folder):
    assert json.loads(done("load", folder, "--json", "--name", "first"))["batch"] == 1


def test_one_file_or_one_topic_may_be_loaded_alone(folder):
    done("load", folder)
    (folder / QUESTION).write_text(question(title='"Other"'))
    assert done("load", folder / QUESTION, "--dry-run") == "0 added, 1 changed, 0 unchanged, 0 retired\n"
    assert done("load", folder / "model-serving") == "0 added, 1 changed, 0 unchanged, 0 retired\n"


def test_what_is_exported_verifies_and_loads_unchanged(folder, tmp_path):
    done("load", folder)
    assert done("export", tmp_path / "out") == f"3 files written to {tmp_path / 'out'}\n"
    assert (tmp_path / "out" / QUESTION).read_bytes() == (folder / QUESTION).read_bytes()
    assert done("verify", tmp_path / "out") == "3 files agree with the bank\n"
    assert done("load", tmp_path / "out") == "0 added, 0 changed, 1 unchanged, 0 retired\n"


def test_verify_lists_where_folder_and_bank_differ(folder):
    done("load", folder)
    (folder / QUESTION).write_text(question(title='"Other"'))
    result = run("verify", folder)
    assert result.exit_code == 1
    assert result.stdout == f"{QUESTION}: differs\n1 differences\n"
    assert json.loads(run("verify", folder, "--json").stdout) == {"differences": [f"{QUESTION}: differs"]}


def test_prune_retires_what_is_gone(folder):
    done("load", folder)
    (folder / QUESTION).unlink()
    assert done("load", folder) == "0 added, 0 changed, 0 unchanged, 0 retired\n"
    assert done("load", folder, "--prune") == "0 added, 0 changed, 0 unchanged, 1 retired\n"


def test_check_needs_no_database(folder, monkeypatch):
    monkeypatch.setenv("HEADROOM_DATABASE_URL", "sqlite:////nowhere/at/all.db")
    done("check", folder)


WRONG: list[tuple[str | bytes, str]] = [
    (question(title="[unclosed"), ": front matter: is not valid YAML"),
    (question(freee="true"), ":15: freee: is not a known field (did you mean `free`?)"),
    (question(free='"false"'), ":11: free: must be true or false, without quotes"),
    (question(title="&a x"), ":4: front matter: anchors (&name) are not accepted"),
    (question(title="!!python/object:os.system x"), ":4: front matter: tags (!name) are not accepted"),
    (question(topic="elsewhere"), "topic: is `elsewhere`, but the file lies in the folder `model-serving`"),
    (question(BODY.replace("## Rubric", "## Rubrik")), "section: `Rubrik` is not a section (did you mean `Rubric`?)"),
    (question(BODY.replace("| 40 |", "| 41 |")), "Rubric: the weights sum to 101, not 100"),
    (
        question(BODY.replace("Thirty", "```mermaid\nflowchart LR\nA-->[\n```\n\n*c*\n\nThirty")),
        "the diagram does not render",
    ),
    (question(BODY.replace("Thirty", r"$\frac{a$ Thirty")), "the braces of"),
    (question(BODY.replace("Thirty", "<b>Thirty</b>")), "raw HTML (<b>) is not accepted"),
    (question(BODY.replace("Thirty", "{{fact:x}} Thirty")), "the fact `x` is not in _facts.yaml"),
    (question().encode() + b"\xff", "file: is not UTF-8: save it with that encoding"),
    (question().encode("utf-16"), ":1: file: is not UTF-8"),
    (question().encode() + b"x" * 50_000_000, ":1: file: has more than 200,000 bytes"),
    (b"", ":1: front matter: the file must begin with a line `---`"),
]


@pytest.mark.parametrize(("text", "expected"), WRONG, ids=[expected[:40] for _, expected in WRONG])
def test_a_wrong_file_is_one_clear_message_and_nothing_changes(folder, text, expected):
    path = folder / QUESTION
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    checked = run("check", folder)
    assert checked.exit_code == 1
    (line,) = [line for line in checked.stdout.splitlines() if expected in line]
    assert line.startswith(f"{path}:")
    loaded = run("load", folder)
    assert loaded.exit_code == 1
    assert expected in loaded.stderr
    assert loaded.stderr.splitlines()[-1].startswith("headroom: nothing was loaded")
    path.unlink()
    assert done("load", folder, "--dry-run") == "0 added, 0 changed, 0 unchanged, 0 retired\n"
    assert done("load", folder, "--json").count('"batch": 1') == 1


def test_every_problem_of_every_file_comes_at_once(folder):
    (folder / QUESTION).write_text(question(free='"false"', minutes="4"))
    (folder / "model-serving/_topic.md").write_text("---\nsummary: x\n---\n")
    result = json.loads(run("check", folder, "--json").stdout)
    assert [(problem["field"], problem["line"]) for problem in result["problems"]] == [
        ("title", 2),
        ("order", 2),
        ("minutes", 8),
        ("free", 11),
    ]


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda folder: folder / "missing", "there is no such file or folder"),
        (lambda folder: folder / "empty", "holds no seed file"),
    ],
)
def test_a_path_that_leads_nowhere_is_said(folder, make, expected):
    (folder / "empty").mkdir()
    result = run("load", make(folder))
    assert result.exit_code == 1
    assert expected in result.stderr


def test_a_file_whose_name_is_no_text_is_refused(folder):
    (folder / "model-serving" / os.fsdecode(b"a\xff.md")).write_text(question(id="8", slug="eight"), encoding="utf-8")
    (folder / "model-serving" / "b\nc.md").write_text(question(id="9", slug="nine"), encoding="utf-8")
    for command in ("check", "load"):
        result = run(command, folder)
        assert result.exit_code == 1
        for name in ("a\\udcff.md", "b\\nc.md"):
            assert f"model-serving/{name}:1: file: has a name that is no plain text: rename it" in result.output


def test_two_files_that_stand_for_the_same_are_refused(folder, tmp_path):
    copy = tmp_path / "copy" / QUESTION
    copy.parent.mkdir(parents=True)
    copy.write_text(question())
    assert f"({QUESTION}) as" in run("check", folder, copy).stdout


def test_wrong_usage_is_exit_2(folder):
    assert run("load").exit_code == 2
    assert run("load", folder, "--pruned").exit_code == 2


@pytest.fixture
def refused(tmp_path):
    """Runs a command in a process of its own; gives its exit code and the one line that it says."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine").write_text("x")

    def run(*arguments):
        command = [sys.executable, "-m", "app", "seeds", *arguments]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        assert result.stdout == ""
        (line,) = result.stderr.splitlines()
        return result.returncode, line

    return run


def test_a_folder_that_cannot_be_written_to_is_one_line(folder, tmp_path, refused):
    done("load", folder)
    full, inside = tmp_path / "full", tmp_path / "full/mine/out"
    not_empty = f"headroom: {full} is not an empty folder: choose a new one; `seeds verify` compares."
    assert refused("export", full) == (1, not_empty)
    assert refused("export", inside) == (1, f"headroom: {inside} can't be written (Not a directory).")


def test_an_argument_that_is_no_text_is_one_line(folder, refused):
    name = os.fsdecode(b"a\xff")
    assert refused("load", folder, "--name", name) == (2, "headroom: an argument is no text in UTF-8")
