"""One result over the range of one input, the other inputs as they are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.estimates.calculation import calculation
from app.estimates.notation import number, quantity, rounded
from app.estimates.scale import is_logarithmic, value_at
from app.estimates.sensitivity import Sensitivity
from app.estimates.turning import Turned
from app.estimates.worksheet import Input, Result

_STEPS = 120  # enough that the stairs of `ceil` look like stairs
_ROWS = 8

Point = tuple[float, float]


@dataclass(frozen=True)
class Curve:
    """(input, result) from end to end of the range; `rows` are few of them at readable inputs, `here` among them."""

    item: Input
    result: Result
    points: tuple[Point, ...]
    rows: tuple[Point, ...]
    here: Point

    @property
    def is_logarithmic(self) -> bool:
        """Whether equal steps to the right are equal factors of the input."""
        return is_logarithmic(self.item.span)

    @property
    def rises_logarithmically(self) -> bool:
        """Whether equal steps upwards are equal factors of the result: then a power law is a straight line."""
        heights = [height for _, height in self.points]
        return self.is_logarithmic and is_logarithmic((min(heights), max(heights)))

    @property
    def foot(self) -> tuple[str, str, str]:
        """What stands at the two ends of the range and in the middle between them."""
        low, high = self.item.span
        middle = value_at(self.item.span, 0.5)
        return number(f"{low:.12g}"), number(rounded(middle, self.item.value)), self.input_text(high)

    def input_text(self, value: float) -> str:
        """A value of the input with its unit."""
        return quantity(f"{value:.12g}", self.item.unit)

    def result_text(self, value: float) -> str:
        """A value of the result with its unit, in the digits of the author."""
        return quantity(rounded(value, self.result.value), self.result.unit)

    def tick_text(self, value: float) -> str:
        """A readable value of the result with its unit."""
        return quantity(f"{value:.12g}", self.result.unit)


def curve(
    turned: Turned, sensitivities: Sequence[Sensitivity], result: str | None = None, item: str | None = None
) -> Curve | None:
    """The curve of the named result over the named input; None where no input has a range.

    Without a name, or for one that the worksheet does not have (any more): the result the worksheet is about, and the
    input that matters most to it.
    """
    turnable = {each.item.name: each.item for each in turned.inputs if each.item.is_turnable}
    if not turnable:
        return None
    named = {each.result.name: each for each in sensitivities}
    chosen = named.get(result or "") or named[turned.main.result.name]
    strongest = chosen.effects[0].item if chosen.effects else next(iter(turnable.values()))
    return _curve(turned, chosen.result, turnable.get(item or "", strongest))


def _curve(turned: Turned, result: Result, item: Input) -> Curve:
    made, values = calculation(turned.sheet), turned.values

    def points(inputs: Iterable[float]) -> tuple[Point, ...]:
        return tuple((value, made.recompute({**values, item.name: value})[result.name]) for value in inputs)

    line, here = points(_between(item, _STEPS)), values[item.name]
    low, high = item.span
    readable = {float(f"{value:.3g}") for value in _between(item, _ROWS)}
    rows = points(sorted({low, high, here, *(value for value in readable if low < value < high)}))
    return Curve(item, result, line, rows, here=points([here])[0])


def _between(item: Input, steps: int) -> list[float]:
    """Values from end to end of the range, in equal steps or equal factors; whole ones where it is turned so."""
    values = [value_at(item.span, step / steps) for step in range(steps)]
    values.append(item.span[1])  # a power may miss it by its last bit
    return sorted({float(round(value)) for value in values}) if item.is_whole else values
