"""Holds what a worksheet claims against what its formulas give, when a seed is loaded."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.core.fields import Fields
from app.estimates.calculation import Calculation, WrongResult, calculation, changed, defaults, ranges
from app.estimates.compiling import ROUNDING
from app.estimates.draws import draws
from app.estimates.ranges import Failure, failure
from app.estimates.worksheet import Result, Worksheet

# How many draws are looked at, and the largest share that one value may have: a few show that none comes up often.
_FEW, _MANY = (50, 0.1), (200, 0.25)


@dataclass(frozen=True)
class Places:
    """The fields of the file that a problem is noted at: the worksheet's own, its results' and its twists'."""

    sheet: Fields
    results: Mapping[str, Fields]
    twists: Sequence[Fields]


def check(sheet: Worksheet, places: Places) -> None:
    """Notes each formula whose units do not fit, each claim that is not what the formula gives, and a poor drill."""
    try:
        made = calculation(sheet)
        recomputed = made.recompute(defaults(sheet))
    except WrongResult as wrong:
        places.results[wrong.name].wrong("formula", wrong.message)
        return
    for result in sheet.results:
        wrong_claim = _mismatch(result, result.value, recomputed)
        if wrong_claim:
            places.results[result.name].wrong("value", wrong_claim)
    _check_twists(sheet, made, places)
    found = failure(made, ranges(sheet))
    if found:
        places.results[found.result].wrong("formula", _told(found))
    elif sheet.drill:
        _check_drill(sheet, sheet.drill, made, places)


def agrees(claimed: str, recomputed: float) -> bool:
    """Whether they differ by at most half a unit of the last digit written; a tie passes both ways."""
    last_digit = Decimal(1).scaleb(int(Decimal(claimed).as_tuple().exponent))
    return abs(float(claimed) - recomputed) <= float(last_digit) / 2 + ROUNDING * abs(recomputed)


def _mismatch(result: Result, claimed: str, recomputed: Mapping[str, float]) -> str | None:
    value = recomputed[result.name]
    if agrees(claimed, value):
        return None
    digits = max(6, len(Decimal(claimed).as_tuple().digits) + 2)
    return (
        f"claims {claimed} {result.unit}".rstrip()
        + f", but the formula gives {value:.{digits}g} {result.unit}".rstrip()
    )


def _check_twists(sheet: Worksheet, made: Calculation, places: Places) -> None:
    by_name = {result.name: result for result in sheet.results}
    for twist, fields in zip(sheet.twists, places.twists, strict=True):
        try:
            recomputed = made.recompute(changed(sheet, twist.set))
        except WrongResult as wrong:
            fields.wrong("set", str(wrong))
            continue
        for name, claimed in twist.expect.items():
            wrong_claim = _mismatch(by_name[name], claimed, recomputed)
            if wrong_claim:
                fields.wrong("expect", f"{name} {wrong_claim}")


def _check_drill(sheet: Worksheet, drilled: str, made: Calculation, places: Places) -> None:
    found = failure(made, ranges(sheet), positive=drilled)
    if found:
        places.sheet.wrong("drill", f"{found.result} {_told(found)}")
        return
    for count, largest in (_FEW, _MANY):
        drawn = Counter(f"{made.recompute(inputs)[drilled]:.9g}" for inputs in draws(sheet, range(count)))
        value, times = drawn.most_common(1)[0]
        if times <= largest * count:
            return
    clipped = f"{drilled} is {value} in {times / count:.0%} of the draws within the ranges"
    places.sheet.wrong("drill", f"{clipped}: drill a result that `min`, `ceil` or the like does not clip")


def _told(found: Failure) -> str:
    where = ", ".join(f"{name} = {value:.6g}" for name, value in found.inputs.items())
    if not where:
        return f"{found.message}: change the formula"
    if found.is_certain:
        return f"{found.message} within the ranges, at {where}: narrow a range or change the formula"
    return f"may be one that {found.message} within the ranges, near {where}: write it so that it can be shown not to"
