"""The geometry of charts: numbers become paths and grid lines that a macro draws."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count

from app.estimates.curve import Curve

WIDTH, HEIGHT = 1000, 204
TOP = 14
GRID_LINES = 3
# The steps of a scale are these and their tenfold, a hundredfold, …
_STEPS = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8)


@dataclass(frozen=True)
class Line:
    """One series: its path in the stretched drawing, and its name."""

    path: str
    name: str


@dataclass(frozen=True)
class LineChart:
    """`grid` are (height of the line in the drawing, height of its label around it, label)."""

    lines: list[Line]
    grid: list[tuple[float, float, str]]


@dataclass(frozen=True)
class CurveChart:
    """`path` in the stretched drawing; `grid` are (height in the drawing, height of its label around it, value).

    `x` (percent of the width) and `y` are a marked point around it, `label_y` what stands at it, away from its edge.
    """

    path: str
    grid: list[tuple[float, float, float]]
    x: float
    y: float
    label_y: float


@dataclass(frozen=True)
class Bar:
    """A bar from a line of zero, in percent of the width; `tick` stands where a length of one ends."""

    start: float
    width: float
    zero: float
    tick: float


Scale = Callable[[float], float]


def line_chart(series: Sequence[tuple[str, Sequence[int]]]) -> LineChart:
    """Named series of equally spaced numbers, at least two points each, on one scale from 0."""
    most = max(max(values) for _, values in series)
    step = math.ceil(_readable_step(max(most / GRID_LINES, 1)))
    top = step * GRID_LINES
    heights = {value: _height(value / top) for value in (step * number for number in range(1, GRID_LINES + 1))}
    return LineChart(
        lines=[Line(_path(values, top), name) for name, values in series],
        grid=[(y, TOP + y - 4, f"{value:,}") for value, y in heights.items()],
    )


def _path(values: Sequence[int], top: int) -> str:
    spacing = WIDTH / (len(values) - 1)
    return "M" + "L".join(f"{spacing * number:.1f} {_height(value / top)}" for number, value in enumerate(values))


def curve_chart(curve: Curve) -> CurveChart:
    """The line of a curve, with the point where the reader is."""
    heights = [height for _, height in curve.points]
    is_log = curve.rises_logarithmically
    ticks = _powers(min(heights), max(heights)) if is_log else _even(min(heights), max(heights))
    across = _scale(curve.points[0][0], curve.points[-1][0], is_log=curve.is_logarithmic)
    up = _scale(min(*ticks, *heights), max(*ticks, *heights), is_log=is_log)
    grid = [(_height(up(tick)), tick) for tick in ticks]
    x, y = across(curve.here[0]), TOP + _height(up(curve.here[1]))
    return CurveChart(
        path="M" + "L".join(f"{WIDTH * across(value):.1f} {_height(up(height)):g}" for value, height in curve.points),
        # What stands on the axis needs no line.
        grid=[(height, TOP + height - 4, tick) for height, tick in grid if height < HEIGHT],
        x=round(100 * x, 1),
        y=y,
        label_y=y - 10 if y > TOP + HEIGHT / 4 else y + 20,
    )


def bars(lengths: Sequence[float | None]) -> list[Bar | None]:
    """A bar for each length on one scale that reaches to 1 at least; negative ones go left. No bar for None."""
    known = [length for length in lengths if length is not None]
    low, high = min([0.0, *known]), max([1.0, *known])
    at = _scale(min(low, -1.0) if low else 0.0, high, is_log=False)

    def bar(length: float) -> Bar:
        start, end = sorted((at(0), at(length)))
        tick = at(math.copysign(1, length))
        return Bar(*(round(100 * share, 1) for share in (start, end - start, at(0), tick)))

    return [None if length is None else bar(length) for length in lengths]


def _scale(low: float, high: float, *, is_log: bool) -> Scale:
    """From low to high onto 0 to 1; the middle where they are one."""
    if low == high:
        return lambda _: 0.5
    if is_log:
        # Not of the ratios, which may be no floats.
        return lambda value: (math.log(value) - math.log(low)) / (math.log(high) - math.log(low))
    return lambda value: (value - low) / (high - low)


def _height(share: float) -> float:
    return round(HEIGHT - HEIGHT * share, 1)


def _even(low: float, high: float) -> list[float]:
    """About GRID_LINES readable values that reach both, zero among them unless all lies far from it."""
    low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        return [0.0]
    step = _readable_step((high - low) / GRID_LINES)
    return [step * number for number in range(math.floor(low / step), math.ceil(high / step) + 1)]


def _readable_step(least: float) -> float:
    power = 10.0 ** math.floor(math.log10(least))
    return next(step * power for step in (*_STEPS, 10) if step * power >= least * (1 - 1e-9))


def _powers(low: float, high: float) -> list[float]:
    """The powers of ten between them, or every second one, third one, … of them."""
    first, last = math.ceil(math.log10(low) - 1e-9), math.floor(math.log10(high) + 1e-9)
    every = next(number for number in count(1) if (last - first) / number <= GRID_LINES)
    return [10.0**power for power in range(first, last + 1, every)]
