"""Shows that a worksheet can be computed for every input within its range, or finds inputs for which it cannot.

Branch and bound over interval arithmetic: where the spans of a box of inputs are not tight enough to show it, the box
is halved.
"""

import math
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

from app.estimates.calculation import Calculation, WrongResult
from app.estimates.intervals import Span

MOST_BOXES = 400
_DECADE = 10

Box = Mapping[str, Span]


@dataclass(frozen=True)
class Failure:
    """The result that has no value, why, and the inputs where; `is_certain` False: it is only not shown to have one."""

    result: str
    message: str
    inputs: dict[str, float]
    is_certain: bool


def failure(sheet: Calculation, box: Box, *, positive: str | None = None) -> Failure | None:
    """Where a result has no value within the box; None where all have one everywhere.

    `positive` names a result that must be above zero, too. Looks at `MOST_BOXES` parts of the box at most.
    """
    boxes = deque([box])
    for _ in range(MOST_BOXES):
        if not boxes:
            return None
        part = boxes.popleft()
        if _is_shown(sheet, part, positive):
            continue
        inputs = middle(part)
        try:
            _check(positive, sheet.recompute(inputs))
        except WrongResult as wrong:
            return Failure(wrong.name, wrong.message, inputs, is_certain=True)
        boxes.extend(_halves(part))
    if not boxes:
        return None
    inputs = middle(boxes[0])
    try:
        _check(positive, {name: low for name, (low, _) in sheet.spans(boxes[0]).items()})
    except WrongResult as wrong:
        return Failure(wrong.name, wrong.message, inputs, is_certain=False)
    return None


def middle(box: Box) -> dict[str, float]:
    """One point within the box: the geometric middle of a span over a decade, else the arithmetic one."""
    return {
        name: math.sqrt(low * high) if spans_a_decade((low, high)) else (low + high) / 2
        for name, (low, high) in box.items()
    }


def spans_a_decade(span: Span) -> bool:
    """Whether values in it are better drawn and plotted by their logarithm."""
    return span[0] > 0 and span[1] > _DECADE * span[0]


def _is_shown(sheet: Calculation, box: Box, positive: str | None) -> bool:
    try:
        _check(positive, {name: low for name, (low, _) in sheet.spans(box).items()})
    except WrongResult:
        return False
    return True


def _check(positive: str | None, lowest: Mapping[str, float]) -> None:
    if positive and lowest[positive] <= 0:
        raise WrongResult(positive, "is not above zero")


def _halves(box: Box) -> tuple[Box, Box]:
    """The box cut in two where it is widest for its size."""
    name = max(box, key=lambda name: _width(box[name]))
    low, high = box[name]
    cut = middle({name: box[name]})[name]
    return {**box, name: (low, cut)}, {**box, name: (cut, high)}


def _width(span: Span) -> float:
    low, high = span
    return math.log(high / low) if low > 0 else (high - low) / max(abs(low), abs(high), 1e-300)
