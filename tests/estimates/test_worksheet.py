"""Worksheets are read strictly; formulas and units come from closed lists."""

import pytest

from app.core.fields import Problems
from app.estimates.formulas import formula_problem
from app.estimates.parsing import parse
from app.estimates.units import unit_problem
from app.estimates.worksheet import Given

SHEET = """\
title: Size a pool
inputs:
  rate: {label: Arrival rate, value: 2000, unit: request/s, range: [100, 20000]}
  speed: {label: Per GPU, fact: gpu-speed, range: [1, 500]}
  share: {label: Planned utilization, value: 0.6}
results:
  replicas: {formula: ceil(rate / (share * speed)), value: 26, unit: GPU}
twists:
  - {ask: Ten times the traffic?, set: {rate: 20000}, expect: {replicas: 251}, answer: Ten times the pool.}
drill: replicas
"""
FACTS = {"gpu-speed": Given("133", "request/s/GPU")}


def read(text):
    problems = Problems("f.md")
    return parse(text, 10, FACTS, problems), [str(problem) for problem in problems.found]


def test_a_worksheet_is_read_and_a_fact_gives_value_and_unit():
    sheet, problems = read(SHEET)
    assert problems == []
    assert (sheet.inputs[1].value, sheet.inputs[1].unit) == ("133", "request/s/GPU")
    assert sheet.results[0].formula == "ceil(rate / (share * speed))"
    assert sheet.twists[0].set == {"rate": "20000"}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("unit: GPU}", "unit: month}", "f.md:16: estimate.results.replicas.unit: `month` is ambiguous"),
        ("gpu-speed", "gpu-sped", "`gpu-sped` is not in _facts.yaml (did you mean `gpu-speed`?)"),
        ("value: 2000", "value: 50", "50 lies outside [100, 20000]"),
        ("label: Arrival rate, ", "", "f.md:12: estimate.inputs.rate.label: is missing"),
        ("  rate: {", "  GB: {", "a name is lower case"),
        ("  rate: {", "  ms: {", "is the name of a unit or function"),
        ("share * speed", "share * sped", "`sped` is not an input, an earlier result or a unit"),
        ("set: {rate: 20000}", "set: {share: 0.7}", "`share` has no range"),
        ("set: {rate: 20000}", "set: {rate: 20001}", "`rate` = 20001 lies outside [100, 20000]"),
        ("expect: {replicas: 251}", "expect: {cost: 1}", "`cost` is not a result"),
        ("drill: replicas", "drill: rate", "`rate` is not a result"),
        ("drill: replicas", "dril: replicas", "is not a known field (did you mean `drill`?)"),
        ("value: 26,", "value: 2_6,", "`2_6` is not a number"),
        ("range: [100, 20000]", "range: [20000, 100]", "must be two numbers, [low, high]"),
    ],
)
def test_a_wrong_worksheet_is_refused_with_its_line(old, new, expected):
    sheet, problems = read(SHEET.replace(old, new, 1))
    assert sheet is None
    assert any(expected in problem for problem in problems), problems


@pytest.mark.parametrize(
    "formula",
    ["a + 2 * b", "ceil(a / GB)", "where(a > b, a, b)", "a ** 2", "-a", "min(a, b, 3)", "730 * hour"],
)
def test_arithmetic_is_allowed(formula):
    assert formula_problem(formula, {"a", "b"}) is None


@pytest.mark.parametrize(
    "formula",
    [
        "__import__('os')", "a.real", "a[0]", "(lambda: 1)()", "[x for x in a]", "a if b else 1", "open(a)", "'x'",
        "ceil(a, b)", "min(a)", "min(a, b, key=a)", "a and b", "f'{a}'", "a := 1", "True", "a" * 400, "(" * 200, "",
        "a // b", "a % b", "ceil", "+".join("a" * 140),
    ],
)  # fmt: skip
def test_hostile_or_foreign_formulas_are_refused(formula):
    assert formula_problem(formula, {"a", "b"}) is not None


@pytest.mark.parametrize(
    "unit", ["request/s/GPU", "GB/s", "TFLOP/s", "USD/GPU/hour", "1/s", "percent", "Gbit/s", "GiB", "token"]
)
def test_listed_units_are_accepted(unit):
    assert unit_problem(unit) is None


@pytest.mark.parametrize("unit", ["Gb", "min", "month", "furlong", "GB per s", "", "/s", "kGPU"])
def test_other_units_are_refused(unit):
    assert unit_problem(unit) is not None
