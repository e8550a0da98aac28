"""A result worked line by line: each formula it needs, with these numbers put in, and what comes of it."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from app.estimates.calculation import Calculation, calculation
from app.estimates.compiling import Values
from app.estimates.formulas import names_in
from app.estimates.notation import EXACT, FOUR, is_written_whole, quantity, written
from app.estimates.worksheet import Result, Worksheet

_NAME = re.compile(r"(?<![A-Za-z0-9_.])[A-Za-z_][A-Za-z0-9_]*")
_DIVISION = re.compile(r"/\s*[+-]?\s*$")


@dataclass(frozen=True)
class Line:
    """`name = formula`, `= substituted`, `= value unit`.

    `substituted` is the formula with each number in place of its name, its unit behind it: `8 GPU * 900 sample/s/GPU`.
    """

    name: str
    formula: str
    substituted: str
    value: str
    unit: str

    @property
    def result(self) -> str:
        """The value with its unit, for reading."""
        return quantity(self.value, self.unit)


def lines(sheet: Worksheet, values: Values) -> list[Line]:
    """The lines that lead from these values of the inputs to the drilled result, in the order of the worksheet.

    Inputs stand as they are and results with four digits. Where a line with the numbers that it shows would miss its
    own result by more than the last digit shown, the results it is made of carry one digit more, until it does not.
    """
    made = calculation(sheet)
    results = made.recompute(values)
    needed = _needed(sheet)
    digits = {result.name: FOUR for result in needed}
    shown = {name: written(value, EXACT) for name, value in values.items()}
    for _ in range(EXACT * len(needed)):
        shown |= {name: written(results[name], count) for name, count in digits.items()}
        missed = [
            result
            for result in needed
            if not _holds(made, result.name, results[result.name], shown, digits[result.name])
        ]
        if not missed:
            break
        # The last one first: it decides how many digits those before it need.
        for name in digits.keys() & names_in(missed[-1].formula):
            digits[name] = min(digits[name] + 1, EXACT)
    units = {item.name: item.unit for item in sheet.inputs} | {result.name: result.unit for result in needed}
    return [
        Line(result.name, result.formula, _substituted(result.formula, shown, units), shown[result.name], result.unit)
        for result in needed
    ]


def _needed(sheet: Worksheet) -> list[Result]:
    """The drilled result, after all results that its formula is made of."""
    names, needed = {sheet.drill}, []
    for result in reversed(sheet.results):
        if result.name in names:
            names |= names_in(result.formula)
            needed.append(result)
    return needed[::-1]


def _holds(made: Calculation, name: str, value: float, shown: Mapping[str, str], digits: int) -> bool:
    """Whether the formula, fed with what is shown, gives the result that is shown with this many digits."""
    known = {other: float(text) * made.measures[other].factor for other, text in shown.items()}
    try:
        recomputed = made.formulas[name].value(known) / made.measures[name].factor
    except (ArithmeticError, ValueError):
        return False
    place = math.floor(math.log10(abs(value))) - digits + 1 if value else -EXACT
    last_digit = 10.0 ** (min(place, 0) if is_written_whole(value) else place)
    return abs(recomputed - float(shown[name])) <= last_digit + 1e-9 * abs(value)


def _substituted(formula: str, shown: Mapping[str, str], units: Mapping[str, str]) -> str:
    def number(found: re.Match[str]) -> str:
        name = found[0]
        if name not in shown:
            return name
        text = f"{shown[name]} {units[name]}".strip()
        # `a / 40 byte/row` would divide by the row as well.
        would_split = _DIVISION.search(formula[: found.start()]) and re.search("[*/^]", units[name])
        is_base = units[name] and formula[found.end() :].lstrip().startswith("**")
        return f"({text})" if would_split or is_base or text.startswith("-") else text

    return _NAME.sub(number, formula)
