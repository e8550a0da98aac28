"""The worked lines are true as printed: each gives its own result, and that is what the evaluator gives."""

import math
import re

import pytest

from app.core.fields import Problems
from app.estimates.calculation import calculation, defaults
from app.estimates.draws import draw
from app.estimates.parsing import parse
from app.estimates.quantities import measure
from app.estimates.working import lines
from app.estimates.worksheet import Input, Result, Worksheet
from app.questions.facts import given
from app.questions.seed_format import parse_facts

DRAWS = 10_000
SLACK = 1e-9
# The test's own units, in s, bit, FLOP, J and things.
UNITS = {
    "s": 1,
    "ms": 1e-3,
    "us": 1e-6,
    "ns": 1e-9,
    "minute": 60,
    "hour": 3600,
    "day": 86400,
    "percent": 0.01,
    "USD": 1,
}
UNITS |= dict.fromkeys(("request", "token", "sample", "step", "event", "row", "param", "layer", "GPU", "node"), 1)
BASES = {"bit": 1, "byte": 8, "B": 8, "FLOP": 1, "J": 1, "W": 1, "Wh": 3600}
UNITS |= {p + u: 1000**n * f for u, f in BASES.items() for n, p in enumerate(["", "k", "M", "G", "T", "P", "E"])}
UNITS |= {p + u: 1024**n * f for u, f in BASES.items() for n, p in enumerate(["Ki", "Mi", "Gi", "Ti"], start=1)}
FUNCTIONS = {
    "min": min,
    "max": max,
    "ceil": lambda x: math.ceil(x - SLACK * max(1, abs(x))),
    "floor": lambda x: math.floor(x + SLACK * max(1, abs(x))),
    "round": lambda x: math.floor(x + 0.5 + SLACK),
    "sqrt": math.sqrt,
    "log": math.log,
    "log2": math.log2,
    "exp": math.exp,
    "where": lambda condition, yes, no: yes if condition else no,
}
QUANTITY = re.compile(r"(?<![\w.])([0-9.]+(?:e-?[0-9]+)?) ([A-Za-z]+)")
BLOCK = re.compile(r"^```estimate\n(.*?)^```", re.DOTALL | re.MULTILINE)


def evaluated(text):
    """What a printed line gives in base units, read by Python alone: a unit belongs to the number before it."""
    return eval(QUANTITY.sub(r"(\1*\2)", text), {"__builtins__": {}}, FUNCTIONS | UNITS)


def last_digit(value, text):
    """The size of the last digit shown: of a whole number all are, of another one four at least, be they zeros."""
    if value == int(value) and abs(value) < 1e7:
        return 1
    mantissa = text.partition("e")[0].replace(".", "").lstrip("0").rstrip("0")
    return 10.0 ** (math.floor(math.log10(value)) + 1 - max(4, len(mantissa)))


def drilled(root):
    """Every worksheet of the bank that is drilled."""
    facts = given(parse_facts((root / "seeds/_facts.yaml").read_text(encoding="utf-8"), "_facts.yaml")[0])
    for path in sorted((root / "seeds").rglob("*.md")):
        for block in BLOCK.findall(path.read_text(encoding="utf-8")):
            sheet = parse(block, 1, facts, Problems(path.name))
            if sheet and sheet.drill:
                yield sheet


def test_the_worked_lines_equal_the_evaluator_on_ten_thousand_draws(root):
    sheets = list(drilled(root))
    assert len(sheets) >= 16
    for seed in range(DRAWS):
        sheet = sheets[seed % len(sheets)]
        values = draw(sheet, seed)
        worked, expected = lines(sheet, values), calculation(sheet).recompute(values)
        assert worked[-1].name == sheet.drill
        for line in worked:
            factor = measure(line.unit).factor
            value = expected[line.name]
            off = abs(evaluated(line.substituted) / factor - float(line.value))
            assert off <= last_digit(value, line.value) + 2 * SLACK * value, (seed, line)
            # What is shown is the evaluator's own result, to four digits at least.
            assert float(line.value) == pytest.approx(value, rel=5.1e-4), (seed, line)


def sheet(inputs, results, drill):
    given = tuple(Input(name, name, value, unit, None, None, None) for name, value, unit in inputs)
    return Worksheet("A sheet", given, tuple(Result(n, f, "1", u) for n, f, u in results), (), drill)


def worked(*arguments):
    made = sheet(*arguments)
    return [(line.name, line.substituted, line.value) for line in lines(made, defaults(made))]


def test_only_what_the_drilled_result_is_made_of_is_worked_and_in_order():
    results = [("a", "2 * x", ""), ("aside", "x", ""), ("b", "a + 1", ""), ("c", "a * b", ""), ("after", "c", "")]
    assert worked([("x", "3", "")], results, "c") == [("a", "2 * 3", "6"), ("b", "6 + 1", "7"), ("c", "6 * 7", "42")]


@pytest.mark.parametrize(
    ("formula", "unit", "substituted"),
    [
        ("size * rows", "byte", "40 byte/row * 2 row"),
        ("rows / (rows / size)", "byte/row", "2 row / (2 row / (40 byte/row))"),
        ("size * rows - -rows * size", "byte", "40 byte/row * 2 row - -2 row * 40 byte/row"),
        ("rows ** 2 / rows", "row", "(2 row) ** 2 / 2 row"),
        ("2 ** share * rows", "row", "2 ** (-0.5) * 2 row"),
        ("min(rows, 3.0e2 * row)", "row", "min(2 row, 3.0e2 * row)"),
    ],
)
def test_numbers_carry_their_units_and_stand_in_parentheses_where_they_would_be_read_otherwise(
    formula, unit, substituted
):
    inputs = [("size", "40", "byte/row"), ("rows", "2", "row"), ("share", "-0.5", "")]
    (line,) = worked(inputs, [("r", formula, unit)], "r")
    assert line[1] == substituted


def test_results_carry_more_digits_where_rounded_ones_would_lead_elsewhere():
    third = ("third", "x / 3", "")
    # With 2.333 for 7 / 3 the floor would be 0.
    step = worked([("x", "7", "")], [third, ("whole", "floor(3 * third / x + 1e-6)", "")], "whole")
    assert step == [("third", "7 / 3", "2.333333"), ("whole", "floor(3 * 2.333333 / 7 + 1e-6)", "1")]
    difference = worked([("x", "7", "")], [third, ("rest", "third - 2.3", "")], "rest")
    assert difference == [("third", "7 / 3", "2.33333"), ("rest", "2.33333 - 2.3", "0.03333")]
