"""The curve of a result: over the whole range of its input, through where the reader is."""

import pytest

from app.estimates.curve import curve
from app.estimates.sensitivity import sensitivities
from app.estimates.turning import turn
from tests.estimates.sheets import POOL, a_sheet, an_input


def drawn(sheet, typed=(), **chosen):
    turned = turn(sheet, typed)
    return curve(turned, sensitivities(sheet, turned.values), **chosen)


def test_it_runs_over_the_range_at_the_readers_other_values():
    found = drawn(POOL, [("share", "0.9"), ("rate", "4000")], result="lost", item="rate")
    assert (found.points[0], found.points[-1]) == ((100, 0.5), (20000, 100))
    assert all(height == pytest.approx(value * 0.005) for value, height in found.points)
    assert found.here == (4000, 20)
    assert found.is_logarithmic
    assert found.rises_logarithmically


def test_its_table_holds_about_nine_readable_rows_with_both_ends_and_the_readers_own():
    found = drawn(POOL, [("rate", "4000")], result="lost", item="rate")
    values = [value for value, _ in found.rows]
    assert 8 <= len(values) <= 11
    assert values == sorted(values)
    assert {100, 4000, 20000} <= set(values)
    assert all(value == float(f"{value:.3g}") for value in values)


def test_it_draws_what_the_worksheet_is_about_against_what_matters_most_to_it():
    found = drawn(POOL)
    assert found.result.name == "replicas"
    assert found.item == sensitivities(POOL, turn(POOL).values)[0].effects[0].item
    renamed = drawn(POOL, result="gone", item="hours")  # a fixed one has no range to draw
    assert (renamed.result, renamed.item) == (found.result, found.item)


def test_a_result_that_nothing_moves_is_drawn_against_the_first_input():
    sheet = a_sheet(an_input("a", "1", "0", "2"), an_input("b", "1", "0", "2"), it=("min(a, 0) * b", "0"))
    found = drawn(sheet)
    assert found.item.name == "a"
    assert not found.rises_logarithmically


def test_without_an_input_to_turn_there_is_none():
    assert drawn(a_sheet(an_input("a", "1", None, None), it=("2 * a", "2"))) is None


def test_whole_inputs_are_drawn_at_whole_numbers():
    found = drawn(a_sheet(an_input("nodes", "8", "1", "12"), gpus=("8 * nodes", "64")))
    assert [value for value, _ in found.points] == list(range(1, 13))
    assert all(value.is_integer() for value, _ in found.rows)


def test_its_words_carry_units_and_the_digits_of_the_author():
    found = drawn(POOL, result="replicas", item="rate")
    assert found.foot == ("100", "1,414", "20,000 request/s")
    assert found.input_text(4000) == "4,000 request/s"
    assert found.result_text(250) == "250 GPU"
    assert found.tick_text(1_000_000) == "1,000,000 GPU"
