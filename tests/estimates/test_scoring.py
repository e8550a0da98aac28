"""Scores: within a factor of 2 is full, within 10 half, either way."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.estimates.scoring import off_by, score

POSITIVE = st.floats(min_value=1e-300, max_value=1e300)


@pytest.mark.parametrize(
    ("guess", "points"),
    [(100, 100), (200, 100), (50, 100), (201, 50), (49.9, 50), (1000, 50), (10, 50), (1001, 0), (9.99, 0)],
)
def test_the_borders_belong_to_the_better_side(guess, points):
    assert score(guess, 100).points == points


def test_a_border_missed_by_the_last_bit_still_counts():
    assert score(0.1 + 0.2, 0.6).points == 100
    assert score(0.3 * (1 + 1e-10), 0.15).points == 100


def test_the_ratio_is_the_logarithm_of_guess_over_expected():
    assert score(1000, 100).log_ratio == pytest.approx(1)
    assert score(10, 100).log_ratio == pytest.approx(-1)


@pytest.mark.parametrize(
    ("guess", "expected", "points"),
    [(0, 0, 100), (-40, -40, 100), (-40.1, -40, 100), (-41, -40, 0), (40, -40, 0), (0, 40, 0), (-40, 40, 0), (1, 0, 0)],
)
def test_a_result_without_a_logarithm_must_be_met_to_three_digits(guess, expected, points):
    scored = score(guess, expected)
    assert (scored.points, scored.log_ratio) == (points, None)


@given(POSITIVE, POSITIVE)
def test_too_high_scores_as_too_low_by_the_same_factor(guess, expected):
    there, back = score(guess, expected), score(expected, guess)
    assert there.points == back.points
    assert there.log_ratio is not None
    assert back.log_ratio is not None
    assert math.isfinite(there.log_ratio)
    assert there.log_ratio == pytest.approx(-back.log_ratio)


@pytest.mark.parametrize(
    ("log_ratio", "words"),
    [
        (0.0, "right on"),
        (math.log10(1.04), "right on"),
        (math.log10(1.25), "1.25 × too high"),  # noqa: RUF001
        (-math.log10(2), "2 × too low"),  # noqa: RUF001
        (math.log10(54.321), "54.3 × too high"),  # noqa: RUF001
        (3.15, "1,410 × too high"),  # noqa: RUF001
        (5.08, "120,000 × too high"),  # noqa: RUF001
        (-600.0, "1 × 10³⁰⁰ × too low"),  # noqa: RUF001
    ],
)
def test_how_far_a_guess_is_off_is_said_in_words(log_ratio, words):
    assert off_by(log_ratio) == words
