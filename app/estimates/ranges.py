"""Shows that a worksheet can be computed for every input within its range, or finds inputs for which it cannot.

Branch and bound over interval arithmetic: where the spans of a box of inputs are not tight enough to show it, the box
is halved.
"""

import math
from collections import deque
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from app.estimates.calculation import Calculation, WrongResult
from app.estimates.intervals import Span
from app.estimates.scale import value_at

MOST_EVALUATIONS = 3_000

Box = Mapping[str, Span]


@dataclass(frozen=True)
class Failure:
    """The result that has no value, why, and where: those of its inputs that have a range.

    `is_certain` False: it is only not shown to have one.
    """

    result: str
    message: str
    inputs: dict[str, float]
    is_certain: bool


def failure(sheet: Calculation, box: Box, *, positive: str | None = None) -> Failure | None:
    """Where a result has no value within the box; None where all have one everywhere.

    `positive` names a result that must be above zero, too. Evaluates a formula some `MOST_EVALUATIONS` times at most.
    """
    # First the two corners that are all low and all high ends, as points: zeros of ranges stand there.
    boxes = deque([*({name: (span[end], span[end]) for name, span in box.items()} for end in (0, 1)), box])
    for _ in range(3 + MOST_EVALUATIONS // len(sheet.formulas)):
        if not boxes:
            return None
        part = boxes.popleft()
        doubt = _doubt(sheet, part, positive)
        if doubt is None:
            continue
        inputs = middle(part)
        found = _doubt(sheet, {name: (value, value) for name, value in inputs.items()}, positive)
        if found:
            return Failure(found.name, found.message, _turned(sheet, found.name, box, inputs), is_certain=True)
        boxes.extend(_halves(part, sheet.sources[doubt.name]))
    for part in boxes:
        doubt = _doubt(sheet, part, positive)
        if doubt:
            near = _turned(sheet, doubt.name, box, middle(part))
            return Failure(doubt.name, doubt.message, near, is_certain=False)
    return None


def middle(box: Box) -> dict[str, float]:
    """One point within the box."""
    return {name: value_at(span, 0.5) for name, span in box.items()}


def _doubt(sheet: Calculation, box: Box, positive: str | None) -> WrongResult | None:
    """What may go wrong in the box as its spans tell; of a single point they tell exactly."""
    try:
        spans = sheet.spans(box)
    except WrongResult as wrong:
        return wrong
    return WrongResult(positive, "is not above zero") if positive and spans[positive][0] <= 0 else None


def _turned(sheet: Calculation, result: str, box: Box, inputs: Mapping[str, float]) -> dict[str, float]:
    return {name: inputs[name] for name in sheet.sources[result] if box[name][0] < box[name][1]}


def _halves(box: Box, names: Collection[str]) -> tuple[Box, Box]:
    """The box cut in two at the one of these inputs whose span is widest for its size."""
    name = max(names, key=lambda name: _width(box[name]))
    low, high = box[name]
    cut = value_at((low, high), 0.5)
    return {**box, name: (low, cut)}, {**box, name: (cut, high)}


def _width(span: Span) -> float:
    low, high = span
    return math.log(high / low) if low > 0 else (high - low) / max(abs(low), abs(high), 1e-300)
