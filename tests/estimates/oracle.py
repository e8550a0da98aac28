"""What a formula gives, by other means: Python's AST over pint quantities of 60 decimal digits, with units of its own.

And formulas at random to ask both: of any shape, or such that their units fit.
"""

import ast
import operator
from collections.abc import Mapping
from decimal import Decimal, localcontext

import pint
from hypothesis import strategies as st

UNITS = pint.UnitRegistry(None, non_int_type=Decimal)
for _definition in (
    "s = [time]", "ms = 0.001 * s", "minute = 60 * s", "bit = [data]", "byte = 8 * bit", "kB = 8000 * bit",
    "token = [token]", "GPU = [gpu]", "percent = 0.01",
):  # fmt: skip
    UNITS.define(_definition)

# The inputs of every formula here: a pure number, a share, a time, a size, two counts.
INPUTS = {"a": "", "p": "percent", "t": "ms", "d": "kB", "n": "GPU", "k": "token"}

_BINARY = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}
_COMPARED = {ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge}
_COMPARED |= {ast.Eq: operator.eq, ast.NotEq: operator.ne}


def quantity(formula: str, values: Mapping[str, float], *, nudge: str = "0") -> pint.Quantity:
    """Raises DimensionalityError where units do not fit, ArithmeticError where there is no value.

    With a nudge every number and name is another one by a few times this share of it, each by another few.
    """
    tree = ast.parse(formula, mode="eval").body
    for place, leaf in enumerate(ast.walk(tree)):
        leaf.factor = 1 + Decimal(nudge) * (place * place % 23 - 11)
    with localcontext(prec=60):
        return _of(tree, values).to_base_units()


def _of(node, values):  # noqa: PLR0911 - one for each kind of node
    match node:
        case ast.Constant(value=number):
            return UNITS.Quantity(Decimal(repr(number)) * node.factor, "")
        case ast.Name(id=name) if name in values:
            return UNITS.Quantity(Decimal(repr(values[name])) * node.factor, INPUTS[name])
        case ast.Name(id=name):
            return UNITS.Quantity(node.factor, name)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_of(operand, values)
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            return _of(left, values) ** int(ast.literal_eval(right))
        case ast.BinOp(left=left, op=op, right=right):
            return _BINARY[type(op)](_of(left, values), _of(right, values))
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            left, right = _of(left, values), _of(right, values)
            return UNITS.Quantity(Decimal(_COMPARED[type(op)](left - right, 0 * (left - right))), "")
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return _CALLED[name](*(_of(argument, values) for argument in arguments))


def _extreme(choose):
    def over(*sides):
        for side in sides[1:]:
            _ = sides[0] + side  # raises where they are of two kinds
        return choose((side.to_base_units() for side in sides), key=lambda side: side.magnitude)

    return over


def _where(condition, yes, no):
    _ = yes + no
    return yes if condition.to("").magnitude else no


def _stepped(step):
    def over(side):
        base = side.to_base_units()
        kinds = dict(base.dimensionality)
        if kinds and kinds not in ({"[token]": 1}, {"[gpu]": 1}):
            raise pint.DimensionalityError(base.units, UNITS.Unit(""))
        nearest = base.magnitude.to_integral_value("ROUND_HALF_EVEN")
        is_whole = abs(base.magnitude - nearest) <= Decimal("1e-9")
        return UNITS.Quantity(nearest if is_whole else step(base.magnitude), base.units)

    return over


def _pure(function):
    return lambda side: UNITS.Quantity(function(side.to("").magnitude), "")


_CALLED = {
    "min": _extreme(min),
    "max": _extreme(max),
    "where": _where,
    "ceil": _stepped(lambda number: number.to_integral_value("ROUND_CEILING")),
    "floor": _stepped(lambda number: number.to_integral_value("ROUND_FLOOR")),
    "round": _stepped(lambda number: (number + Decimal("0.5")).to_integral_value("ROUND_FLOOR")),
    "log": _pure(Decimal.ln),
    "log2": _pure(lambda number: number.ln() / Decimal(2).ln()),
    "exp": _pure(Decimal.exp),
    "sqrt": lambda side: UNITS.Quantity(
        side.to_base_units().magnitude.sqrt(), side.to_base_units().units ** Decimal("0.5")
    ),
}

