"""Reads an `estimate` block strictly, then holds its claims against its formulas."""

import keyword
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from app.core import strict_yaml
from app.core.fields import Fields, Problems, did_you_mean
from app.core.strict_yaml import Scalar, Sequence, YamlError
from app.estimates import claims
from app.estimates.formulas import FUNCTIONS, MAX_LENGTH, formula_problem
from app.estimates.units import UNITS, unit_problem
from app.estimates.worksheet import Given, Input, Result, Twist, Worksheet

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
# With two digits of exponent and 40 characters at most, a number times the measure of any unit fits a float.
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,2})?")
_MAX_CHARACTERS = 40
MOST_VALUES, MOST_TWISTS = 40, 12


def parse(text: str, first_line: int, facts: Mapping[str, Given], problems: Problems) -> Worksheet | None:
    """The worksheet, or None after every problem in it was noted."""
    before = len(problems.found)
    read = _read(text, first_line, facts, problems)
    if read is None:
        return None
    claims.check(*read)
    return read[0] if len(problems.found) == before else None


def as_written(text: str, facts: Mapping[str, Given]) -> Worksheet | None:
    """The worksheet whether or not its claims hold; None where it can't be read."""
    read = _read(text, 1, facts, Problems(""))
    return read and read[0]


def _read(
    text: str, first_line: int, facts: Mapping[str, Given], problems: Problems
) -> tuple[Worksheet, claims.Places] | None:
    before = len(problems.found)
    try:
        mapping = strict_yaml.parse(text, first_line=first_line)
    except YamlError as error:
        problems.add(error.line, "estimate", error.message)
        return None
    fields = Fields(mapping, problems, prefix="estimate.")
    title = fields.text("title", required=True, max_length=140) or ""
    input_fields, result_fields = _entries(fields, "inputs"), _entries(fields, "results")
    twist_fields = fields.mappings("twists")
    drill = fields.text("drill")
    fields.refuse_unknown()
    if len(twist_fields) > MOST_TWISTS:
        fields.wrong("twists", f"has {len(twist_fields)} twists; at most {MOST_TWISTS} are allowed")
        return None
    if not input_fields or not result_fields:
        return None
    inputs = tuple(_input(name, entry, facts) for name, entry in input_fields.items())
    results = _results(result_fields, input_fields.keys())
    twists = tuple(_twist(entry, inputs, results) for entry in twist_fields)
    if drill and drill not in result_fields:
        fields.wrong("drill", f"`{drill}` is not a result{did_you_mean(drill, result_fields)}")
    if any(not problem.is_warning for problem in problems.found[before:]):
        return None
    if not all(item.value for item in inputs):
        return None
    sheet = Worksheet(title, inputs, results, twists, drill)
    return sheet, claims.Places(fields, result_fields, twist_fields)


def is_number(text: str) -> bool:
    """Whether the text is a number as worksheets and facts write it: `42`, `-0.5`, `3.0e11`."""
    return len(text) <= _MAX_CHARACTERS and bool(_NUMBER.fullmatch(text))


def is_sound(fact: Given) -> bool:
    """Whether a worksheet can take the fact; what is wrong with one is told where it stands."""
    return is_number(fact.value) and not (fact.unit and unit_problem(fact.unit))


def _mapping(fields: Fields, name: str) -> Fields | None:
    """A mapping that must hold something, but not too much."""
    node = fields.node(name, required=True)
    inner = fields.inner(name, node) if node else None
    if inner and not 1 <= len(inner.mapping.items) <= MOST_VALUES:
        fields.wrong(name, f"has {len(inner.mapping.items)} entries; it must have 1 to {MOST_VALUES}")
        return None
    return inner


def _entries(fields: Fields, name: str) -> dict[str, Fields]:
    """The entries of a mapping of mappings, their names checked; empty only after a problem was noted."""
    entries: dict[str, Fields] = {}
    outer = _mapping(fields, name)
    if outer is None:
        return entries
    for key, entry in outer.mapping.items.items():
        outer.node(key, required=True)
        if not _NAME.fullmatch(key):
            outer.wrong(key, "a name is lower case: a letter, then letters, digits or _")
        elif key in UNITS or key in FUNCTIONS:
            outer.wrong(key, "is the name of a unit or function")
        elif keyword.iskeyword(key):
            outer.wrong(key, "is a word that no formula may hold")
        inner = outer.inner(key, entry)
        if inner:
            entries[key] = inner
    return entries


