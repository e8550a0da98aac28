"""How a range is walked: in equal steps, or in equal factors where it spans over a decade."""

import math

from app.estimates.intervals import Span

_DECADE = 10


def is_logarithmic(span: Span) -> bool:
    """Whether values in it are better drawn and plotted by their logarithm."""
    return span[0] > 0 and span[1] > _DECADE * span[0]


def value_at(span: Span, share: float) -> float:
    """The value after this share of the way from end to end."""
    low, high = span
    return low * (high / low) ** share if is_logarithmic(span) else low + (high - low) * share


def share_of(span: Span, value: float) -> float:
    """How much of the way a value lies; the ends must differ."""
    low, high = span
    return math.log(value / low, high / low) if is_logarithmic(span) else (value - low) / (high - low)
