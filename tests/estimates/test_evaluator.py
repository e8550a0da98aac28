"""Random formulas over random inputs: the same value and dimension as an oracle's, and spans that hold every value."""

import pint
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from app.estimates.calculation import WrongResult, calculation
from app.estimates.compiling import FormulaError, compile_formula
from app.estimates.formulas import MAX_LENGTH, formula_problem
from app.estimates.intervals import Unsafe
from app.estimates.quantities import measure
from app.estimates.ranges import failure
from app.estimates.worksheet import Input, Result, Worksheet
from tests.estimates.oracle import INPUTS, any_formula, fitting_formula, quantity

DIMENSIONS = {name: measure(unit).dimension for name, unit in INPUTS.items()}
NUMBERS = st.tuples(st.integers(-999, 999), st.integers(-6, 6)).map(lambda it: float(f"{it[0]}e{it[1]}"))
VALUES = st.fixed_dictionaries(dict.fromkeys(INPUTS, NUMBERS))
SPANS = st.fixed_dictionaries(dict.fromkeys(INPUTS, st.tuples(NUMBERS, NUMBERS).map(sorted).map(tuple)))
SHARES = st.lists(st.fixed_dictionaries(dict.fromkeys(INPUTS, st.floats(0, 1))), min_size=5, max_size=5)
many = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow]
)


def compiled(formula):
    assume(len(formula) <= MAX_LENGTH and "is too long" not in (formula_problem(formula, set(INPUTS)) or ""))
    assert formula_problem(formula, set(INPUTS)) is None
    return compile_formula(formula, DIMENSIONS)


def in_base_units(values):
    return {name: value * measure(INPUTS[name]).factor for name, value in values.items()}


def point_in(spans, shares):
    return {name: low + (high - low) * shares[name] for name, (low, high) in spans.items()}


@many
@given(any_formula(), VALUES)
def test_units_fit_exactly_where_pint_says_so(formula, values):
    try:
        expected = quantity(formula, values).dimensionality
    except pint.DimensionalityError:
        with pytest.raises(FormulaError):
            compiled(formula)
    except ArithmeticError:
        assume(False)
    else:
        assert dict(compiled(formula).dimension) == _base(expected)


def _base(dimensionality):
    names = {"[time]": "s", "[data]": "bit", "[token]": "token", "[gpu]": "GPU"}
    return {names[name]: int(power) for name, power in dimensionality.items()}


@many
@given(fitting_formula(), VALUES)
def test_a_value_is_that_of_sixty_digits(formula, values):
    made = compiled(formula)
    try:
        exact, beside = quantity(formula, values), quantity(formula, values, nudge="1e-13")
        value = made.value(in_base_units(values))
    except (ArithmeticError, ValueError):
        assume(False)
    # As far apart as formulas are whose numbers differ in the twelfth digit: where much cancels, floats lose as much.
    allowed = 1e-9 * abs(float(exact.magnitude)) + 10 * abs(float(exact.magnitude - beside.magnitude)) + 1e-300
    assert abs(value - float(exact.magnitude)) <= allowed
    assert dict(made.dimension) == _base(exact.dimensionality)


@many
@given(fitting_formula(), SPANS, SHARES)
def test_a_span_holds_every_value_of_its_box(formula, spans, shares):
    made = compiled(formula)
    box = {
        name: (low * measure(INPUTS[name]).factor, high * measure(INPUTS[name]).factor)
        for name, (low, high) in spans.items()
    }
    try:
        low, high = made.span(box)
    except Unsafe:
        return
    for share in shares:
        value = made.value(in_base_units(point_in(spans, share)))
        slack = 1e-12 * max(abs(low), abs(high))  # the C library may round exp, log and powers either way
        assert low - slack <= value <= high + slack


@many
@given(fitting_formula(), VALUES)
def test_the_span_of_a_point_is_its_value(formula, values):
    made, base = compiled(formula), in_base_units(values)
    try:
        low, high = made.span({name: (value, value) for name, value in base.items()})
    except Unsafe:
        assume(False)
    assert low == high == made.value(base)


@many
@given(fitting_formula(""), SPANS, SHARES, st.booleans())
def test_what_is_shown_to_have_a_value_everywhere_has_one_at_every_point(formula, spans, shares, is_positive):
    compiled(formula)
    sheet = Worksheet(
        "A sheet",
        tuple(Input(name, name, "1", unit, None, None, None) for name, unit in INPUTS.items()),
        (Result("r", formula, "1", ""),),
        (),
        None,
    )
    made = calculation(sheet)
    found = failure(made, spans, positive="r" if is_positive else None)
    if found is None:
        for share in shares:
            value = made.recompute(point_in(spans, share))["r"]
            assert value > 0 or not is_positive
    elif found.is_certain:
        point = {name: (low, low) for name, (low, high) in spans.items()}
        point |= {name: (value, value) for name, value in found.inputs.items()}
        try:
            assert is_positive
            assert made.spans(point)["r"][0] <= 0
        except (WrongResult, AssertionError):
            with pytest.raises(WrongResult):
                made.spans(point)