def _input(name: str, fields: Fields, facts: Mapping[str, Given]) -> Input:
    label = fields.text("label", required=True, max_length=80) or ""
    fact = fields.text("fact")
    low, high = _range(fields)
    if fact:
        for own in ("value", "unit"):
            if fields.node(own, required=False):
                fields.wrong(own, "comes from the fact: leave it out")
        given = facts.get(fact)
        if given is None:
            fields.wrong("fact", f"`{fact}` is not in _facts.yaml{did_you_mean(fact, facts)}")
        # Without its value nothing can be computed.
        value, unit = (given.value, given.unit) if given and is_sound(given) else ("", "")
    else:
        value, unit = _number(fields, "value"), _unit(fields)
    if low is not None and high is not None and value and not Decimal(low) <= Decimal(value) <= Decimal(high):
        fields.wrong("range", f"{value} lies outside [{low}, {high}]")
    fields.refuse_unknown()
    return Input(name, label, value, unit, low, high, fact)


def _results(entries: Mapping[str, Fields], inputs: Iterable[str]) -> tuple[Result, ...]:
    known, results = set(inputs), []
    for name, entry in entries.items():
        formula = entry.text("formula", required=True, max_length=MAX_LENGTH) or ""
        problem = formula_problem(formula, known, later=entries.keys() - known) if formula else None
        if problem:
            entry.wrong("formula", problem)
        if name in known:
            entry.problems.add(entry.mapping.line, f"estimate.results.{name}", "is already the name of another value")
        results.append(Result(name, formula, _number(entry, "value"), _unit(entry)))
        entry.refuse_unknown()
        known.add(name)
    return tuple(results)


def _twist(fields: Fields, inputs: tuple[Input, ...], results: tuple[Result, ...]) -> Twist:
    by_name = {item.name: item for item in inputs}
    ask = fields.text("ask", required=True, max_length=600) or ""
    changed, expected = _numbers(fields, "set"), _numbers(fields, "expect")
    for name, value in changed.items():
        item = by_name.get(name)
        if item is None:
            fields.wrong("set", f"`{name}` is not an input{did_you_mean(name, by_name)}")
        elif not item.is_turnable:
            fields.wrong("set", f"`{name}` has no range, so a twist cannot set it")
        elif not item.span[0] <= float(value) <= item.span[1]:
            fields.wrong("set", f"`{name}` = {value} lies outside [{item.low}, {item.high}]")
        elif item.is_whole and not float(value).is_integer():
            fields.wrong("set", f"`{name}` = {value}, but it is turned in whole numbers")
    known = {result.name for result in results}
    for name in expected:
        if name not in known:
            fields.wrong("expect", f"`{name}` is not a result{did_you_mean(name, known)}")
    answer = fields.text("answer", required=True, max_length=1_500) or ""
    fields.refuse_unknown()
    return Twist(ask, changed, expected, answer)


def _numbers(fields: Fields, name: str) -> dict[str, str]:
    inner = _mapping(fields, name)
    return {key: number for key in inner.mapping.items if (number := _number(inner, key))} if inner else {}


def _number(fields: Fields, name: str) -> str:
    """A number as it was written, for its digits count; empty after a problem was noted."""
    text = fields.text(name, required=True, max_length=_MAX_CHARACTERS) or ""
    if text and not is_number(text):
        fields.wrong(name, f"`{text}` is not a number like 1500, 0.5 or 3.2e6")
        return ""
    return text


def _unit(fields: Fields) -> str:
    text = fields.text("unit", max_length=60) or ""
    problem = unit_problem(text) if text else None
    if problem:
        fields.wrong("unit", problem)
    return text


def _range(fields: Fields) -> tuple[str | None, str | None]:
    node = fields.node("range", required=False)
    if node is None:
        return None, None
    items = node.items if isinstance(node, Sequence) else ()
    ends = [item.text if isinstance(item, Scalar) else "" for item in items]
    if len(ends) != 2 or not all(is_number(end) for end in ends) or float(ends[0]) >= float(ends[1]):  # noqa: PLR2004
        fields.wrong("range", "must be two numbers, the lower one first, like [0.5, 20]")
        return None, None
    return ends[0], ends[1]
