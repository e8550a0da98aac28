"""The syntax of formulas: arithmetic, comparison and a few functions over names. Checked here, computed elsewhere."""

import ast
import re
from collections.abc import Set as AbstractSet

from app.estimates.units import UNITS

FUNCTIONS = {
    "min": (2, 9), "max": (2, 9), "ceil": (1, 1), "floor": (1, 1), "round": (1, 1), "sqrt": (1, 1),
    "log": (1, 1), "log2": (1, 1), "exp": (1, 1), "where": (3, 3),
}  # fmt: skip
MAX_LENGTH = 300
MAX_NODES = 120

_FOREIGN = re.compile(r"[^\w\s.+\-*/()<>=!,]|(?<![A-Za-z_0-9])[0-9.]*[0-9](?![eE][+-]?[0-9])[A-Za-z_]")
_OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow, ast.USub, ast.UAdd)
_COMPARISONS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq)
_PARTS = (ast.Expression, ast.BinOp, ast.UnaryOp, ast.Compare, ast.Load, *_OPERATORS, *_COMPARISONS)


def formula_problem(text: str, names: set[str], *, later: AbstractSet[str] = frozenset()) -> str | None:
    """What is wrong with a formula that may use `names` and units; None when it is sound.

    `later` are the names of this result and those after it, which it may not use.
    """
    if len(text) > MAX_LENGTH:
        return f"has {len(text)} characters; at most {MAX_LENGTH} are allowed"
    if _FOREIGN.search(text):
        # Python's own parser would warn of some of it, and read hexadecimal numbers.
        return f"`{text}` is not a formula"
    try:
        tree = ast.parse(text, mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return f"`{text}` is not a formula"
    nodes = list(ast.walk(tree))
    if len(nodes) > MAX_NODES:
        return "is too long: split it into several results"
    called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    for node in nodes:
        problem = _node_problem(node, names, later, is_called=id(node) in called)
        if problem:
            return problem
    return None


def names(text: str) -> set[str]:
    """What a sound formula names: inputs, earlier results, units and functions."""
    return {node.id for node in ast.walk(ast.parse(text, mode="eval")) if isinstance(node, ast.Name)}


def _node_problem(node: ast.AST, names: set[str], later: AbstractSet[str], *, is_called: bool) -> str | None:
    match node:
        case ast.Constant(value=value):
            is_number = isinstance(value, int | float) and not isinstance(value, bool)
            return None if is_number else f"`{value!r}` is not a number"
        case ast.Name(id=name) if name in later and not is_called:
            return f"`{name}` comes no earlier: a formula uses inputs and earlier results, never itself or in a circle"
        case ast.Name(id=name):
            known = name in FUNCTIONS if is_called else name in names or name in UNITS
            return (
                None
                if known
                else f"`{name}` is not {'a function' if is_called else 'an input, an earlier result or a unit'}"
            )
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=keywords):
            least, most = FUNCTIONS.get(name, (0, 99))
            is_sound = not keywords and least <= len(arguments) <= most
            return None if is_sound else f"`{name}` takes {least if least == most else f'{least} to {most}'} values"
        case _:
            return None if isinstance(node, _PARTS) else f"`{type(node).__name__.lower()}` is not allowed in a formula"
