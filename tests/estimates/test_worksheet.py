"""A worksheet is read strictly: whatever is not as the format says is told once, at its line."""

import pytest

from app.estimates.parsing import as_written
from app.estimates.worksheet import Given, from_json
from app.estimates.worksheet import as_json as stored
from tests.estimates.blocks import block, given, read

SHEET = """\
title: Size a pool
inputs:
  rate: {label: Arrival rate, value: 2000, unit: request/s, range: [100, 20000]}
  speed: {label: Per GPU, fact: gpu-speed, range: [1, 500]}
  share: {label: Planned utilization, value: 0.6}
results:
  wanted: {formula: rate / (share * speed), value: 25.1, unit: GPU}
  replicas: {formula: ceil(wanted), value: 26, unit: GPU}
twists:
  - {ask: Ten times the traffic?, set: {rate: 20000}, expect: {replicas: 251}, answer: Ten times the pool.}
drill: wanted
"""
FACTS = {"gpu-speed": Given("133", "request/s/GPU"), "bad-value": Given("1O", "s"), "bad-unit": Given("10", "sec")}


def test_a_worksheet_is_read_and_a_fact_gives_value_and_unit():
    sheet, problems = read(SHEET, FACTS)
    assert problems == []
    assert (sheet.inputs[1].value, sheet.inputs[1].unit) == ("133", "request/s/GPU")
    assert (sheet.inputs[1].label, sheet.inputs[1].low, sheet.inputs[1].high) == ("Per GPU", "1", "500")
    assert sheet.results[1].formula == "ceil(wanted)"
    assert sheet.drilled is sheet.results[0]


def test_a_worksheet_is_stored_whole():
    sheet, _ = read(SHEET, FACTS)
    assert from_json(stored(sheet)) == sheet


