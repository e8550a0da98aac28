"""The syntax of formulas: arithmetic, comparison and a few functions over names. Checked here, computed elsewhere."""

import ast
import keyword
import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from app.core.fields import did_you_mean
from app.estimates.units import UNITS, advice

FUNCTIONS = {
    "min": (2, 9), "max": (2, 9), "ceil": (1, 1), "floor": (1, 1), "round": (1, 1), "sqrt": (1, 1),
    "log": (1, 1), "log2": (1, 1), "exp": (1, 1), "where": (3, 3),
}  # fmt: skip
_WRITE = "write numbers, names, + - * / and ** for powers, comparisons, ( ) and functions"
MAX_LENGTH = 300
MAX_NODES = 120

# Checked before Python's parser sees it, which would warn of `1if`, read `0x10` and take look-alikes of ASCII letters.
_NUMBER = r"[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,2})?(?![\w.])"
_WORD = r"[A-Za-z_][A-Za-z_0-9]*(?![\w.])"
_WORDS = re.compile(r"[A-Za-z_]\w*")
_PLAIN = re.compile(rf"(?:{_NUMBER}|{_WORD}|\*\*?(?!\*)|/(?!/)|[<>=!]=|[-+()<>,]| )+")
_OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow, ast.USub, ast.UAdd)
_COMPARISONS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq)
_PARTS = (ast.Expression, ast.BinOp, ast.UnaryOp, ast.Compare, ast.Load, *_OPERATORS, *_COMPARISONS)


def formula_problem(text: str, names: AbstractSet[str], *, later: AbstractSet[str] = frozenset()) -> str | None:
    """What is wrong with a formula that may use `names` and units; None when it is sound.

    `later` are the names of this result and those after it, which it may not use.
    """
    return next(_problems(text, names, later), None)


def names_in(text: str) -> set[str]:
    """What a sound formula names: inputs, earlier results, units and functions."""
    return {node.id for node in ast.walk(ast.parse(text, mode="eval")) if isinstance(node, ast.Name)}


def _problems(text: str, names: AbstractSet[str], later: AbstractSet[str]) -> Iterator[str]:
    """One problem after the other. Nothing runs on what was found wrong before, as only the first is asked for."""
    if len(text) > MAX_LENGTH:
        yield f"has {len(text)} characters; at most {MAX_LENGTH} are allowed"
    yield from (f"`{word}` is not allowed in a formula" for word in _WORDS.findall(text) if keyword.iskeyword(word))
    plain = _PLAIN.match(text)
    if not plain or plain.end() < len(text):
        rest = text[plain.end() :] if plain else text
        yield f"cannot be read from `{rest}` on: {_WRITE}"
    if text.count("(") != text.count(")"):
        yield f"`{text}` is not a formula: its brackets do not pair, and one that holds a comma stands in quotes"
    try:
        tree = ast.parse(text, mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        yield f"`{text}` is not a formula"
        return
    nodes = list(ast.walk(tree))
    if len(nodes) > MAX_NODES:
        yield "is too long: split it into several results"
    called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    for node in nodes:
        if id(node) not in called:
            yield from _node_problems(node, names, later)


def _node_problems(node: ast.AST, names: AbstractSet[str], later: AbstractSet[str]) -> Iterator[str]:
    match node:
        case ast.Name(id=name) if name in later:
            yield f"`{name}` comes no earlier: a formula uses inputs and earlier results, never itself or in a circle"
        case ast.Name(id=name):
            if name not in names and name not in UNITS:
                unknown = f"`{name}` is not an input, an earlier result or a unit"
                yield advice(name) or f"{unknown}{did_you_mean(name, names)}"
        case ast.Call(func=ast.Name(id=name), args=arguments):
            if name not in FUNCTIONS:
                yield f"`{name}` is not a function"
            elif not FUNCTIONS[name][0] <= len(arguments) <= FUNCTIONS[name][1]:
                yield f"`{name}` takes {_values(*FUNCTIONS[name])}"
        case ast.Compare(ops=[_, _, *_]):
            yield "compares more than two values: write one comparison at a time"
        case _:
            is_number = isinstance(node, ast.Constant) and type(node.value) in {int, float}
            if not is_number and not isinstance(node, _PARTS):
                yield f"`{ast.unparse(node)}` is not allowed in a formula"


def _values(least: int, most: int) -> str:
    if least < most:
        return f"{least} to {most} values"
    return "1 value" if most == 1 else f"{most} values"
