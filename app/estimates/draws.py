"""Inputs drawn at random within their ranges. The same seed gives the same numbers to everybody, for ever."""

from collections.abc import Iterable, Iterator
from random import Random

from app.estimates.intervals import Span
from app.estimates.ranges import spans_a_decade
from app.estimates.units import COUNTING
from app.estimates.worksheet import Input, Worksheet

_COUNTED = frozenset({"", *COUNTING})
_THREE_DIGITS = 100


def draw(sheet: Worksheet, seed: int) -> dict[str, float]:
    """One value of each input in its own unit, log-uniform where its range spans over a decade."""
    return next(draws(sheet, [seed]))


def draws(sheet: Worksheet, seeds: Iterable[int]) -> Iterator[dict[str, float]]:
    """What `draw` gives for each of the seeds."""
    dice = [(item.name, _span(item), is_whole(item)) for item in sheet.inputs]
    for seed in seeds:
        # The one method of Random whose sequence Python promises to keep.
        random = Random(seed).random  # noqa: S311 - no secret: whoever has the seed shall get the numbers
        yield {name: _drawn(span, random(), is_whole=whole) for name, span, whole in dice}


def is_whole(item: Input) -> bool:
    """Whether the input is turned and drawn in whole numbers: written so with both ends, and of things one counts."""
    written = (item.value, item.low or "", item.high or "")
    return item.unit in _COUNTED and all(text.removeprefix("-").isdigit() for text in written)


def _span(item: Input) -> Span:
    return float(item.low or item.value), float(item.high or item.value)


def _drawn(span: Span, share: float, *, is_whole: bool) -> float:
    low, high = span
    if low == high:
        return low
    between = low * (high / low) ** share if spans_a_decade(span) else low + (high - low) * share
    # Two digits are enough to estimate with; from 100 on they are whole as well.
    rounded = float(round(between)) if is_whole and abs(between) < _THREE_DIGITS else float(f"{between:.1e}")
    return min(max(rounded, low), high)