_NUMBERS = st.sampled_from(["2", "0.5", "3.25", "1e3", "7"])
_SIGNS = st.sampled_from(["+", "-", "*", "/"])
_COMPARISONS = st.sampled_from(["<", "<=", ">", ">=", "==", "!="])
_LEAVES = {
    "": ["a", "p", "percent", "t / ms", "d / byte"],
    "s": ["t", "2 * minute", "d / (kB / s)"],
    "bit": ["d", "3 * byte"],
}
_LEAVES |= {"GPU": ["n", "GPU"], "token": ["k", "5 * token"]}


def any_formula():
    """Of any shape; most have units that do not fit."""
    return st.recursive(_NUMBERS | st.sampled_from([*INPUTS, "ms", "byte", "GPU"]), _larger, max_leaves=6)


def _larger(parts):
    return st.one_of(
        st.tuples(parts, _SIGNS, parts).map(lambda it: f"({it[0]} {it[1]} {it[2]})"),
        st.tuples(parts, _COMPARISONS, parts).map(lambda it: f"({it[0]} {it[1]} {it[2]})"),
        st.tuples(st.sampled_from(["min", "max"]), parts, parts).map(lambda it: f"{it[0]}({it[1]}, {it[2]})"),
        st.tuples(parts, parts, parts).map(lambda it: f"where({it[0]}, {it[1]}, {it[2]})"),
        st.tuples(st.sampled_from(["ceil", "floor", "round", "log", "exp", "-"]), parts).map(
            lambda it: f"{it[0]}({it[1]})"
        ),
        st.tuples(parts, st.sampled_from(["2", "3"])).map(lambda it: f"({it[0]}) ** {it[1]}"),
    )


@st.composite
def fitting_formula(draw, unit=None, depth=2):
    """A formula whose units fit and give `unit`."""
    unit = draw(st.sampled_from(list(_LEAVES))) if unit is None else unit

    def of(other):
        return draw(fitting_formula(other, depth - 1))

    if depth == 0:
        return draw(st.sampled_from(_LEAVES[unit]) | _NUMBERS) if unit == "" else draw(st.sampled_from(_LEAVES[unit]))
    other = draw(st.sampled_from(list(_LEAVES)))
    shapes = {
        "leaf": lambda: draw(st.sampled_from(_LEAVES[unit])),
        "sum": lambda: f"({of(unit)} {draw(st.sampled_from('+-'))} {of(unit)})",
        "product": lambda: f"{of('')} * {of(unit)}",
        "quotient": lambda: f"({of(unit)}) / ({of('')})",
        "detour": lambda: f"({of(unit)}) * ({of(other)}) / ({of(other)})",
        "power": lambda: f"({of(unit)}) ** 3 / ({of(unit)}) ** 2",
        "extreme": lambda: f"{draw(st.sampled_from(['min', 'max']))}({of(unit)}, {of(unit)}, {of(unit)})",
        "where": lambda: f"where({of(other)} {draw(_COMPARISONS)} {of(other)}, {of(unit)}, {of(unit)})",
        "negative": lambda: f"(-{of(unit)})",
        "root": lambda: f"sqrt(({of(unit)}) * ({of(unit)}))",
    }
    if unit in {"", "GPU", "token"}:
        shapes["step"] = lambda: f"{draw(st.sampled_from(['ceil', 'floor', 'round']))}({of(unit)})"
    if unit == "":
        shapes["log"] = lambda: f"{draw(st.sampled_from(['log', 'log2']))}({of('')})"
        shapes["exp"] = lambda: f"exp(min(max({of('')}, -9), 9))"
    return shapes[draw(st.sampled_from(list(shapes)))]()
