"""`estimate` blocks for the tests, as an author writes them, and what is wrong with them."""

from app.core.fields import Problems
from app.estimates.parsing import parse
from app.estimates.worksheet import Worksheet

FIRST_LINE = 10


def read(text, facts=None) -> tuple[Worksheet | None, list[str]]:
    """What a block is read as, and its problems as a terminal shows them."""
    problems = Problems("f.md")
    sheet = parse(text, FIRST_LINE, facts or {}, problems)
    return sheet, [str(problem) for problem in problems.found]


def block(inputs, results, more="") -> str:
    """A block with these inputs and results, each a line like `name: {…}`, and more lines below them."""
    lines = ["title: A sheet", "inputs:", *(f"  {line}" for line in inputs)]
    return "\n".join([*lines, "results:", *(f"  {line}" for line in results), more])


def given(text) -> str:
    """The line of an input written `rate = 2000 request/s [100, 20000]`; unit and range may be missing."""
    name, _, rest = text.partition(" = ")
    value, bracket, ends = rest.partition(" [")
    return f"{name}: {{label: The {name}, {_quantity(value)}{f', range: [{ends}' if bracket else ''}}}"


def asked(formula, claim, *inputs, more="") -> list[str]:
    """The problems of a block with the one result `r`; the claim is written `15 GPU`."""
    result = f'r: {{formula: "{formula}", {_quantity(claim)}}}'
    return read(block([given(text) for text in inputs or ("one = 1",)], [result], more))[1]


def _quantity(text) -> str:
    value, _, unit = text.partition(" ")
    return f"value: {value}{f', unit: {unit}' if unit else ''}"
