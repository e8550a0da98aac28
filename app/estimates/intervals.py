"""Interval arithmetic: what a formula can become while its inputs stay within their ranges.

A span holds every value that can occur, and may hold more: what is shown for the span holds for each of them. It need
not be widened for rounding: arithmetic rounds the ends as it rounds what lies between them, so that none passes the
other (powers, exp and logarithms of the C library do so up to their last bit).
"""

import math
from collections.abc import Callable

Span = tuple[float, float]


class Unsafe(ArithmeticError):
    """Somewhere in the spans the operation has no finite value."""


def finite(span: Span) -> Span:
    """The span itself. Raises Unsafe where an end is infinite or no number."""
    if not (math.isfinite(span[0]) and math.isfinite(span[1])):
        raise Unsafe("becomes too large")
    return span


def add(a: Span, b: Span) -> Span:
    """Every a + b."""
    return a[0] + b[0], a[1] + b[1]


def subtract(a: Span, b: Span) -> Span:
    """Every a - b."""
    return a[0] - b[1], a[1] - b[0]


def multiply(a: Span, b: Span) -> Span:
    """Every a * b."""
    products = (a[0] * b[0], a[0] * b[1], a[1] * b[0], a[1] * b[1])
    return min(products), max(products)


def divide(a: Span, b: Span) -> Span:
    """Every a / b. Raises Unsafe where b may be zero."""
    if b[0] <= 0 <= b[1]:
        raise Unsafe("divides by zero")
    quotients = (a[0] / b[0], a[0] / b[1], a[1] / b[0], a[1] / b[1])
    return min(quotients), max(quotients)


def power(a: Span, b: Span) -> Span:
    """Every a ** b. Raises Unsafe for a negative base under a fractional power, and for zero under a negative one."""
    if b[0] < 0 and a[0] <= 0 <= a[1]:
        raise Unsafe("divides by zero")
    if b[0] == b[1] and b[0].is_integer():
        ends = (_pow(a[0], b[0]), _pow(a[1], b[0]))
        turns_at_zero = b[0] > 0 and b[0] % 2 == 0 and a[0] <= 0 <= a[1]
        return (0.0 if turns_at_zero else min(ends)), max(ends)
    if a[0] < 0:
        raise Unsafe("takes a fractional power of a negative number")
    corners = [_pow(x, y) for x in a for y in b]
    return min(corners), max(corners)


def rising(function: Callable[[float], float]) -> Callable[[Span], Span]:
    """A function that never falls, over spans. Raises Unsafe where it has no value."""

    def over(a: Span) -> Span:
        try:
            return function(a[0]), function(a[1])
        except ValueError:
            raise Unsafe("takes a root or logarithm of what is not positive") from None
        except OverflowError:
            raise Unsafe("becomes too large") from None

    return over


def hull(*spans: Span) -> Span:
    """The smallest span around all of them."""
    return min(span[0] for span in spans), max(span[1] for span in spans)


def compare(difference: Span, symbol: str) -> Span:
    """Whether left - right stands to zero as the symbol says: 1 where always, 0 where never, else 0 to 1."""
    low, high = difference
    always, never = {
        "<": (high < 0, low >= 0),
        "<=": (high <= 0, low > 0),
        ">": (low > 0, high <= 0),
        ">=": (low >= 0, high < 0),
        "==": (low == high == 0, low > 0 or high < 0),
        "!=": (low > 0 or high < 0, low == high == 0),
    }[symbol]
    return (1.0, 1.0) if always else (0.0, 0.0) if never else (0.0, 1.0)


def _pow(base: float, exponent: float) -> float:
    try:
        return math.pow(base, exponent)
    except OverflowError:
        raise Unsafe("becomes too large") from None
