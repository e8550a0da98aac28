"""Elasticities against what calculus gives, and where there is none."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.estimates.calculation import calculation, defaults
from app.estimates.sensitivity import sensitivities
from app.estimates.turning import turn
from tests.estimates.sheets import POOL, a_sheet, an_input

positive = st.floats(0.02, 50)


def wide(name, value):
    return an_input(name, repr(float(value)), "0.001", "1000")


def effects(sheet, values=None, result=0):
    found = sensitivities(sheet, values or defaults(sheet))[result]
    return {effect.item.name: effect.elasticity for effect in found.effects}


@given(positive, positive, positive)
def test_a_power_law_has_its_powers_wherever_it_is_measured(a, b, c):
    sheet = a_sheet(wide("a", a), wide("b", b), wide("c", c), it=("a * sqrt(b) / c ** 2", "1"))
    assert effects(sheet) == pytest.approx({"a": 1, "b": 0.5, "c": -2})


@given(positive, positive)
def test_a_share_of_a_sum_is_its_elasticity(fixed, each):
    found = effects(a_sheet(wide("fixed", fixed), wide("each", each), cost=("fixed + each", "1")))
    assert found.get("fixed", 0) == pytest.approx(fixed / (fixed + each), abs=2e-3)
    assert sum(found.values()) == pytest.approx(1, abs=2e-3)


@given(st.floats(0.1, 4))
def test_an_exponential_moves_by_its_exponent(x):
    found = effects(a_sheet(wide("x", x), it=("exp(x)", "1")))
    # Over a tenth either way the mean of the exponent is a little more than the exponent.
    assert found["x"] == pytest.approx(x, rel=2e-3)


def test_steps_are_looked_at_over_a_tenth_not_where_they_are_flat():
    found = effects(POOL)
    assert found["rate"] == pytest.approx(math.log(28 / 23) / math.log(1.21))
    assert set(found) == {"rate", "speed", "share"}


def test_whole_numbers_move_by_one_at_least():
    sheet = a_sheet(an_input("nodes", "2", "1", "64"), gpus=("8 * nodes", "16"), even=("2 * floor(nodes / 2)", "2"))
    assert effects(sheet) == {"nodes": pytest.approx(1)}
    assert sensitivities(sheet, {"nodes": 2.0})[1].effects[0].elasticity is None  # from none at 1 to 2 at 3


def test_it_goes_no_further_than_the_range():
    sheet = a_sheet(an_input("share", "1.0", "0.5", "1.0"), rest=("1 / (1.05 - share)", "20"))
    assert effects(sheet)["share"] == pytest.approx(math.log((1.05 - 1 / 1.1) / 0.05) / math.log(1.1))


def test_an_input_that_is_in_the_formula_and_does_nothing_here_is_named_apart():
    sheet = a_sheet(wide("a", 100), wide("b", 1), wide("c", 1), it=("min(a, b)", "1"), other=("c", "1"))
    found = sensitivities(sheet, defaults(sheet))[0]
    assert [effect.item.name for effect in found.effects] == ["b"]
    assert [item.name for item in found.still] == ["a"]


def test_a_change_of_sign_and_a_zero_input_have_none():
    sheet = a_sheet(wide("a", 1.05), an_input("b", "0", "0", "5"), it=("a - 1 + b", "0.05"))
    found = sensitivities(sheet, defaults(sheet))[0]
    assert [(effect.item.name, effect.elasticity) for effect in found.effects] == [("a", None)]
    assert found.effects[0].words == "zero or a change of sign"
    assert found.still == ()


def test_a_step_over_more_factors_than_a_float_holds_has_one():
    sheet = a_sheet(an_input("a", "10", "1", "20"), it=("where(a < 10, 1e99 ** 3, 1e-99 ** 3)", "0"))
    assert effects(sheet) == {"a": pytest.approx(-594 * math.log(10) / math.log(11 / 9))}


def test_the_strongest_come_first_and_equals_are_named_together():
    sheet = a_sheet(wide("a", 3), wide("b", 3), wide("c", 3), wide("d", 3), it=("sqrt(a) * b ** 2 / c ** 2 * d", "1"))
    found = sensitivities(sheet, defaults(sheet))[0]
    assert [effect.item.name for effect in found.effects][2:] == ["d", "a"]
    assert [effect.words for effect in found.effects] == ["2 % more", "2 % less", "1 % more", "0.5 % more"]
    assert [effect.item.name for effect in found.alike] == ["c"]


def test_each_result_of_the_pool_is_measured_around_the_readers_numbers():
    turned = turn(POOL, [("rate", "20000")])
    found = sensitivities(turned.sheet, turned.values)
    assert [each.result.name for each in found] == ["replicas", "spent", "lost"]
    less = calculation(POOL).recompute({**turned.values, "rate": 20000 / 1.1})
    more = calculation(POOL).recompute(turned.values)
    expected = math.log(more["replicas"] / less["replicas"]) / math.log(1.1)
    assert {effect.item.name: effect.elasticity for effect in found[0].effects}["rate"] == pytest.approx(expected)
