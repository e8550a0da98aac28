"""The geometry of a guess against what was right: a log scale from a hundredth of it to a hundred times it."""

import math
from dataclasses import dataclass

from app.estimates.scoring import FULL_WITHIN, HALF_WITHIN

DECADES = 2


@dataclass(frozen=True)
class RatioScale:
    """Places in percent of the width. `full` and `half` are where the marks end, `is_beyond`: the guess lies off it."""

    guess: float
    full: tuple[float, float]
    half: tuple[float, float]
    is_beyond: bool


def ratio_scale(log_ratio: float) -> RatioScale:
    """The scale for a guess that is off by this, log10 of guess over right."""
    within = max(-DECADES, min(DECADES, log_ratio))
    full, half = math.log10(FULL_WITHIN), math.log10(HALF_WITHIN)
    return RatioScale(_x(within), (_x(-full), _x(full)), (_x(-half), _x(half)), is_beyond=within != log_ratio)


def _x(log_ratio: float) -> float:
    return round(50 + 50 * log_ratio / DECADES, 2)
