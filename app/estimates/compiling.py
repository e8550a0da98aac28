"""Formulas made into functions of numbers, their dimensions checked on the way. Nothing is ever handed to `eval`.

A formula is compiled twice over: into a function of numbers, and into the same function of spans (`intervals`), which
shows what it can become anywhere in the ranges. Both take base units (s, bit, FLOP, J, USD, counting units).
"""

import ast
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.estimates import intervals
from app.estimates.intervals import Span
from app.estimates.quantities import PURE, Dimension, measure, named, times
from app.estimates.units import COUNTING, UNITS

Values = Mapping[str, float]
Spans = Mapping[str, Span]

# What a few dozen operations on floats may lose of a value.
ROUNDING = 1e-13
_FORGIVEN = 1e-9  # 25.000000000000004 is 25
_HIGHEST_POWER = 9


class FormulaError(ValueError):
    """The formula's units do not fit together."""


@dataclass(frozen=True)
class Compiled:
    """A formula as two functions. `value` raises ArithmeticError or ValueError where it has none, `span` Unsafe."""

    dimension: Dimension
    value: Callable[[Values], float]
    span: Callable[[Spans], Span]
    constant: float | None = None


def compile_formula(text: str, dimensions: Mapping[str, Dimension]) -> Compiled:
    """The formula over values of these dimensions. Raises FormulaError; `formula_problem` must have passed it."""
    return _node(ast.parse(text, mode="eval").body, dimensions)


def _node(node: ast.AST, dimensions: Mapping[str, Dimension]) -> Compiled:  # noqa: PLR0911 - one for each kind of node
    match node:
        case ast.Constant(value=int() | float() as number):
            return _constant(float(number), PURE)
        case ast.Name(id=name) if name in dimensions:
            return Compiled(dimensions[name], lambda values: values[name], lambda spans: spans[name])
        case ast.Name(id=name) if name in UNITS:
            return _constant(measure(name).factor, measure(name).dimension)
        case ast.UnaryOp(op=sign, operand=operand):
            inner = _node(operand, dimensions)
            return inner if isinstance(sign, ast.UAdd) else _negative(inner)
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            return _power(_node(left, dimensions), _node(right, dimensions))
        case ast.BinOp(left=left, op=operator, right=right):
            return _BINARY[type(operator)](_node(left, dimensions), _node(right, dimensions))
        case ast.Compare(left=left, ops=[operator], comparators=[right]):
            return _comparison(_node(left, dimensions), _SYMBOLS[type(operator)], _node(right, dimensions))
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return _call(name, [_node(argument, dimensions) for argument in arguments])
        case _:
            raise FormulaError("holds what no formula may hold")  # unless `formula_problem` passed it


def _constant(number: float, dimension: Dimension) -> Compiled:
    return Compiled(dimension, lambda _: number, lambda _: (number, number), constant=number)


def _negative(inner: Compiled) -> Compiled:
    if inner.constant is not None:
        return _constant(-inner.constant, inner.dimension)
    return _product(_constant(-1.0, PURE), inner)


def _sum(left: Compiled, right: Compiled) -> Compiled:
    return Compiled(
        _same("+", left, right),
        lambda values: left.value(values) + right.value(values),
        lambda spans: intervals.finite(intervals.add(left.span(spans), right.span(spans))),
    )


def _difference(left: Compiled, right: Compiled) -> Compiled:
    return Compiled(
        _same("-", left, right),
        lambda values: left.value(values) - right.value(values),
        lambda spans: intervals.finite(intervals.subtract(left.span(spans), right.span(spans))),
    )


def _product(left: Compiled, right: Compiled) -> Compiled:
    return Compiled(
        times(left.dimension, right.dimension),
        lambda values: left.value(values) * right.value(values),
        lambda spans: intervals.finite(intervals.multiply(left.span(spans), right.span(spans))),
    )


def _quotient(left: Compiled, right: Compiled) -> Compiled:
    return Compiled(
        times(left.dimension, right.dimension, -1),
        lambda values: left.value(values) / right.value(values),
        lambda spans: intervals.finite(intervals.divide(left.span(spans), right.span(spans))),
    )


