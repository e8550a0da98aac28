"""Units come from a closed list and convert into each other as the format says."""

import pytest

from app.estimates.quantities import Measure, measure, named, quantity_of
from app.estimates.units import COUNTING, UNITS, unit_problem
from tests.estimates.blocks import asked


def test_each_unit_of_the_list_is_measured():
    assert all(measure(unit).factor > 0 for unit in UNITS)
    assert len(UNITS) == 7 + 10 + 2 + 7 * 7 + 3 * 4


@pytest.mark.parametrize(
    ("unit", "factor", "dimension"),
    [
        ("", 1, "a pure number"),
        ("percent", 0.01, "a pure number"),
        ("ms", 1e-3, "s"),
        ("day", 86_400, "s"),
        ("B", 8, "bit"),
        ("byte", 8, "bit"),
        ("kB", 8_000, "bit"),
        ("GiB", 8 * 1024**3, "bit"),
        ("Gbit/s", 1e9, "bit/s"),
        ("EFLOP", 1e18, "FLOP"),
        ("W", 1, "J/s"),
        ("kWh", 3.6e6, "J"),
        ("1/s", 1, "1/s"),
        ("1/hour", 1 / 3600, "1/s"),
        ("USD/GPU/hour", 1 / 3600, "USD/GPU/s"),
        ("request/s/GPU", 1, "request/GPU/s"),
        ("GB / s", 8e9, "bit/s"),
        ("GPU*hour", 3600, "GPU*s"),
        ("s^2", 1, "s^2"),
        ("ms**-1", 1000, "1/s"),
        ("GB/s^-1", 8e9, "bit*s"),
        ("s/s", 1, "a pure number"),
    ],
)
def test_a_unit_is_a_factor_and_a_dimension(unit, factor, dimension):
    assert measure(unit).factor == pytest.approx(factor, rel=1e-15)
    assert named(measure(unit).dimension) == dimension


def test_every_counting_unit_is_a_dimension_of_its_own():
    kinds = {measure(unit).dimension for unit in (*COUNTING, "bit", "FLOP", "USD", "J", "s", "")}
    assert len(kinds) == len(COUNTING) + 6
    assert all(measure(unit) == Measure(1, ((unit, 1),)) for unit in COUNTING)


LIST = (
    "s ms us ns minute hour day, request token sample step event row param layer GPU node, USD percent, "
    "or with a prefix such as k, G or Gi: bit byte B FLOP W J Wh"
)


@pytest.mark.parametrize(
    ("unit", "problem"),
    [
        ("Gb", "`Gb` is ambiguous: write Gbit"),
        ("Mb/s", "`Mb` is ambiguous: write Mbit"),
        ("month", "`month` is ambiguous: use hour; in a formula a month is 730 * hour"),
        ("USD/year", "`year` is ambiguous: use hour; in a formula a year is 8760 * hour"),
        ("min", "`min` is ambiguous: min is the function; write minute"),
        ("furlong", f"`furlong` is not on the list of units: {LIST}"),
        ("gb", f"`gb` is not on the list of units: {LIST}"),
        ("kGPU", f"`kGPU` is not on the list of units: {LIST}"),
        ("PiB", f"`PiB` is not on the list of units: {LIST}"),
        ("GiFLOP", f"`GiFLOP` is not on the list of units: {LIST}"),
        ("GB per s", "`GB per s` is not a unit"),
        ("2 GB", "`2 GB` is not a unit"),
        ("/s", "`/s` is not a unit"),
        ("GB//s", "`GB//s` is not a unit"),
        ("GB/", "`GB/` is not a unit"),
        ("", "`` is not a unit"),
        ("1", "`1` is not a unit"),
        ("s/1", "`1` is not a unit"),
        ("s^0", "`s^0` is not a unit"),
        ("s^0.5", "`s^0.5` is not a unit"),
        ("GB^99", "`GB^99` is not a unit"),
        ("s^2^2", "`s^2^2` is not a unit"),
        ("EWh^9*EWh^9", "multiplies more than 6 units"),
        ("s*s*s*s*s*s*s", "multiplies more than 6 units"),
        ("(s)", "`(s)` is not a unit"),
        ("\uff27\uff22", "`\uff27\uff22` is not a unit"),
        ("µs", "`µs` is not a unit"),
        ("s\n", None),
        ("s\x00", "`s\x00` is not a unit"),
        ("__import__('os')", "`__import__('os')` is not a unit"),
    ],
)
def test_any_other_unit_is_refused_and_says_why(unit, problem):
    assert unit_problem(unit) == problem


def test_the_largest_number_of_the_largest_unit_is_a_finite_number():
    largest, smallest = f"{'9' * 37}e99", f"0.{'0' * 33}1e-99"
    for number, power in ((largest, 6), (smallest, 6), (largest, -6), (smallest, -6)):
        base = float(number) * measure(f"EWh^{power}").factor
        assert 0 < base < float("inf")


@pytest.mark.parametrize(
    ("unit", "kind"),
    [
        ("USD/GPU/hour", "money"), ("GB/s", "rate"), ("1/s", "rate"), ("W", "rate"), ("ms", "time"),
        ("GPU*hour", "time"), ("GiB", "data"), ("TFLOP", "compute"), ("kWh", "energy"), ("GPU", "count"),
        ("token", "count"), ("", "ratio"), ("percent", "ratio"),
    ],
)  # fmt: skip
def test_a_unit_tells_the_kind_of_quantity(unit, kind):
    assert quantity_of(unit) == kind


def test_advice_stands_where_a_formula_uses_a_refused_unit():
    for formula, told in (
        ("price * month", "`month` is ambiguous: use hour; in a formula a month is 730 * hour"),
        ("9 * Gb", "write Gbit"),
    ):
        (problem,) = asked(formula, "1 USD", "price = 1 USD/hour")
        assert problem.startswith("f.md:14: estimate.results.r.formula: ")
        assert told in problem
