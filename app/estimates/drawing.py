"""Numbers for reading, and a worksheet as plain HTML for programs. Nothing is recomputed here."""

import math
import re
from decimal import Decimal
from html import escape

from app.estimates.worksheet import Worksheet

_PLAIN = re.compile(r"(-?)(\d+)(\.\d+)?")
_POWER = re.compile(r"(-?\d+(?:\.\d+)?)[eE]\+?(-?\d+)")
_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_FEWEST_DIGITS = 3
_PLAIN_FROM, _PLAIN_BELOW = 1e-4, 1e15


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
    digits = _FEWEST_DIGITS if is_whole else max(_FEWEST_DIGITS, len(Decimal(like).as_tuple().digits))
    is_plain = "e" not in like.lower() and (not value or _PLAIN_FROM <= abs(value) < _PLAIN_BELOW)
    if not is_plain:
        return f"{value:.{digits - 1}e}".replace("e+", "e")
    if is_whole and math.isclose(value, round(value), rel_tol=1e-9):
        return str(round(value))
    decimals = digits - 1 - math.floor(math.log10(abs(value))) if value else 0
    return f"{value:.{max(decimals, 0)}f}"


def draw(sheet: Worksheet) -> str:
    """The worksheet as HTML: its inputs, its results with their formulas, what its twists ask and not how they end."""
    inputs = "".join(
        f'<tr><th scope="row">{escape(item.label)}</th><td>{escape(quantity(item.value, item.unit))}</td></tr>'
        for item in sheet.inputs
    )
    results = "".join(
        f'<tr><th scope="row">{escape(result.name)}</th><td>{escape(quantity(result.value, result.unit))}</td>'
        f"<td><code>{escape(result.formula)}</code></td></tr>"
        for result in sheet.results
    )
    twists = "".join(f"<li>{escape(twist.ask)}</li>" for twist in sheet.twists)
    return (
        f'<section aria-label="{escape(f"Worksheet: {sheet.title}")}"><p><strong>{escape(sheet.title)}</strong></p>'
        f"<table><caption>Inputs</caption><tbody>{inputs}</tbody></table>"
        f"<table><caption>Results</caption><tbody>{results}</tbody></table>"
        f"{f'<p>Twists</p><ul>{twists}</ul>' if twists else ''}</section>\n"
    )
