"""The numbers that the asserts of a block of Python stand for, read from its syntax; nothing runs here."""

import ast
from collections.abc import Iterator


def asserted(source: str) -> set[float]:
    """Every number in an assert, and every plain number among the values it reads by name.

    Loops are looked through (`for size, want in table: assert …`), and a function that asserts on its parameters
    makes an assert of each call (`close(x, 3.5)`). What is assigned to a name that is read counts where it lists
    values, not where it computes (`room = 70 * 2**30`). Names are not told apart by scope.
    """
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except SyntaxError:
        return set()  # told where the block is run
    checked = [node.test for node in nodes if isinstance(node, ast.Assert)]
    checked += [argument for call in _asserting_calls(nodes) for argument in call.args]
    found = {number for expression in checked for number in _numbers(expression)}
    read = _names(*checked)
    loops = list(_loops(nodes))
    while more := _names(*(values for target, values in loops if _names(target) & read)) - read:
        read |= more
    listed = [values for target, values in [*loops, *_assignments(nodes)] if _names(target) & read]
    return found | {number for values in listed for number in _listed(values)}


def _asserting_calls(nodes: list[ast.AST]) -> Iterator[ast.Call]:
    """The calls of the functions that hold an assert on one of their parameters."""
    names = set()
    for function in (node for node in nodes if isinstance(node, ast.FunctionDef)):
        asserts = [node for node in ast.walk(function) if isinstance(node, ast.Assert)]
        if _names(*asserts) & {argument.arg for argument in function.args.args}:
            names.add(function.name)
    for node in nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            yield node


def _loops(nodes: list[ast.AST]) -> Iterator[tuple[ast.expr, ast.expr]]:
    for node in nodes:
        if isinstance(node, ast.For | ast.comprehension):
            yield node.target, node.iter


def _assignments(nodes: list[ast.AST]) -> Iterator[tuple[ast.expr, ast.expr]]:
    for node in nodes:
        if isinstance(node, ast.Assign):
            yield from ((target, node.value) for target in node.targets)
        elif isinstance(node, ast.AnnAssign | ast.NamedExpr) and node.value:
            yield node.target, node.value


def _names(*trees: ast.AST) -> set[str]:
    return {node.id for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Name)}


def _numbers(tree: ast.AST) -> Iterator[float]:
    """Every number written in an expression; a text that is one (`f"{x:.1f}" == "29.3"`) counts."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and not isinstance(node.value, bool):
            try:
                yield float(node.value)  # type: ignore[arg-type]
            except (TypeError, ValueError):
                continue


def _listed(tree: ast.expr) -> Iterator[float]:
    """The numbers that stand as values of a list or table, also one that a call wraps: `zip(rows, (1, 2))`."""
    match tree:
        case ast.Constant() | ast.UnaryOp(operand=ast.Constant()):
            yield from _numbers(tree)
        case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts):
            yield from (number for part in parts for number in _listed(part))
        case ast.Dict(keys=keys, values=values):
            yield from (number for part in [*keys, *values] if part for number in _listed(part))
        case ast.Call(func=ast.Attribute(value=table), args=parts):
            yield from (number for part in [table, *parts] for number in _listed(part))
        case ast.Call(args=parts):
            yield from (number for part in parts for number in _listed(part))
