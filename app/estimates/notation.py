"""How numbers are written: those of authors as they stand, computed ones with as many digits as can be read."""

import math
import re
from decimal import Decimal

_PLAIN = re.compile(r"(-?)(\d+)(\.\d+)?")
_POWER = re.compile(r"(-?\d+(?:\.\d+)?)[eE]\+?(-?\d+)")
_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
# Of values that take the author's digits, and of others; 17 tell any two floats apart.
_FEWEST, FOUR, EXACT = 3, 4, 17
_SMALLEST, _WHOLE_BELOW, _SHORT_BELOW, _LONG_BELOW = 1e-4, 1e7, 1e9, 1e15


def number(text: str) -> str:
    """A number for reading, with the digits it was written with: `45625` → `45,625`, `3.0e11` as a power of ten."""
    power = _POWER.fullmatch(text)
    if power:
        return f"{power[1]} × 10{str(int(power[2])).translate(_SUPERSCRIPT)}"  # noqa: RUF001
    plain = _PLAIN.fullmatch(text)
    return f"{plain[1]}{int(plain[2]):,}{plain[3] or ''}" if plain else text


def unit_beside(unit: str) -> str:
    """The unit as it stands beside a number."""
    return "%" if unit == "percent" else unit


def quantity(value: str, unit: str) -> str:
    """A number with its unit: `990 TFLOP/s`, `83.2 %`, `$2.50/GPU/hour`."""
    if unit == "USD" or unit.startswith("USD/"):
        return f"${number(value)}{unit.removeprefix('USD')}"
    return f"{number(value)} {unit_beside(unit)}".strip()


def rounded(value: float, like: str) -> str:
    """A computed value as text, with as many significant digits as `like` was written with and at least three.

    Three where `like` is a whole number, but digits before the point are never rounded away. A whole number beside a
    whole one gets no point. Powers of ten stand where `like` has one or the value is too large or small to be read
    without.
    """
    is_whole = like.lstrip("-").isdecimal()
    digits = _FEWEST if is_whole else max(_FEWEST, len(Decimal(like).as_tuple().digits))
    is_plain = "e" not in like.lower() and (not value or _SMALLEST <= abs(value) < _LONG_BELOW)
    if not is_plain:
        return f"{value:.{digits - 1}e}".replace("e+", "e")
    if is_whole and math.isclose(value, round(value), rel_tol=1e-9):
        return str(round(value))
    decimals = digits - 1 - math.floor(math.log10(abs(value))) if value else 0
    return f"{value:.{max(decimals, 0)}f}"


def written(value: float, digits: int = FOUR) -> str:
    """The value with this many significant digits, as worksheets write numbers; whole ones below 10⁷ stay whole."""
    if is_written_whole(value):
        return str(int(value))
    rounded = Decimal(repr(value) if digits == EXACT else f"{value:.{digits - 1}e}")
    if _SMALLEST <= abs(value) < _SHORT_BELOW:
        return _trimmed(f"{rounded:f}")
    mantissa, exponent = f"{rounded:e}".split("e")
    return f"{_trimmed(mantissa)}e{int(exponent)}"


def is_written_whole(value: float) -> bool:
    """Whether `written` shows all digits of it, however few it is asked for."""
    return value == int(value) and abs(value) < _WHOLE_BELOW


def _trimmed(number: str) -> str:
    return number.rstrip("0").rstrip(".") if "." in number else number
