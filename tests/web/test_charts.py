"""Charts are numbers made into places: where the lines stand, how long the bars are."""

import pytest

from app.estimates.curve import Curve
from app.web.charts import Bar, bars, curve_chart
from tests.estimates.sheets import POOL, an_input


def chart(points, here):
    turned = an_input("a", "1", str(points[0][0]), str(points[-1][0]))
    return curve_chart(Curve(turned, POOL.results[0], tuple(points), (), here))


def test_equal_steps_of_a_short_range_are_equal_distances():
    made = chart([(1, 15), (2, 30), (4, 60)], (2, 30))
    assert made.path == "M0.0 153L333.3 102L1000.0 0"
    assert [tick for _, _, tick in made.grid] == [20, 40, 60]
    assert (made.x, made.y) == (33.3, 14 + 102)


def test_over_decades_equal_factors_are_equal_distances_both_ways():
    made = chart([(1, 5), (10, 50), (1000, 5000)], (10, 50))
    assert made.path == "M0.0 204L333.3 136L1000.0 0"
    assert [tick for _, _, tick in made.grid] == [10, 100, 1000]


def test_over_more_factors_than_a_float_holds_it_is_drawn_as_well():
    made = chart([(1e-99, 1e-297), (1, 1), (1e99, 1e297)], (1, 1))
    assert made.path == "M0.0 204L500.0 102L1000.0 0"


def test_a_result_below_zero_has_its_zero_line():
    made = chart([(1, -30), (2, 30)], (2, 30))
    assert [tick for _, _, tick in made.grid] == [-20, 0, 20, 40]


def test_a_flat_zero_has_a_place():
    made = chart([(1, 0), (2, 0)], (1, 0))
    assert made.grid
    assert 0 <= made.y <= 218


def test_the_words_at_a_point_stay_inside():
    assert chart([(1, 1), (2, 100)], (2, 100)).label_y > 14
    assert chart([(1, 1), (2, 100)], (1, 1)).label_y < 218


@pytest.mark.parametrize("highest", [1e-12, 0.07, 1, 9.99, 10, 101, 3e15])
def test_there_are_a_few_lines_and_the_line_stays_below_the_last(highest):
    made = chart([(1, highest / 2), (2, highest)], (1, highest / 2))
    assert 2 <= len(made.grid) <= 4
    assert made.grid[-1][2] >= highest * (1 - 1e-9)


def test_bars_share_a_scale_that_reaches_to_one():
    assert bars([0.5]) == [Bar(0, 50, 0, 100)]
    assert bars([2.0, -1.0, None]) == [Bar(33.3, 66.7, 33.3, 66.7), Bar(0, 33.3, 33.3, 0), None]
    assert bars([]) == []