def _power(base: Compiled, exponent: Compiled) -> Compiled:
    _must_be_pure("the power", exponent)
    dimension = base.dimension
    if dimension:
        whole = exponent.constant
        if whole is None or not whole.is_integer() or abs(whole) > _HIGHEST_POWER:
            allowed = f"a whole number from -{_HIGHEST_POWER} to {_HIGHEST_POWER}"
            raise FormulaError(f"raises {named(dimension)} to a power that is not {allowed}")
        dimension = times(PURE, dimension, int(whole))
    return Compiled(
        dimension,
        lambda values: math.pow(base.value(values), exponent.value(values)),
        lambda spans: intervals.finite(intervals.power(base.span(spans), exponent.span(spans))),
    )


def _comparison(left: Compiled, symbol: str, right: Compiled) -> Compiled:
    _same(symbol, left, right)

    def value(values: Values) -> float:
        difference = left.value(values) - right.value(values)
        return intervals.compare((difference, difference), symbol)[0]

    return Compiled(
        PURE, value, lambda spans: intervals.compare(intervals.subtract(left.span(spans), right.span(spans)), symbol)
    )


def _call(name: str, arguments: list[Compiled]) -> Compiled:
    if name in {"min", "max"}:
        return _extreme(min if name == "min" else max, name, arguments)
    if name == "where":
        return _where(*arguments)
    (argument,) = arguments
    dimension = argument.dimension
    if name in _STEPS:
        if dimension and (len(dimension) > 1 or dimension[0][0] not in COUNTING or dimension[0][1] != 1):
            raise FormulaError(f"`{name}` takes a pure number or one counting unit, not {named(dimension)}")
    elif name == "sqrt":
        if any(power % 2 for _, power in dimension):
            raise FormulaError(f"`sqrt` of {named(dimension)} has no unit")
        dimension = tuple((unit, power // 2) for unit, power in dimension)
    else:
        _must_be_pure(f"`{name}`", argument)
    function = _FUNCTIONS[name]
    over = intervals.rising(function)
    return Compiled(
        dimension,
        lambda values: function(argument.value(values)),
        lambda spans: intervals.finite(over(argument.span(spans))),
    )


def _extreme(choose: Callable[..., float], name: str, arguments: list[Compiled]) -> Compiled:
    def span(spans: Spans) -> Span:
        each = [argument.span(spans) for argument in arguments]
        return choose(low for low, _ in each), choose(high for _, high in each)

    return Compiled(
        _same(name, *arguments), lambda values: choose(argument.value(values) for argument in arguments), span
    )


def _where(condition: Compiled, yes: Compiled, no: Compiled) -> Compiled:
    _must_be_pure("the condition of `where`", condition)

    def span(spans: Spans) -> Span:
        low, high = condition.span(spans)
        if low <= 0 <= high and low != high:
            return intervals.hull(yes.span(spans), no.span(spans))
        return (no if low == high == 0 else yes).span(spans)

    return Compiled(
        _same("where", yes, no), lambda values: (yes if condition.value(values) else no).value(values), span
    )


def _same(operator: str, *sides: Compiled) -> Dimension:
    for side in sides[1:]:
        if side.dimension != sides[0].dimension:
            both = f"{named(sides[0].dimension)} and {named(side.dimension)}"
            raise FormulaError(f"`{operator}` takes values of one kind, not {both}")
    return sides[0].dimension


def _must_be_pure(what: str, argument: Compiled) -> None:
    if argument.dimension:
        raise FormulaError(f"{what} takes a pure number, not {named(argument.dimension)}")


def _floor(number: float) -> float:
    return _stepped(number, math.floor)


def _ceil(number: float) -> float:
    return _stepped(number, math.ceil)


def _round(number: float) -> float:
    """Halves go up, as a reader does it."""
    return _stepped(number, lambda between: math.floor(between + 0.5 + _FORGIVEN))


def _stepped(number: float, step: Callable[[float], int]) -> float:
    nearest = round(number)
    is_whole = abs(number - nearest) <= max(_FORGIVEN, ROUNDING * abs(number))
    return float(nearest if is_whole else step(number))


_BINARY = {ast.Add: _sum, ast.Sub: _difference, ast.Mult: _product, ast.Div: _quotient}
_SYMBOLS = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="}
_STEPS = {"ceil": _ceil, "floor": _floor, "round": _round}
_FUNCTIONS = {**_STEPS, "sqrt": math.sqrt, "log": math.log, "log2": math.log2, "exp": math.exp}
