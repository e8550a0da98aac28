"""Draws stay within their ranges, and the same seed gives everybody the same numbers for ever."""

import math
from collections import Counter
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.estimates.draws import draw, draws
from app.estimates.worksheet import Input, Worksheet


def an_input(value, low, high, unit=""):
    return Input("x", "X", value, unit, low, high, None)


def sheet_of(*items):
    return Worksheet("A sheet", items, (), (), None)


def drawn(item, count=2_000):
    return [inputs["x"] for inputs in draws(sheet_of(item), range(count))]


def test_the_numbers_of_a_seed_never_change():
    """Written down once: whoever opens an old address gets the numbers that its sender had."""
    sheet = sheet_of(
        Input("rate", "Rate", "2000", "request/s", "100", "20000", None),
        Input("fixed", "Fixed", "22", "ms", None, None, None),
        Input("share", "Share", "0.6", "", "0.3", "0.95", None),
        Input("cards", "Cards", "8", "GPU", "1", "64", None),
        Input("change", "Change", "-5", "percent", "-50", "50", None),
    )
    assert [list(draw(sheet, seed).values()) for seed in (0, 1, 20261125, 2**64)] == [
        [8800.0, 22.0, 0.57, 3.0, 1.1],
        [200.0, 22.0, 0.8, 3.0, -0.46],
        [8800.0, 22.0, 0.59, 3.0, -46.0],
        [18000.0, 22.0, 0.62, 13.0, 12.0],
    ]
    assert list(draws(sheet, [7, 1])) == [draw(sheet, 7), draw(sheet, 1)]


@pytest.mark.parametrize(
    ("item", "whole"),
    [
        (an_input("8", "1", "64"), True),
        (an_input("8", "1", "64", "GPU"), True),
        (an_input("-8", "-64", "64", "token"), True),
        (an_input("8.0", "1", "64", "GPU"), False),
        (an_input("8", "1", "64.5", "GPU"), False),
        (an_input("8", "1", "6e1", "GPU"), False),
        (an_input("8", "1", "64", "ms"), False),
        (an_input("8", "1", "64", "GB"), False),
        (an_input("8", "1", "64", "request/s"), False),
        (an_input("8", "1", "64", "percent"), False),
        (an_input("8", None, None, "GPU"), False),
    ],
)
def test_what_is_counted_and_written_in_integers_is_whole(item, whole):
    assert item.is_whole is whole
    if whole:
        assert all(number.is_integer() for number in drawn(item, 100))


def test_an_input_without_a_range_stays_as_it_is():
    assert set(drawn(an_input("123.456", None, None, "ms"), 20)) == {123.456}


@given(st.floats(-1e9, 1e9), st.floats(1e-9, 1e9), st.integers(0, 2**63), st.booleans())
def test_a_draw_lies_in_its_range_and_has_two_digits_unless_it_is_an_end(low, width, seed, is_over_zero):
    low = abs(low) + 1e-9 if is_over_zero else low
    low, high = float(f"{low:.6g}"), float(f"{low + width:.6g}")
    if low < high:
        number = draw(sheet_of(an_input(str(low), str(low), str(high), "ms")), seed)["x"]
        assert low <= number <= high
        assert number > 0 or not is_over_zero
        assert number in {low, high} or number == float(f"{number:.1e}")


def test_draws_are_even_within_a_decade():
    numbers = drawn(an_input("5", "2", "20", "ms"))
    assert mean(numbers) == pytest.approx(11, rel=0.03)
    assert sum(number < 6.5 for number in numbers) == pytest.approx(500, abs=75)


def test_draws_are_even_by_their_logarithm_over_more_than_a_decade():
    numbers = drawn(an_input("5", "0.1", "1000", "ms"))
    assert mean(math.log10(number) for number in numbers) == pytest.approx(1, abs=0.08)
    per_decade = Counter(math.floor(math.log10(number)) for number in numbers)
    assert all(per_decade[decade] == pytest.approx(500, abs=75) for decade in (-1, 0, 1, 2))


def test_every_whole_number_of_a_short_range_comes_up():
    counted = Counter(drawn(an_input("3", "1", "6")))
    assert set(counted) == {1, 2, 3, 4, 5, 6}
    assert all(counted[number] == pytest.approx(400, abs=70) for number in (2, 3, 4, 5))


def test_a_large_whole_number_is_drawn_to_two_digits():
    numbers = drawn(an_input("2000", "10", "20000", "GPU"))
    assert all(number == float(f"{number:.1e}") for number in numbers if number >= 100)
    assert any(number not in {10, 20, 30, 40, 50, 60, 70, 80, 90} for number in numbers if number < 100)
