"""A good question keeps every rule; each rule finds what is planted for it, in its line."""

import pytest

from tests.content import claims, form, links, origins, worksheets
from tests.content.rules import RULES
from tests.content_rules.planting import BODY, RUN, SHEET, planted, told, with_answer

DIAGRAM = "```mermaid\nflowchart TB\n  A --> B\n```\n\n*A before B.*\n"
LONG = "word " * 700
GRID = "| A | B |\n|---|---|\n"
CLAIM = '[{{tool: Cache, version: "{0}", date: {1}, statement: "It evicts", source: "Own run"}}]'

PLANTED = {
    "too long": (
        form.its_length_fits,
        {"body": with_answer(LONG)},
        ["body: has 1,", "words; 400 to 800 are allowed (Easy Technical)"],
    ),
    "a combination that the plan has not": (
        form.its_length_fits,
        {"kind": "System Design"},
        ["difficulty: Easy << difficulty: no System Design is Easy"],
    ),
    "too many words in tables": (
        form.its_tables_are_short,
        {"body": with_answer(f"{GRID}| a | {'word ' * 600} |\n")},
        ["words in tables; at most 600"],
    ),
    "too many rows": (
        form.its_tables_are_short,
        {"body": with_answer(GRID + "| a | b |\n" * 13)},
        ["| A | B | << table: has 13 rows; at most 12"],
    ),
    "a long block": (
        form.its_blocks_are_short,
        {"body": BODY.replace(RUN, RUN.replace("assert", "\n" * 90 + "assert"))},
        ["```python run timeout=20 << block: has 91 lines; at most 90"],
    ),
    "a diagram in a short text": (
        form.its_diagrams_are_few,
        {"body": with_answer(DIAGRAM)},
        ["```mermaid << diagram: 1 diagrams in", "one for 600 words"],
    ),
    "a design without a diagram": (
        form.its_diagrams_are_few,
        {"kind": "System Design"},
        ["Model answer: a System Design needs a diagram"],
    ),
    "two hints": (
        form.its_lists_have_the_right_length,
        {"body": BODY.replace("2. Subtract.\n", "")},
        ["1. Multiply. << Hints: has 2 items; 3 to 4"],
    ),
    "three clarifying questions": (
        form.its_lists_have_the_right_length,
        {"body": BODY.replace("| Is it near? | It decides the rate | Yes |\n", "")},
        ["Clarifying questions: has 3 items; 4 to 7"],
    ),
    "one reference": (
        form.its_lists_have_the_right_length,
        {"body": BODY.replace("- A. Author, *A Title*, 2020.\n", "")},
        ["References: has 1 items; 2 to 6"],
    ),
    "a level without pass mark": (
        form.its_rubric_has_a_pass_mark_for_each_level,
        {"levels": "[junior, senior]"},
        ["Rubric: has 1 pass marks for junior, senior"],
    ),
    "pass marks that fall": (
        form.its_rubric_has_a_pass_mark_for_each_level,
        {"levels": "[junior, senior]", "body": BODY.replace("Junior: 60.", "Junior: 60. Senior: 50.")},
        ["Rubric: pass marks must rise with the level, to 100 at most, not [60, 50]"],
    ),
    "no levels": (
        form.its_rubric_has_a_pass_mark_for_each_level,
        {"levels": None},
        ["levels: is empty"],
    ),
    "British spelling": (
        form.its_spelling_is_american,
        {"body": BODY.replace("1. Multiply.", "1. Optimise.")},
        ["1. Optimise. << spelling: `Optimise` is British"],
    ),
    "a reference without a year": (
        form.its_references_are_dated,
        {"body": BODY.replace("*A Title*, 2020.", "*A Title*.")},
        ["- A. Author, *A Title*. << References: needs the year"],
    ),
    "ready without a review": (
        form.it_is_reviewed_when_ready,
        {"reviewed": None},
        ["status: ready << reviewed: is missing"],
    ),
    "a review without a day": (
        form.it_is_reviewed_when_ready,
        {"reviewed": "{solver: same, checker: same, on: lately}"},
        ["<< reviewed: `on: lately` is not a date"],
    ),
    "one twist in an estimation": (
        worksheets.its_worksheets_are_twisted,
        {"kind": "Estimation", "body": BODY.replace(SHEET.splitlines()[-3] + "\n", "")},
        ["Model answer: has 1 twists; Estimation needs 2"],
    ),
    "a claim without a version": (
        claims.its_claims_name_a_version_and_a_day,
        {"claims": CLAIM.format("latest", "2026-11-24")},
        ["claims.version: `latest` is no version"],
    ),
    "a claim of the future": (
        claims.its_claims_name_a_version_and_a_day,
        {"claims": CLAIM.format("1.2", "2999-11-24")},
        ["claims.date: 2999-11-24 is yet to come"],
    ),
    "a link to no part": (
        links.its_links_lead_somewhere,
        {"body": with_answer("Two lines,\nand [there](#nowhere).")},
        ["and [there](#nowhere). << Model answer: `#nowhere` is no part of this page"],
    ),
    "a public link into the answer": (
        links.its_links_lead_somewhere,
        {"body": BODY.replace("(#prompt)", "(#result)")},
        ["3. Look at the unit. See [the prompt](#result). << Hints: `#result` is no part"],
    ),
    "a link to no question": (
        links.its_links_lead_somewhere,
        {"body": with_answer("[There](/questions/nowhere).")},
        ["`/questions/nowhere` is no question or topic"],
    ),
    "a link to a file": (
        links.its_links_lead_somewhere,
        {"body": with_answer("[There](../other.md).")},
        ["`../other.md` leads nowhere"],
    ),
    "an address without slashes": (
        links.its_addresses_are_well_formed,
        {"body": BODY.replace("https://cache.io/doc.", "https:/cache.io/doc.")},
        ["<< address: `https:/cache.io/doc` is not an address"],
    ),
    "an address without a host": (
        links.its_addresses_are_well_formed,
        {"body": with_answer("See https://cache/doc.")},
        ["See https://cache/doc. << address: `https://cache/doc` is not an address"],
    ),
}
SOUND = {
    "a part of the answer": {"body": with_answer("[There](#result), [it](#rubric) and [that](#prompt).")},
    "itself and its topic": {
        "body": with_answer("[Me](/questions/one-small-question#q), [all](/topics/model-serving).")
    },
    "the web": {
        "body": with_answer("[There](https://a.example.org/x?y=1#z), https://a.example.org/(x), and 1 http: x.")
    },
    "a draft without review": {"status": "draft", "reviewed": None},
    "British words in code": {"body": BODY.replace("assert", "colour = 1\nassert")},
    "an estimation with two twists": {"kind": "Estimation"},
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("name", ["the good question", *SOUND])
def test_what_is_sound_breaks_no_rule(rule, name):
    assert told(rule, **SOUND.get(name, {})) == []


@pytest.mark.parametrize("name", PLANTED)
def test_what_is_planted_is_found(name):
    rule, changes, parts = PLANTED[name]
    found = told(rule, **changes)
    assert len(found) == 1, found
    assert [part for part in parts if part not in found[0]] == []


def test_every_rule_is_shown_to_find_something():
    in_test_origins = {origins.its_numbers_have_an_origin, worksheets.its_numbers_have_a_worksheet}
    shown = {rule for rule, *_ in PLANTED.values()} | in_test_origins
    assert [rule.__name__ for rule in RULES if rule not in shown] == []


def test_a_claim_without_version_or_date_is_refused_by_loading():
    for missing in ('version: "1.2", ', "date: 2026-11-24, "):
        claim = CLAIM.format("1.2", "2026-11-24").replace(missing, "")
        with pytest.raises(AssertionError, match=f"claims.{missing.partition(':')[0]}: is missing"):
            planted(claims=claim)