def test_a_worksheet_can_be_read_though_its_claims_do_not_hold():
    wrong = SHEET.replace("value: 25.1", "value: 30")
    assert as_written(wrong, FACTS).results[0].value == "30"
    assert as_written("title: [", FACTS) is None


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("title: Size a pool\n", "", "f.md:10: estimate.title: is missing"),
        ("label: Arrival rate, ", "", "f.md:12: estimate.inputs.rate.label: is missing"),
        ("value: 2000, ", "", "f.md:12: estimate.inputs.rate.value: is missing"),
        ("value: 2000,", "value: ,", "f.md:12: estimate.inputs.rate.value: is empty"),
        (
            "Arrival rate",
            "A, rate",
            "f.md:12: estimate.inputs.rate.rate: is not a known field: put a text that holds a comma in quotes",
        ),
        ("Arrival rate", "A" * 81, "f.md:12: estimate.inputs.rate.label: has 81 characters; at most 80 are allowed"),
        (
            "formula: rate /",
            "formula: max(rate, 2) /",
            "f.md:16: estimate.results.wanted.formula: `max(rate` is not a formula: its brackets do not pair",
        ),
        ("Arrival rate", "At the peak: rate", "f.md:12: estimate: is not valid YAML"),
        ("  rate: {", "\trate: {", "f.md:12: estimate: is indented with a tab: use spaces"),
        ("Arrival rate", '"Arrival, at the peak: rate"', None),
        ("rate / (share * speed)", '"max(rate, 0 * rate) / (share * speed)"', None),
        (
            "unit: request/s,",
            "unit: requests,",
            "f.md:12: estimate.inputs.rate.unit: `requests` is not on the list of units: s ms us",
        ),
        ("unit: GPU}", "unit: month}", "f.md:16: estimate.results.wanted.unit: `month` is ambiguous: use hour"),
        ("drill: wanted", "dril: wanted", "f.md:20: estimate.dril: is not a known field (did you mean `drill`?)"),
        ("label: Per GPU", "lable: Per GPU", "f.md:13: estimate.inputs.speed.lable: is not a known field"),
        # Names.
        ("  rate: {", "  Rate: {", "f.md:12: estimate.inputs.Rate: a name is lower case"),
        ("  rate: {", "  _rate: {", "a name is lower case"),
        ("  rate: {", "  r\u00e4te: {", "a name is lower case"),
        ("  rate: {", f"  {'r' * 41}: {{", "a name is lower case"),
        ("  rate: {", "  ms: {", "f.md:12: estimate.inputs.ms: is the name of a unit or function"),
        ("  rate: {", "  ceil: {", "f.md:12: estimate.inputs.ceil: is the name of a unit or function"),
        ("  rate: {", "  in: {", "f.md:12: estimate.inputs.in: is a word that no formula may hold"),
        ("  replicas: {", "  rate: {", "f.md:17: estimate.results.rate: is already the name of another value"),
        ("  share: {", "  rate: {", "f.md:14: estimate: `rate` stands twice (first in line 12)"),
        (
            "share * speed",
            "share * sped",
            "f.md:16: estimate.results.wanted.formula: `sped` is not an input, an earlier",
        ),
        ("share * speed", "share * replicas", "f.md:16: estimate.results.wanted.formula: `replicas` comes no earlier"),
        ("share * speed", "share * wanted", "f.md:16: estimate.results.wanted.formula: `wanted` comes no earlier"),
        ("ceil(wanted)", "ceil(replicas)", "f.md:17: estimate.results.replicas.formula: `replicas` comes no earlier"),
        # Facts.
        (
            "gpu-speed",
            "gpu-sped",
            "f.md:13: estimate.inputs.speed.fact: `gpu-sped` is not in _facts.yaml (did you mean",
        ),
        ("fact: gpu-speed", "fact: gpu-speed, value: 133", "f.md:13: estimate.inputs.speed.value: comes from the fact"),
        ("fact: gpu-speed", "fact: gpu-speed, unit: s", "f.md:13: estimate.inputs.speed.unit: comes from the fact"),
        ("range: [1, 500]", "range: [1, 132]", "f.md:13: estimate.inputs.speed.range: 133 lies outside [1, 132]"),
        # Numbers.
        (
            "value: 2000",
            "value: 2_000",
            "f.md:12: estimate.inputs.rate.value: `2_000` is not a number like 1500, 0.5 or 3.2e6",
        ),
        ("value: 2000", "value: 2,000", "f.md:12: estimate.inputs.rate.000: is not a known field"),
        ("value: 2000", "value: nan", "f.md:12: estimate.inputs.rate.value: `nan` is not a number"),
        ("value: 2000", "value: .inf", "f.md:12: estimate.inputs.rate.value: `.inf` is not a number"),
        ("value: 2000", "value: 1e400", "f.md:12: estimate.inputs.rate.value: `1e400` is not a number"),
        ("value: 2000", "value: 1e-400", "f.md:12: estimate.inputs.rate.value: `1e-400` is not a number"),
        ("value: 2000", "value: 0x10", "f.md:12: estimate.inputs.rate.value: `0x10` is not a number"),
        ("value: 2000", "value: +5", "f.md:12: estimate.inputs.rate.value: `+5` is not a number"),
        ("value: 2000", "value: .5", "f.md:12: estimate.inputs.rate.value: `.5` is not a number"),
        ("value: 2000", "value: \uff12000", "f.md:12: estimate.inputs.rate.value: `\uff12000` is not a number"),
        ("value: 2000", f"value: {'1' * 41}", "f.md:12: estimate.inputs.rate.value: has 41 characters; at most 40"),
        ("value: 2000", "value: [2000]", "f.md:12: estimate.inputs.rate.value: must be one text"),
        ("value: 26,", "value: about 26,", "f.md:17: estimate.results.replicas.value: `about 26` is not a number"),
        # Ranges.
        ("value: 2000", "value: 50", "f.md:12: estimate.inputs.rate.range: 50 lies outside [100, 20000]"),
        ("value: 2000", "value: 20001", "f.md:12: estimate.inputs.rate.range: 20001 lies outside [100, 20000]"),
        ("value: 2000", "value: 100", "f.md:16: estimate.results.wanted.value: claims 25.1 GPU, but the formula gives"),
        (
            "[100, 20000]",
            "[20000, 100]",
            "f.md:12: estimate.inputs.rate.range: must be two numbers, the lower one first",
        ),
        ("[100, 20000]", "[2000, 2000]", "must be two numbers, the lower one first"),
        ("[100, 20000]", "[2000, 2000.00000000000000000001]", "must be two numbers, the lower one first"),
        ("[100, 20000]", "[100]", "must be two numbers, the lower one first"),
        ("[100, 20000]", "[100, 200, 20000]", "must be two numbers, the lower one first"),
        ("[100, 20000]", "[100, [2], 20000]", "must be two numbers, the lower one first"),
        ("[100, 20000]", "[100, 1e100]", "must be two numbers, the lower one first"),
        ("[100, 20000]", f"[100, {'9' * 41}]", "must be two numbers, the lower one first"),
        ("[100, 20000]", "{low: 100, high: 20000}", "must be two numbers, the lower one first"),
        ("[100, 20000]", "100 to 20000", "must be two numbers, the lower one first"),
    ],
)
def test_what_is_not_as_the_format_says_is_told_at_its_line(old, new, expected):
    assert old in SHEET
    sheet, problems = read(SHEET.replace(old, new, 1), FACTS)
    assert (sheet is None) == (expected is not None)
    assert any(expected in problem for problem in problems) if expected else problems == []


@pytest.mark.parametrize("fact", ["bad-value", "bad-unit"])
def test_what_is_wrong_with_a_fact_is_told_where_it_stands_not_here(fact):
    assert read(SHEET.replace("gpu-speed", fact), FACTS) == (None, [])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "f.md:10: estimate.inputs: is missing"),
        ("title: T\ninputs: {}\nresults: {}", "f.md:11: estimate.inputs: has 0 entries; it must have 1 to 40"),
        ("title: T\ninputs: []\nresults: 5", "f.md:11: estimate.inputs: must be a mapping of fields"),
        ("title: T\ninputs: {a: 5}\nresults: {r: {formula: a, value: 5}}", "estimate.inputs.a: must be a mapping"),
        ("title: T\ninputs: {a: }\nresults: {r: {formula: 5, value: 5}}", "estimate.inputs.a: is empty"),
        ("title: T\ninputs: {a: {label: A, value: 5}}\nresults:", "f.md:12: estimate.results: is empty"),
    ],
)
def test_an_empty_or_shapeless_worksheet_is_refused(text, problem):
    sheet, problems = read(text)
    assert sheet is None
    assert any(problem in found for found in problems), problems


def test_a_worksheet_has_forty_inputs_and_results_at_most():
    inputs = [given(f"a{number} = {number}") for number in range(41)]
    results = [f"r{number}: {{formula: a{number}, value: {number}}}" for number in range(41)]
    assert read(block(inputs[:40], results[:40]))[1] == []
    assert read(block(inputs, results[:40]))[1] == ["f.md:11: estimate.inputs: has 41 entries; it must have 1 to 40"]
    assert read(block(inputs[:40], results))[1] == ["f.md:52: estimate.results: has 41 entries; it must have 1 to 40"]
