"""Inputs drawn at random within their ranges. The same seed gives the same numbers to everybody, for ever."""

import math
from random import Random

from app.estimates.ranges import spans_a_decade
from app.estimates.units import COUNTING
from app.estimates.worksheet import Input, Worksheet


def draw(sheet: Worksheet, seed: int) -> dict[str, float]:
    """One value of each input in its own unit, log-uniform where its range spans over a decade."""
    # The one method of Random whose sequence Python promises to keep.
    random = Random(seed).random  # noqa: S311 - no secret: whoever has the seed shall get the numbers
    return {item.name: _drawn(item, random()) for item in sheet.inputs}


def is_whole(item: Input) -> bool:
    """Whether the input is turned and drawn in whole numbers: written so with both ends, and of things one counts."""
    written = (item.value, item.low or "", item.high or "")
    return item.unit in {"", *COUNTING} and all(text.lstrip("-").isdigit() for text in written)


def _drawn(item: Input, share: float) -> float:
    if item.low is None or item.high is None:
        return float(item.value)
    low, high = float(item.low), float(item.high)
    between = low * (high / low) ** share if spans_a_decade((low, high)) else low + (high - low) * share
    rounded = float(round(between)) if is_whole(item) else _two_digits(between)
    return min(max(rounded, low), high)


def _two_digits(number: float) -> float:
    return round(number, 1 - math.floor(math.log10(abs(number)))) if number else 0.0
