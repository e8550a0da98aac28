"""What formulas may call, what each takes, and how results are rounded."""

import pytest

from app.estimates.compiling import compile_formula
from app.estimates.quantities import measure
from tests.estimates.blocks import asked


def value_of(formula, **values):
    dimensions = dict.fromkeys(values, measure("").dimension)
    return compile_formula(formula, dimensions).value(values)


@pytest.mark.parametrize(
    ("formula", "claim"),
    [
        ("min(3, 1, 2)", "1"),
        ("max(3, 1, 2)", "3"),
        ("sqrt(16)", "4"),
        ("sqrt(one)", "1"),
        ("log(exp(2.5))", "2.5"),
        ("log2(1024)", "10"),
        ("exp(0)", "1"),
        ("where(one < 2, 5, 6)", "5"),
        ("where(one >= 2, 5, 6)", "6"),
        ("where(one == 1, 5, 6)", "5"),
        ("where(one != 1, 5, 6)", "6"),
        ("where(one <= 1, 5, 6) + where(one > 1, 5, 6)", "11"),
        ("where(one > 2, 1 / (one - 1), 7)", "7"),
        ("-one ** 2", "-1"),
        ("(-one) ** 2", "1"),
        ("+one - -one", "2"),
        ("2 ** 3 ** 2", "512"),
        ("8 / 4 / 2", "1"),
        ("1.5e3 * one", "1500"),
    ],
)
def test_functions_and_operators_are_those_of_school(formula, claim):
    assert asked(formula, claim) == []


@pytest.mark.parametrize(
    ("formula", "claim", "given"),
    [
        ("ceil(cards)", "4 GPU", "cards = 3.2 GPU"),
        ("floor(cards)", "3 GPU", "cards = 3.8 GPU"),
        ("round(cards)", "4 GPU", "cards = 3.5 GPU"),
        ("ceil(share)", "1", "share = 80 percent"),
        ("ceil(size / B)", "3", "size = 20 bit"),
        ("ceil(size / kB) * kB", "3 kB", "size = 2.1 kB"),
        ("sqrt(area)", "3 s", "area = 9 s^2"),
        ("size ** 2", "9 s^2", "size = 3 s"),
        ("rate ** -1", "0.5 s", "rate = 2 1/s"),
        ("time ** 0", "1", "time = 3 s"),
        ("max(time, 2 * ms)", "3 ms", "time = 3 ms"),
        ("where(time > 2 * ms, time, 0 * s)", "3 ms", "time = 3 ms"),
    ],
)
def test_units_pass_through_functions(formula, claim, given):
    assert asked(formula, claim, given) == []


WRITE = "write numbers, names, + - * / and ** for powers, comparisons, ( ) and functions"


@pytest.mark.parametrize(
    ("formula", "problem"),
    [
        ("ceil(time)", "`ceil` takes a pure number or one counting unit, not s"),
        ("floor(size)", "`floor` takes a pure number or one counting unit, not bit"),
        ("round(rate)", "`round` takes a pure number or one counting unit, not request/s"),
        ("ceil(cards * request)", "`ceil` takes a pure number or one counting unit, not GPU*request"),
        ("ceil(cards ** 2)", "`ceil` takes a pure number or one counting unit, not GPU^2"),
        ("log(time)", "`log` takes a pure number, not s"),
        ("log2(size)", "`log2` takes a pure number, not bit"),
        ("exp(cards)", "`exp` takes a pure number, not GPU"),
        ("sqrt(time)", "`sqrt` of s has no unit"),
        ("time + size", "`+` takes values of one kind, not s and bit"),
        ("time - 1", "`-` takes values of one kind, not s and a pure number"),
        ("time < size", "`<` takes values of one kind, not s and bit"),
        ("min(time, size)", "`min` takes values of one kind, not s and bit"),
        ("max(time, time, 0)", "`max` takes values of one kind, not s and a pure number"),
        ("where(time > 0 * s, time, size)", "`where` takes values of one kind, not s and bit"),
        ("where(time, 1, 2)", "the condition of `where` takes a pure number, not s"),
        ("2 ** time", "the power takes a pure number, not s"),
        ("time ** pure", "raises s to a power that is not a whole number from -9 to 9"),
        ("time ** 0.5", "raises s to a power that is not a whole number from -9 to 9"),
        ("time ** 10", "raises s to a power that is not a whole number from -9 to 9"),
        ("time ** 1e99", "raises s to a power that is not a whole number from -9 to 9"),
    ],
)
def test_a_function_that_does_not_fit_its_units_is_refused(formula, problem):
    inputs = ("time = 3 s", "size = 2 GB", "cards = 8 GPU", "rate = 1 request/s", "pure = 2")
    assert asked(formula, "1", *inputs) == [f"f.md:18: estimate.results.r.formula: {problem}"]


