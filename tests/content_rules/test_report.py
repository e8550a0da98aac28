"""The report counts a planted bank right, for people and for programs."""

import json
from datetime import date

import pytest

from tests.content.report import collect, main
from tests.content.report_text import as_text, table
from tests.content_rules.planting import BODY, FACTS, SHEET, planted_bank
from tests.questions.seeds import bank, numbered, topic_file

NOW = date(2026, 11, 25)
PLAIN = numbered(7002, BODY.replace(SHEET, ""), difficulty="Medium", kind="Coding", status="draft", free="true")


@pytest.fixture(scope="module")
def report():
    return collect(planted_bank(BODY, PLAIN), NOW)


def test_totals_count_questions_that_have_each(report):
    assert report["totals"] == {
        "questions": 2,
        "ready": 1,
        "reviewed": 1,
        "free": 1,
        "with_worksheets": 1,
        "with_twists": 1,
        "with_drills": 1,
        "with_diagrams": 0,
        "with_facts": 1,
        "facts": 2,
        "claims": 1,
    }


def test_questions_are_counted_by_topic_difficulty_and_kind(report):
    assert report["counts"] == [
        {"topic": "model-serving", "difficulty": "Easy", "kind": "Technical", "count": 1},
        {"topic": "model-serving", "difficulty": "Medium", "kind": "Coding", "count": 1},
    ]


def test_words_are_told_by_question_and_by_kind(report):
    first, second = report["questions"]
    assert (first["id"], first["worksheets"], first["twists"], first["drills"]) == ("7001", 1, 2, 1)
    assert (second["id"], second["worksheets"], second["twists"], second["drills"]) == ("7002", 0, 0, 0)
    words = first["words"]
    assert report["words"]["Technical"] == {"min": words, "median": words, "max": words}
    assert report["words"]["Debugging"] is None


def test_claims_and_facts_are_told_by_age(report):
    assert list(report["claims_by_age"].values()) == [1, 0, 0, 0]
    assert list(report["facts_by_age"].values()) == [1, 0, 0, 1]
    assert [(fact["id"], fact["age"], fact["questions"]) for fact in report["facts"]] == [
        ("unused-fact", "over 12 months", []),
        ("gpu-hour", "under 3 months", ["7001"]),
    ]
    assert report["unused_facts"] == ["unused-fact"]
    assert report["check_again"] == ["_facts.yaml:9: fact: unused-fact, read 2025-03-01: A count"]


@pytest.mark.parametrize(
    ("now", "ages"),
    [
        ((2027, 2, 23), [1, 0, 0, 0]),
        ((2027, 2, 24), [0, 1, 0, 0]),
        ((2027, 5, 24), [0, 0, 1, 0]),
        ((2027, 11, 24), [0, 0, 1, 0]),
        ((2027, 11, 25), [0, 0, 0, 1]),
    ],
)
def test_ages_are_counted_in_whole_months(now, ages):
    assert list(collect(planted_bank(), date(*now))["claims_by_age"].values()) == ages


def test_a_bank_without_questions_and_facts_has_a_report():
    report = collect(planted_bank(facts=""), NOW)
    empty = {**report, "questions": [], "counts": [], "facts": []}
    assert "Facts that no question uses: none" in as_text(empty)


def test_columns_line_up_for_people():
    assert table(["Name", "Count"], [["a", 1_000], ["longer", 0], ["", 7]]).splitlines() == [
        "Name    Count",
        "a       1,000",
        "longer      -",
        "-           7",
    ]
    assert table(["Name", "Count"], []) == "Name  Count"


def test_people_read_all_of_it(report):
    text = as_text(report)
    rows = [line.split() for line in text.splitlines()]
    assert ["with", "worksheets", "1"] in rows
    assert ["model-serving", "Medium", "-", "-", "1", "-", "-", "1"] in rows
    assert ["all", "all", "-", "1", "1", "-", "-", "2"] in rows
    assert ["gpu-hour", "2.75", "USD/hour", "2026-11-24", "-", "7001"] in rows
    assert text.endswith("12 months:\n_facts.yaml:9: fact: unused-fact, read 2025-03-01: A count")


def test_one_command_prints_a_folder(tmp_path, capsys):
    for seed in (bank(), topic_file(), PLAIN):
        path = tmp_path / seed.path
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(seed.data)
    assert main([str(tmp_path)]) == 0
    assert "The bank on " in capsys.readouterr().out
    assert main([str(tmp_path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["totals"]["questions"] == 1


def test_a_bank_that_cannot_be_read_has_no_report(tmp_path, capsys):
    (tmp_path / "_facts.yaml").write_text(FACTS.replace("2.75", "cheap"))
    assert main([str(tmp_path)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == "_facts.yaml:2: gpu-hour.value: `cheap` is not a number like 1500, 0.5 or 3.2e6\n"
