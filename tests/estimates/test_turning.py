"""A reader's numbers: read forgivingly, refused beside their field, results recomputed and marked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.estimates.turning import turn
from tests.estimates.sheets import POOL, a_sheet, an_input


def inputs(turned):
    return {each.item.name: each for each in turned.inputs}


def results(turned):
    return {each.result.name: each for each in turned.results}


def test_untouched_it_shows_the_authors_own_numbers():
    turned = turn(POOL)
    assert turned.is_sound
    assert not turned.moved
    assert [each.text for each in turned.inputs] == ["2,000", "133", "0.6", "730", "0.5"]
    assert [each.shown for each in turned.results] == ["26 GPU", "18,980 GPU*hour", "10 request/s"]
    assert not any(each.is_moved for each in (*turned.inputs, *turned.results))


@pytest.mark.parametrize("text", ["4000", "4,000", "4e3", " 4000 ", "4k", "4000 request/s", "14.4M request/hour"])
def test_a_number_is_read_as_people_type_it(text):
    turned = turn(POOL, [("rate", text)])
    assert turned.is_sound
    assert inputs(turned)["rate"].value == pytest.approx(4000)
    assert inputs(turned)["rate"].text == text
    assert turned.moved == {"rate": text}
    assert results(turned)["replicas"].shown == "51 GPU"
    assert results(turned)["replicas"].was == "26 GPU"


def test_only_what_changed_to_the_digits_written_is_marked():
    moved = results(turn(POOL, [("rate", "2001")]))
    assert not any(each.is_moved for each in moved.values())
    moved = results(turn(POOL, [("rate", "4000")]))
    assert {name for name, each in moved.items() if each.is_moved} == {"replicas", "spent", "lost"}


def test_a_bare_number_is_in_the_unit_beside_its_field_also_where_it_is_percent():
    turned = turn(POOL, [("loss", "0.7")])
    assert turned.is_sound
    assert results(turned)["lost"].shown == "14 request/s"


def test_an_empty_field_is_the_authors_value():
    turned = turn(POOL, [("rate", "  "), ("share", "0.9")])
    assert turned.is_sound
    assert (inputs(turned)["rate"].text, inputs(turned)["rate"].value) == ("", 2000)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("rate", "fast", "does not begin with a number"),
        ("rate", "nan", "does not begin with a number"),
        ("rate", "inf", "does not begin with a number"),
        ("rate", "1e999", "too large"),
        ("rate", "1e99", "from 100 to 20,000 request/s"),
        ("rate", "9" * 10_000, "."),
        ("rate", "x" * 10_000, "at most 60 characters"),
        ("rate", "99", "from 100 to 20,000 request/s"),
        ("rate", "-2000", "from 100 to 20,000 request/s"),
        ("rate", "40 ms", "request/s"),
        ("rate", "4000\x00", "."),
        ("loss", "60", "from 0.1 to 50 %"),
        ("hours", "24", "stays at 730 hour"),
    ],
)
def test_what_cannot_be_taken_says_why_and_the_results_keep_the_authors_value(name, text, message):
    turned = turn(POOL, [("share", "0.9"), (name, text)])
    wrong = inputs(turned)[name]
    assert not turned.is_sound
    assert message in wrong.error
    assert (wrong.text, wrong.value) == (text, float(wrong.item.value))
    assert results(turned)["replicas"].text == "17"


def test_what_is_counted_is_turned_in_whole_numbers():
    sheet = a_sheet(an_input("nodes", "8", "1", "64"), gpus=("8 * nodes", "64"))
    assert inputs(turn(sheet, [("nodes", "2.5")]))["nodes"].error == "Enter a whole number."
    assert turn(sheet, [("nodes", "2.0")]).is_sound


def test_a_value_given_twice_is_refused():
    turned = turn(POOL, [("rate", "4000"), ("rate", "5000")])
    assert "more than once" in inputs(turned)["rate"].error
    assert inputs(turned)["rate"].value == 2000


def test_names_of_no_input_are_told_and_change_nothing():
    turned = turn(POOL, [("rte", "4000"), ("rte", "5"), ("replicas", "1")])
    assert turned.unknown == ("rte", "replicas")
    assert not turned.is_sound
    assert not turned.wrong
    assert results(turned)["replicas"].text == "26"


def test_a_fixed_input_may_be_given_as_it_is():
    assert turn(POOL, [("hours", "730")]).is_sound
    assert not inputs(turn(POOL))["hours"].item.is_turnable


def test_the_main_result_is_the_drilled_one_or_else_the_last():
    assert turn(POOL).main.result.name == "replicas"
    assert turn(a_sheet(an_input(), one=("rate", "2000"), two=("2 * rate", "4000"))).main.result.name == "two"


@pytest.mark.parametrize(("value", "position"), [("100", 0), ("20000", 200), ("1414.2", 100)])
def test_a_slider_over_a_decade_moves_by_factors(value, position):
    rate = inputs(turn(a_sheet(an_input(value=value), twice=("2 * rate", str(2 * float(value))))))["rate"]
    assert rate.is_logarithmic
    assert rate.slider[0] == position


def test_a_slider_within_a_decade_moves_by_steps():
    share = inputs(turn(a_sheet(an_input("share", "0.5", "0", "0.8"), twice=("2 * share", "1"))))["share"]
    assert share.slider == (125, 200)


@pytest.mark.parametrize(("value", "high", "slider"), [("3", "8", (2, 7)), ("64", "64", (63, 63))])
def test_a_slider_over_few_whole_numbers_moves_by_one(value, high, slider):
    ports = inputs(turn(a_sheet(an_input("ports", value, "1", high, ""), twice=("2 * ports", str(2 * int(value))))))
    assert ports["ports"].slider == slider
    assert not ports["ports"].is_logarithmic


@given(st.text())
def test_nothing_that_can_be_typed_breaks_it(text):
    turned = turn(POOL, [("rate", text), (text, "1")])
    assert len(turned.results) == 3
    assert all(100 <= each.value <= 20000 for each in turned.inputs if each.item.name == "rate")
