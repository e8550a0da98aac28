"""One drill: what is asked at a seed, the guess at it, and how it came out."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.core.errors import Invalid, NotFound
from app.drills import guesses, kinds
from app.drills.models import Guess
from app.estimates import working
from app.estimates.calculation import calculation
from app.estimates.draws import draw
from app.estimates.notation import EXACT, quantity, written
from app.estimates.quantities import quantity_of
from app.estimates.reading import Unreadable, read_quantity
from app.estimates.worksheet import Result, Worksheet
from app.questions.models import Question


@dataclass(frozen=True)
class Asked:
    """A drill at one seed: these values of the inputs, and what the worksheet gives for the drilled result."""

    sheet: Worksheet
    seed: int
    values: Mapping[str, float]
    result: Result
    expected: float

    @property
    def kind(self) -> str:
        """What kind of quantity that is: `an amount of data`."""
        return kinds.ONE[quantity_of(self.result.unit)]

    @property
    def givens(self) -> list[tuple[str, str]]:
        """Label of each input, and its value with the unit."""
        return [(item.label, quantity(_exact(self.values[item.name]), item.unit)) for item in self.sheet.inputs]

    @property
    def turned(self) -> dict[str, str]:
        """The values, as text, of the inputs that can be turned."""
        return {item.name: _exact(self.values[item.name]) for item in self.sheet.inputs if item.is_turnable}


@dataclass(frozen=True)
class Outcome:
    """How a guess came out. `off` says by how much; `now` is today's result where the worksheet has changed since."""

    text: str
    guess: str
    expected: str
    points: int
    log_ratio: float | None
    off: str
    lines: list[working.Line]
    now: str | None


def ask(sheet: Worksheet, seed: int) -> Asked:
    """The drill that this seed draws. Raises NotFound for a worksheet that nobody is drilled with."""
    if sheet.drilled is None:
        raise NotFound("There is no drill with this worksheet.")
    values = draw(sheet, seed)
    return Asked(sheet, seed, values, sheet.drilled, calculation(sheet).recompute(values)[sheet.drilled.name])


def guess(
    session: Session, person: Person, question: Question, asked: Asked, *, worksheet: int, text: str, now: datetime
) -> None:
    """Keeps the person's guess; the first one counts. Raises Invalid for what is no positive quantity of this kind."""
    unit = asked.result.unit
    try:
        value = read_quantity(text, unit)
    except Unreadable as unreadable:
        raise Invalid({"guess": str(unreadable)}) from None
    if value <= 0:
        raise Invalid({"guess": f"What is asked for is above zero: write a number such as {quantity('40', unit)}."})
    guessed = guesses.Guessed(asked.result.name, text.strip(), value, asked.expected, unit)
    guesses.record(
        session,
        person,
        question,
        worksheet=worksheet,
        occasion="drill",
        number=asked.seed,
        guessed=[guessed],
        now=now,
    )


def outcome(asked: Asked, own: Mapping[str, Guess]) -> Outcome | None:
    """How the person's own guess came out, against what was expected then; None where there is none."""
    made = own.get(asked.result.name)
    if made is None:
        return None
    unit = asked.result.unit
    is_same = made.unit == unit and math.isclose(made.expected, asked.expected, rel_tol=1e-9)
    return Outcome(
        text=made.text,
        guess=_shown(made.value, made.unit),
        expected=_shown(made.expected, made.unit),
        points=made.score,
        log_ratio=made.log_ratio,
        off=guesses.off(made),
        lines=working.lines(asked.sheet, asked.values),
        now=None if is_same else _shown(asked.expected, unit),
    )


def _exact(value: float) -> str:
    return written(value, EXACT)


def _shown(value: float, unit: str) -> str:
    return quantity(written(value), unit)
