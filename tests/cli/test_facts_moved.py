"""A dry run says what changed facts move, and a wrong fact stops a load in its line."""

import json

import pytest
from typer.testing import CliRunner, Result

from app.cli import seeds
from tests.authoring.test_facts_moved import CITING, SIZED, facts
from tests.questions.seeds import bank, numbered, topic_file

POOL = "model-serving/question-1.md"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A loaded bank of two questions that cite a fact, one of them in a worksheet."""
    monkeypatch.setenv("HEADROOM_DATABASE_URL", f"sqlite:///{tmp_path / 'headroom.db'}")
    for file in (facts(), bank(), topic_file(), numbered(1, SIZED), numbered(2, CITING)):
        (tmp_path / "bank" / file.path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "bank" / file.path).write_bytes(file.data)
    return tmp_path / "bank"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(seeds.app, [str(argument) for argument in arguments])


def loaded(folder):
    assert run("load", folder).exit_code == 0
    return folder


def write_facts(folder, **changes):
    (folder / "_facts.yaml").write_bytes(facts(**changes).data)
    return folder / "_facts.yaml"


def line_of(path, text):
    return path.read_text().splitlines().index(text) + 1


def test_a_first_load_only_counts_its_facts(folder):
    result = run("load", folder, "--dry-run")
    assert result.stdout == "2 added, 0 changed, 0 unchanged, 0 retired\nfacts: 2 added\n"


def test_it_says_which_claims_still_hold(folder):
    path = write_facts(loaded(folder), price="2.51")
    assert run("load", path, "--dry-run").stdout.splitlines() == [
        "0 added, 1 changed, 0 unchanged, 0 retired",
        "fact price changed; cited by 1",
        "  value: $2.50/GPU/hour -> $2.51/GPU/hour",
        "claims: 1 moved, 0 no longer hold",
        "  question 1, worksheet 1, cost: was $50/hour, becomes $50.2/hour, claims $50/hour: holds (price)",
    ]
    assert run("load", path).stdout == "0 added, 1 changed, 0 unchanged, 0 retired\n"


def test_other_words_of_a_fact_are_told_and_move_nothing(folder):
    path = write_facts(loaded(folder), source="A paper")
    assert run("load", path, "--dry-run").stdout.splitlines()[1:] == [
        "fact price changed; cited by 1",
        "  source: A book -> A paper",
        "fact speed changed; cited by 1, 2",
        "  source: A book -> A paper",
        "claims: 0 moved, 0 no longer hold",
    ]


def test_a_claim_that_breaks_is_told_with_all_that_must_be_touched(folder):
    path = write_facts(loaded(folder), speed="50")
    result = run("load", path, "--dry-run")
    assert result.exit_code == 1
    assert "0 changed" not in result.stdout
    assert "claims: 3 moved, 3 no longer hold" in result.stdout
    assert "question 1, worksheet 1, twist 1, replicas: was 200 GPU, becomes 400 GPU" in result.stdout
    line = line_of(folder / POOL, "  replicas: {formula: ceil(rate / speed), value: 20, unit: GPU}")
    assert f"{POOL}:{line}: estimate.results.replicas.value: claims 20 GPU, but the formula" in result.stderr
    assert result.stderr.endswith("headroom: nothing was loaded, 3 errors\n")


def test_json_holds_every_value(folder):
    told = json.loads(run("load", loaded(folder), "--dry-run", "--json").stdout)
    assert (told["facts"], told["moved_claims"], told["batch"], told["unchanged"]) == ([], [], None, 2)
    told = json.loads(run("load", write_facts(folder, speed="50"), "--dry-run", "--json").stdout)
    assert len(told["problems"]) == 3
    (fact,) = told["facts"]
    assert (fact["before"]["value"], fact["after"]["value"], fact["cited_by"]) == ("100", "50", ["1", "2"])
    assert fact["before"] | {"value": "50"} == fact["after"]
    assert told["moved_claims"][0] == {
        "external_id": "1",
        "worksheet": 1,
        "worksheet_title": "A pool",
        "twist": 0,
        "result": "replicas",
        "unit": "GPU",
        "claimed": "20",
        "before": 20.0,
        "after": 40.0,
        "holds": False,
        "facts": ["speed"],
    }
    assert "facts" not in json.loads(run("load", folder, "--json").stdout)


def planted():
    """Changes of the facts, with what `seeds check` says: the file, a line of it, and the message."""
    formula = "  replicas: {formula: ceil(rate / speed), value: 20, unit: GPU}"
    price = "  price: {label: Price of one, fact: price}"
    return [
        ({"unit": "furlong"}, "_facts.yaml", "  unit: furlong", "speed.unit: `furlong` is not on the list of units"),
        ({"unit": "request/s"}, POOL, formula, "estimate.results.replicas.formula: "),
        ({"speed": "fast"}, "_facts.yaml", "  value: fast", "speed.value: `fast` is not a number"),
        ({"speed": "50"}, POOL, formula, "estimate.results.replicas.value: claims 20 GPU, but the formula gives 40"),
        ({"price": None}, POOL, price, "estimate.inputs.price.fact: `price` is not in _facts.yaml"),
    ]


@pytest.mark.parametrize(("changes", "path", "line", "message"), planted())
def test_a_wrong_fact_stops_check_and_load_in_its_line(folder, changes, path, line, message):
    write_facts(loaded(folder), **changes)
    told = f"{folder / path}:{line_of(folder / path, line)}: {message}"
    checked, tried, refused = run("check", folder), run("load", folder, "--dry-run"), run("load", folder)
    assert [result.exit_code for result in (checked, tried, refused)] == [1, 1, 1]
    assert told in checked.stdout
    assert told in tried.stderr
    assert told in refused.stderr
