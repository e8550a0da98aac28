"""Units as factors and dimensions: what converts into what. The definitions are ours, the algebra is pint's."""

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal, cast

import pint

from app.estimates.units import BINARY, COUNTING, DECIMAL, PREFIXED, TIME, factors

# Base units by name with their powers, sorted; empty: a pure number.
Dimension = tuple[tuple[str, int], ...]
PURE: Dimension = ()
Quantity = Literal["money", "rate", "time", "data", "compute", "energy", "count", "ratio"]

_SECONDS = {"s": 1.0, "ms": 1e-3, "us": 1e-6, "ns": 1e-9, "minute": 60.0, "hour": 3600.0, "day": 86400.0}
_SCALED = {"byte": "8 * bit", "B": "8 * bit", "W": "J / s", "Wh": "3600 * J"}


@dataclass(frozen=True)
class Measure:
    """What one of a unit is in base units (s, bit, FLOP, J, USD and the counting units)."""

    factor: float
    dimension: Dimension


@lru_cache(maxsize=1_000)
def measure(unit: str) -> Measure:
    """The measure of a unit, empty for a pure number. Raises UnitError where `unit_problem` finds something wrong."""
    factor, dimension = 1.0, PURE
    for name, power in factors(unit) if unit else ():
        one = _one(name)
        factor, dimension = factor * one.factor**power, times(dimension, one.dimension, power)
    return Measure(factor, dimension)


def times(left: Dimension, right: Dimension, power: int = 1) -> Dimension:
    """The dimension of left * right ** power."""
    powers = dict(left)
    for name, exponent in right:
        powers[name] = powers.get(name, 0) + power * exponent
    return tuple(sorted((name, exponent) for name, exponent in powers.items() if exponent))


def quantity_of(unit: str) -> Quantity:
    """The kind of what a unit measures, coarse enough to count somebody's drills by it."""
    powers = dict(measure(unit).dimension)
    if "USD" in powers:
        return "money"
    if powers.get("s", 0) < 0:
        return "rate"
    kinds: tuple[tuple[str, Quantity], ...] = (("s", "time"), ("bit", "data"), ("FLOP", "compute"), ("J", "energy"))
    return next((kind for name, kind in kinds if name in powers), "count" if powers else "ratio")


def named(dimension: Dimension) -> str:
    """The dimension for a message: `request/s/GPU`, `a pure number`."""
    if not dimension:
        return "a pure number"
    over = "*".join(_powered(name, power) for name, power in dimension if power > 0)
    return "/".join([over or "1", *(_powered(name, -power) for name, power in dimension if power < 0)])


@cache
def _one(name: str) -> Measure:
    """The measure of one name of the list. Pint never sees what people write: it keeps all that it was asked."""
    base = _REGISTRY.Quantity(1.0, name).to_base_units()
    return Measure(base.magnitude, tuple((unit, int(cast("float", power))) for unit, power in base.unit_items()))


def _powered(name: str, power: int) -> str:
    return name if power == 1 else f"{name}^{power}"


def _registry() -> "pint.UnitRegistry[float]":
    registry: pint.UnitRegistry[float] = pint.UnitRegistry(None)
    assert set(_SECONDS) == set(TIME)  # noqa: S101 - the closed list stands in `units`
    for unit, seconds in _SECONDS.items():
        registry.define("s = [time]" if unit == "s" else f"{unit} = {seconds!r} * s")
    for unit in ("bit", "FLOP", "J", "USD", *COUNTING):
        registry.define(f"{unit} = [{unit}_]")
    for unit, definition in _SCALED.items():
        registry.define(f"{unit} = {definition}")
    registry.define("percent = 0.01")
    for unit in PREFIXED:
        for power, prefix in enumerate(DECIMAL, start=1):
            registry.define(f"{prefix}{unit} = {1000.0**power!r} * {unit}")
    for unit in ("bit", "byte", "B"):
        for power, prefix in enumerate(BINARY, start=1):
            registry.define(f"{prefix}{unit} = {1024.0**power!r} * {unit}")
    return registry


_REGISTRY = _registry()