@pytest.mark.parametrize(
    ("number", "up", "down", "nearest"),
    [
        (25.000000000000004, 25, 25, 25),
        (24.999999999999996, 25, 25, 25),
        (25.0000001, 26, 25, 25),
        (24.9999999, 25, 24, 25),
        (1e-12, 0, 0, 0),
        (-3.2, -3, -4, -3),
        (2.5, 3, 2, 3),
        (3.5, 4, 3, 4),
        (-2.5, -2, -3, -2),
        (2.4999, 3, 2, 2),
        (0.5, 1, 0, 1),
        (2_000_000_000, 2_000_000_000, 2_000_000_000, 2_000_000_000),
        (2_000_000_000.5, 2_000_000_001, 2_000_000_000, 2_000_000_001),
        (1e12, 1e12, 1e12, 1e12),
        (1e12 + 0.5, 1e12 + 1, 1e12, 1e12 + 1),
        (1e12 + 0.0001220703125, 1e12, 1e12, 1e12),
        (2.0**52 + 1, 2.0**52 + 1, 2.0**52 + 1, 2.0**52 + 1),
        (1e300, 1e300, 1e300, 1e300),
    ],
)
def test_ceil_and_floor_forgive_the_last_bits_and_nothing_more(number, up, down, nearest):
    """1e-9, and a few bits of a large number; halves are rounded up."""
    assert [value_of(f"{name}(x)", x=number) for name in ("ceil", "floor", "round")] == [up, down, nearest]


@pytest.mark.parametrize(
    ("formula", "problem"),
    [
        ("ceil(one, 2)", "`ceil` takes 1 value"),
        ("min(one)", "`min` takes 2 to 9 values"),
        ("min(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)", "`min` takes 2 to 9 values"),
        ("where(one, 2)", "`where` takes 3 values"),
        ("abs(one)", "`abs` is not a function"),
        ("one(2)", "`one` is not a function"),
        ("ms(2)", "`ms` is not a function"),
        ("ceil", "`ceil` is not an input, an earlier result or a unit"),
        ("one < 2 < 3", "compares more than two values: write one comparison at a time"),
        ("2 one", "`2 one` is not a formula"),
        (
            "max(one",
            "`max(one` is not a formula: its brackets do not pair, and one that holds a comma stands in quotes",
        ),
        ("one if one else 1", "`if` is not allowed in a formula"),
        ("one and one", "`and` is not allowed in a formula"),
        ("not one", "`not` is not allowed in a formula"),
        ("one % 2", f"cannot be read from `% 2` on: {WRITE}"),
        ("one ^ 2", f"cannot be read from `^ 2` on: {WRITE}"),
        ("one // 2", f"cannot be read from `// 2` on: {WRITE}"),
        ("(one, 2)", "`(one, 2)` is not allowed in a formula"),
        ("True", "`True` is not allowed in a formula"),
    ],
)
def test_nothing_else_can_be_called_or_written(formula, problem):
    assert asked(formula, "1") == [f"f.md:14: estimate.results.r.formula: {problem}"]


@pytest.mark.parametrize(
    ("formula", "problem"),
    [
        ("1 / (one - 1)", "divides by zero"),
        ("(one - 1) ** -1", "takes a root, power or logarithm that has no value"),
        ("sqrt(-one)", "takes a root, power or logarithm that has no value"),
        ("log(one - 1)", "takes a root, power or logarithm that has no value"),
        ("(-one) ** 0.5", "takes a root, power or logarithm that has no value"),
        ("exp(1000)", "becomes too large"),
        ("9 ** 9 ** 9", "becomes too large"),
        ("2 ** (2 ** (2 ** (2 ** (2 ** 2))))", "becomes too large"),
        ("1e99 ** 3 * 1e99", "becomes too large"),
        ("1e99 ** 3 * 1e99 - 1e99 ** 3 * 1e99", "becomes too large"),
        ("1 / (1e99 ** 3 * 1e99)", "becomes too large: change the formula"),
        ("ceil(1e99 ** 3 * 1e99)", "becomes too large"),
    ],
)
def test_a_result_without_a_finite_value_is_refused(formula, problem):
    assert asked(formula, "0") == [f"f.md:14: estimate.results.r.formula: {problem}"]
