"""The geometry of charts: numbers become paths and grid lines that a macro draws."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 1000, 204
TOP = 14
GRID_LINES = 3
# Of these and their tenfold, a hundredfold, … the whole ones are the steps of a scale.
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


def line_chart(series: Sequence[tuple[str, Sequence[int]]]) -> LineChart:
    """Named series of equally spaced numbers, at least two points each, on one scale from 0."""
    step = _step(max(max(values) for _, values in series))
    top = step * GRID_LINES
    heights = {value: _y(value, top) for value in (step * number for number in range(1, GRID_LINES + 1))}
    return LineChart(
        lines=[Line(_path(values, top), name) for name, values in series],
        grid=[(y, TOP + y - 4, f"{value:,}") for value, y in heights.items()],
    )


def _step(most: int) -> int:
    """The smallest step of which GRID_LINES reach the largest number."""
    power = 1
    while True:
        for step in _STEPS:
            if step * power * GRID_LINES >= most and step * power % 1 == 0:
                return int(step * power)
        power *= 10


def _y(value: int, top: int) -> float:
    return round(HEIGHT - HEIGHT * value / top, 1)


def _path(values: Sequence[int], top: int) -> str:
    spacing = WIDTH / (len(values) - 1)
    return "M" + "L".join(f"{spacing * number:.1f} {_y(value, top)}" for number, value in enumerate(values))
