"""No input within its range may break a worksheet: what breaks is told with the inputs, what cannot be shown is too."""

import pytest

from app.estimates.calculation import defaults, ranges
from app.estimates.ranges import middle
from tests.estimates.blocks import asked, block, given, read

NARROW = "narrow a range or change the formula"


@pytest.mark.parametrize(
    ("formula", "claim", "inputs", "problem"),
    [
        ("1 / (1 - u)", "2.5", ["u = 0.6 [0.3, 1]"], f"divides by zero within the ranges, at u = 1: {NARROW}"),
        ("1 / (1 - u)", "2.5", ["u = 0.6 [0.3, 0.95]"], None),
        ("1 / (u - 0.5)", "10", ["u = 0.6 [0, 1]"], f"divides by zero within the ranges, at u = 0.5: {NARROW}"),
        ("1 / u", "2", ["u = 0.5 [0, 100]"], f"divides by zero within the ranges, at u = 0: {NARROW}"),
        ("1 / u", "2", ["u = 0.5 [-3, 0]"], "0.5 lies outside [-3, 0]"),
        ("1 / (a - b)", "1", ["a = 3 [2, 9]", "b = 2 [1, 2]"], "divides by zero within the ranges, at a = 2, b = 2: "),
        ("1 / (a - b)", "1", ["a = 3 [2.01, 9]", "b = 2 [1, 2]"], None),
        ("sqrt(a - 1)", "1", ["a = 2 [0.5, 9]"], "takes a root or logarithm of what is not positive within the ranges"),
        ("sqrt(a - 1)", "1", ["a = 2 [1, 9]"], None),
        (
            "log(a)",
            "0",
            ["a = 1 [0, 9]"],
            "takes a root or logarithm of what is not positive within the ranges, at a = 0",
        ),
        ("a ** 0.5", "1", ["a = 1 [0, 9]"], None),
        (
            "a ** 0.5",
            "1",
            ["a = 1 [-1, 9]"],
            "takes a fractional power of a negative number within the ranges, at a = ",
        ),
        ("a ** -2", "1", ["a = 1 [0, 9]"], "divides by zero within the ranges, at a = 0"),
        ("exp(a)", "3", ["a = 1 [0, 800]"], "becomes too large within the ranges, at a = 800"),
        ("10 ** a", "10", ["a = 1 [0, 309]"], "becomes too large within the ranges, at a = 309"),
        # A float holds either, but not the difference that a chart takes of them.
        ("10 ** a - 10 ** b", "0", ["a = 1 [0, 308]", "b = 1 [0, 308]"], "becomes too large within the ranges, at "),
        # An interval alone would say that these may divide by zero: halves of it show that they cannot.
        ("1 / (a * a - a + 1)", "0.33", ["a = 2 [0.1, 9]"], None),
        ("1 / (2 - a / (1 + a))", "0.75", ["a = 2 [0.1, 9]"], None),
        ("a / (a - b)", "1.5", ["a = 3 [1, 2]", "b = 1 [1, 2]"], "3 lies outside [1, 2]"),
        # A guard counts where the condition says which side is taken, not where both may be.
        ("where(a >= 1, 1 / a, 0)", "0.5", ["a = 2 [1, 9]"], None),
        ("1 / max(a, 1)", "0.5", ["a = 2 [0, 9]"], None),
        # Fixed inputs are not named.
        ("b / (1 - a)", "-1", ["a = 2 [0.5, 9]", "b = 1"], "divides by zero within the ranges, at a = "),
    ],
)
def test_what_divides_by_zero_somewhere_in_the_ranges_is_told_with_the_inputs(formula, claim, inputs, problem):
    found = asked(formula, claim, *inputs)
    assert len(found) == (problem is not None)
    if problem:
        assert problem in found[0]
        assert "b = 1" not in found[0]
        assert (
            found[0].startswith(f"f.md:{13 + len(inputs)}: estimate.results.r.formula: ") or "lies outside" in problem
        )


@pytest.mark.parametrize("other", ["0", "a - 1.4", "b - 1.4", "a - 2.3", "b - 2.3"])
def test_what_cannot_be_shown_says_so_and_how_to_mend_it(other):
    """Also where the first of the parts that were left to look at is sound."""
    formula = f"1 / max(a * b - b * a + 0.001, {other})"
    _, problems = read(
        block([given("a = 2 [1, 9]"), given("b = 2 [1, 9]")], [f'r: {{formula: "{formula}", value: 1}}'])
    )
    assert "r.formula: may be one that divides by zero within the ranges, near a = " in problems[-1]
    assert problems[-1].endswith(": write it so that it can be shown not to")


def test_only_inputs_that_the_result_depends_on_are_halved_and_named():
    wide = [f"w{number} = 5 [0.001, 100000]" for number in range(8)]
    inputs = [given(text) for text in ("u = 0.6 [0.3, 1]", *wide)]
    more = [f"p{number}: {{formula: w{number} * 2, value: 10}}" for number in range(8)]
    (problem,) = read(block(inputs, [*more, "q: {formula: 1 - u, value: 0.4}", "r: {formula: 1 / q, value: 2.5}"]))[1]
    assert problem.endswith(f"r.formula: divides by zero within the ranges, at u = 1: {NARROW}")


def test_a_queue_is_shown_to_be_stable_over_ranges_that_keep_it_so():
    """Service time over 1 - utilization, the utilization a product of three inputs and a share of two others."""
    inputs = ["rate = 100 request/s [10, 200]", "time = 20 ms/request [1, 30]", "servers = 8 [8, 64]"]
    results = [
        "busy: {formula: rate * time / servers, value: 0.25}",
        "wait: {formula: time * request / (1 - busy), value: 27, unit: ms}",
        "share: {formula: wait / (wait + time * request), value: 57, unit: percent}",
    ]
    assert read(block([given(text) for text in inputs], results))[1] == []


def test_the_middle_is_geometric_over_a_decade():
    assert middle({"a": (1.0, 100.0), "b": (1.0, 9.0), "c": (0.0, 100.0), "d": (3.0, 3.0)}) == {
        "a": 10.0, "b": 5.0, "c": 50.0, "d": 3.0,
    }  # fmt: skip


def test_defaults_lie_in_the_ranges_and_fixed_inputs_are_points():
    sheet, _ = read(block([given("a = 2 [1, 9]"), given("b = 3")], ["r: {formula: a / b, value: 0.7}"]))
    assert defaults(sheet) == {"a": 2.0, "b": 3.0}
    assert ranges(sheet) == {"a": (1.0, 9.0), "b": (3.0, 3.0)}
