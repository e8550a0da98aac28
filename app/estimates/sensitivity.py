"""Which input matters most to each result of a worksheet, as elasticities.

An elasticity is the change of a result in percent for one percent more of an input: at 1 it moves in proportion, at -1
in inverse proportion, at 0 not at all. It is measured over a tenth either way, not over an infinitely small change:
`ceil` and `floor` are flat almost everywhere, and a reader turns a number by steps. It is a ratio of logarithms, so
that a power law gives its power whatever the step.
"""

import math
from dataclasses import dataclass

from app.estimates.calculation import calculation
from app.estimates.compiling import Values
from app.estimates.worksheet import Input, Result, Worksheet

_FACTOR = 1.1


@dataclass(frozen=True)
class Effect:
    """What an input does to a result; `elasticity` None: the result is zero or changes its sign on the way."""

    item: Input
    elasticity: float | None

    @property
    def strength(self) -> float:
        """Its size without the sign; infinite where a change of sign has none."""
        return math.inf if self.elasticity is None else abs(self.elasticity)

    @property
    def words(self) -> str:
        """What one percent more of the input gives."""
        if self.elasticity is None:
            return "zero or a change of sign"
        return f"{self.strength:.2g} % {'more' if self.elasticity > 0 else 'less'}"


@dataclass(frozen=True)
class Sensitivity:
    """What moves a result, strongest first, and which inputs of its formula do not here."""

    result: Result
    effects: tuple[Effect, ...]
    still: tuple[Input, ...]

    @property
    def alike(self) -> tuple[Effect, ...]:
        """Besides the first effect those as strong to the two digits that are shown."""
        return tuple(
            effect for effect in self.effects[1:] if f"{effect.strength:.2g}" == f"{self.effects[0].strength:.2g}"
        )


def sensitivities(sheet: Worksheet, values: Values) -> tuple[Sensitivity, ...]:
    """One for each result, around these values; inputs without a range are left out. Recomputes twice an input."""
    made = calculation(sheet)
    moves = {}
    for item in sheet.inputs:
        less, more = _either_way(item, values[item.name])
        if less < more:
            before, after = (made.recompute({**values, item.name: value}) for value in (less, more))
            moves[item] = (math.log(more / less), before, after)
    return tuple(
        _sensitivity(result, {item: move for item, move in moves.items() if item.name in made.sources[result.name]})
        for result in sheet.results
    )


def _either_way(item: Input, value: float) -> tuple[float, float]:
    """The value a tenth lower and higher, whole numbers by one at least, within the range; equal where it cannot move.

    A part of zero is nothing, and no logarithm reaches across it, so zero and the way to it are no move.
    """
    if not item.is_turnable or value == 0:
        return value, value
    low, high = sorted((value / _FACTOR, value * _FACTOR))
    if item.is_whole:
        low, high = min(value - 1, round(low)), max(value + 1, round(high))
    low, high = max(low, item.span[0]), min(high, item.span[1])
    return low if low * value > 0 else value, high if high * value > 0 else value


def _sensitivity(result: Result, moves: dict[Input, tuple[float, dict[str, float], dict[str, float]]]) -> Sensitivity:
    effects, still = [], []
    for item, (distance, before, after) in moves.items():
        less, more = before[result.name], after[result.name]
        if math.isclose(less, more, rel_tol=1e-9):
            still.append(item)
        else:
            # Not of the ratio, which may be no float.
            moved = math.log(abs(more)) - math.log(abs(less)) if less * more > 0 else None
            effects.append(Effect(item, moved and moved / distance))
    return Sensitivity(result, tuple(sorted(effects, key=lambda effect: -effect.strength)), tuple(still))
