"""A worksheet as HTML: its inputs, its results with their formulas, its twists. Nothing is recomputed here."""

import re
from html import escape

from app.estimates.worksheet import Input, Result, Twist, Worksheet

_PLAIN = re.compile(r"(-?)(\d+)(\.\d+)?")
_POWER = re.compile(r"(-?\d+(?:\.\d+)?)[eE]\+?(-?\d+)")
_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def number(text: str) -> str:
    """A number for reading, with the digits it was written with: `45625` → `45,625`, `3.0e11` as a power of ten."""
    power = _POWER.fullmatch(text)
    if power:
        return f"{power[1]} × 10{str(int(power[2])).translate(_SUPERSCRIPT)}"  # noqa: RUF001
    plain = _PLAIN.fullmatch(text)
    return f"{plain[1]}{int(plain[2]):,}{plain[3] or ''}" if plain else text


def quantity(value: str, unit: str) -> str:
    """A number with its unit: `990 TFLOP/s`, `83.2 %`, `$2.50/GPU/hour`."""
    if unit == "USD" or unit.startswith("USD/"):
        return f"${number(value)}{unit.removeprefix('USD')}"
    return f"{number(value)} {'%' if unit == 'percent' else unit}".strip()


def draw(sheet: Worksheet) -> str:
    """The worksheet as a block of the page."""
    inputs = "".join(_input(item) for item in sheet.inputs)
    results = "".join(_result(result) for result in sheet.results)
    return (
        f'<section class="pad pad-plain worksheet" role="group" aria-label="{escape(f"Worksheet: {sheet.title}")}">'
        f'<div class="pad-head"><p><strong>{escape(sheet.title)}</strong></p><p>worksheet</p></div>'
        f'<div class="ws-cols"><div class="ws-in"><p class="ws-label">Inputs</p><dl>{inputs}</dl></div>'
        f'<div class="ws-out"><p class="ws-label">Results</p><dl>{results}</dl></div></div></section>\n'
        f"{_twists(sheet)}"
    )


def _input(item: Input) -> str:
    span = "" if item.low is None or item.high is None else f" · {number(item.low)} to {number(item.high)}"
    return (
        f'<div class="ws-row"><dt>{escape(item.label)}<small><code>{escape(item.name)}</code>{span}</small></dt>'
        f"<dd>{escape(quantity(item.value, item.unit))}</dd></div>"
    )


def _result(result: Result) -> str:
    return (
        f'<div class="ws-res"><dt><span>{escape(result.name)}</span>'
        f"<strong>{escape(quantity(result.value, result.unit))}</strong></dt>"
        f"<dd>{escape(result.formula)}</dd></div>"
    )


def _twists(sheet: Worksheet) -> str:
    if not sheet.twists:
        return ""
    items = "".join(_twist(twist, sheet) for twist in sheet.twists)
    return f'<div class="discs">{items}</div>\n'


def _twist(twist: Twist, sheet: Worksheet) -> str:
    labels = {item.name: item.label for item in sheet.inputs}
    units = {item.name: item.unit for item in sheet.inputs} | {item.name: item.unit for item in sheet.results}
    changes = "; ".join(f"{labels[name]}: {quantity(value, units[name])}" for name, value in twist.set.items())
    outcomes = "; ".join(f"{name}: {quantity(value, units[name])}" for name, value in twist.expect.items())
    return (
        f'<details class="disc"><summary>Twist: {escape(twist.ask)}</summary><div class="disc-body">'
        f"<p>{escape(twist.answer)}</p><p><small>Set {escape(changes)}. Then {escape(outcomes)}.</small></p>"
        f"</div></details>"
    )
