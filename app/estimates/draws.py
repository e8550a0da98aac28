"""Inputs drawn at random within their ranges. The same seed gives the same numbers to everybody, for ever."""

from collections.abc import Iterable, Iterator
from random import Random

from app.estimates.intervals import Span
from app.estimates.scale import value_at
from app.estimates.worksheet import Worksheet

_THREE_DIGITS = 100


def draw(sheet: Worksheet, seed: int) -> dict[str, float]:
    """One value of each input in its own unit, log-uniform where its range spans over a decade."""
    return next(draws(sheet, [seed]))


def draws(sheet: Worksheet, seeds: Iterable[int]) -> Iterator[dict[str, float]]:
    """What `draw` gives for each of the seeds."""
    dice = [(item.name, item.span, item.is_whole) for item in sheet.inputs]
    for seed in seeds:
        # The one method of Random whose sequence Python promises to keep.
        random = Random(seed).random  # noqa: S311 - no secret: whoever has the seed shall get the numbers
        yield {name: _drawn(span, random(), is_whole=whole) for name, span, whole in dice}


def _drawn(span: Span, share: float, *, is_whole: bool) -> float:
    low, high = span
    if low == high:
        return low
    between = value_at(span, share)
    # Two digits are enough to estimate with; from 100 on they are whole as well.
    rounded = float(round(between)) if is_whole and abs(between) < _THREE_DIGITS else float(f"{between:.1e}")
    return min(max(rounded, low), high)
