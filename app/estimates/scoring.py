"""Scores a guess on a log scale: an estimate is good when its order of magnitude is."""

import math
from dataclasses import dataclass
from typing import Final, Literal

from app.estimates.notation import number, written

Points = Literal[0, 50, 100]
FULL: Final = 100
HALF: Final = 50
FULL_WITHIN, HALF_WITHIN = 2, 10
# A border belongs to the better side, also when the last bit of a float says otherwise.
_SLACK = 1e-9
# How near a guess must come to a result that has no logarithm: to three digits.
_THREE_DIGITS = 5e-3
_RIGHT_ON = 1.05
# The ratio of two floats may be no float.
_LARGEST_POWER = 300


@dataclass(frozen=True)
class Score:
    """Out of 100; `log_ratio` is log10 of guess over expected, None where one of the two is not positive."""

    points: Points
    log_ratio: float | None


def score(guess: float, expected: float) -> Score:
    """100 points within a factor of 2 either way, 50 within 10, else none.

    A result that is zero or negative, as a twist's may be, has no ratio: a guess scores 100 when it is the same to
    three digits (zero only by zero), else nothing.
    """
    if guess <= 0 or expected <= 0:
        return Score(FULL if abs(guess - expected) <= _THREE_DIGITS * abs(expected) else 0, None)
    # Not of the ratio, which may be no float.
    log_ratio = math.log10(guess) - math.log10(expected)
    if abs(log_ratio) <= math.log10(FULL_WITHIN) + _SLACK:
        return Score(FULL, log_ratio)
    return Score(HALF if abs(log_ratio) <= math.log10(HALF_WITHIN) + _SLACK else 0, log_ratio)


def off_by(log_ratio: float) -> str:
    """How far a guess is off, in words, of log10 of guess over expected: `1.4 × too high`, `right on`."""  # noqa: RUF002
    ratio = 10 ** min(abs(log_ratio), _LARGEST_POWER)
    if ratio < _RIGHT_ON:
        return "right on"
    return f"{number(written(float(f'{ratio:.3g}')))} × too {'high' if log_ratio > 0 else 'low'}"  # noqa: RUF001
