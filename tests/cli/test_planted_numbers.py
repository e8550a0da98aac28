"""A wrong number, unit or fact, planted in a copy of a real seed, stops its load at the right line."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import seeds

ROOT = Path(__file__).parents[2] / "seeds"
SEED = "model-serving/five-models-under-100-ms.md"
PRICE = "gpu_hour: {label: GPU price, value: 2.50, unit: USD/GPU/hour, range: [0.5, 15]}"
WITH_FACT = "gpu_hour: {label: GPU price, fact: planted-price, range: [0.5, 15]}"
FACT = """
planted-price:
  value: 2.50  # planted
  unit: USD/GPU/hour
  what: The price of one GPU for an hour
  source: Planted by a test
  as_of: 2026-11-24
  confirmed:
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The seed with its topic, the bank and the facts, one fact more; the seed takes its price from it."""
    monkeypatch.setenv("HEADROOM_DATABASE_URL", f"sqlite:///{tmp_path / 'headroom.db'}")
    for path in ("_bank.md", "_facts.yaml", "model-serving/_topic.md", SEED):
        copy = tmp_path / "bank" / path
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes((ROOT / path).read_bytes())
    put(tmp_path / "bank", SEED, PRICE, WITH_FACT)
    with (tmp_path / "bank" / "_facts.yaml").open("a", encoding="utf-8") as facts:
        facts.write(FACT)
    return tmp_path / "bank"


def put(folder, path, old, new):
    text = (folder / path).read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{path} holds `{old}` {text.count(old)} times: plant something else"
    (folder / path).write_text(text.replace(old, new), encoding="utf-8")


def line_of(folder, path, text):
    lines = (folder / path).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if line.startswith(text))


def run(*arguments):
    return CliRunner().invoke(seeds.app, [str(argument) for argument in arguments])


def errors(result):
    return [line for line in result.stdout.splitlines() if ".md:" in line or ".yaml:" in line if "warning" not in line]


def test_the_copy_itself_is_loaded(folder):
    assert errors(run("check", folder)) == []
    result = run("load", folder)
    assert result.exit_code == 0, result.output
    assert "1 added" in result.stdout


# What is replaced by what in which file; what begins the line that is told, and what is told.
PLANTS = {
    "a number": (
        SEED, "value: 45625, unit: USD", "value: 45652, unit: USD", "  monthly: ",
        "estimate.results.monthly.value: claims 45652 USD, but the formula gives 45625 USD",
    ),
    "a unit of a result": (
        SEED, "value: 133, unit: request/s/GPU", "value: 133, unit: request/s", "  per_gpu: ",
        "estimate.results.per_gpu.formula: is request/GPU/s, but its unit is request/s",
    ),
    "a unit of an input": (
        SEED, "value: 22, unit: ms", "value: 22, unit: s", "  batch_time: ",
        "estimate.results.batch_time.value: claims 30 ms, but the formula gives 22008 ms",
    ),
    "a twist": (
        SEED, "expect: {replicas: 250, ", "expect: {replicas: 25, ", "    expect: {replicas: 25, ",
        "estimate.twists.expect: replicas claims 25 GPU, but the formula gives 250 GPU",
    ),
    "the name of a fact": (
        SEED, "fact: planted-price", "fact: planted-prize", "  gpu_hour: ",
        "estimate.inputs.gpu_hour.fact: `planted-prize` is not in _facts.yaml (did you mean `planted-price`?)",
    ),
    "the value of a fact": (
        "_facts.yaml", "2.50  # planted", "2.75  # planted", "  monthly: ",
        "estimate.results.monthly.value: claims 45625 USD, but the formula gives 50187.5 USD",
    ),
}  # fmt: skip


@pytest.mark.parametrize("plant", PLANTS)
def test_one_wrong_number_unit_or_fact_stops_the_load_at_its_line(folder, plant):
    path, old, new, place, message = PLANTS[plant]
    put(folder, path, old, new)
    line = line_of(folder, SEED, place)
    checked = run("check", folder)
    assert checked.exit_code == 1
    assert [error for error in errors(checked) if f"{SEED}:{line}: {message}" in error], checked.stdout
    loaded = run("load", folder)
    assert loaded.exit_code == 1
    assert "nothing was loaded" in loaded.output
    put(folder, path, new, old)
    assert "1 added" in run("load", folder).stdout
