"""Twists: the interviewer changes a given, somebody commits a guess, then sees what comes of it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.core.errors import Invalid, NotFound
from app.drills.guesses import Guessed, off, own, record
from app.drills.models import Guess
from app.estimates.calculation import calculation, changed
from app.estimates.claims import agrees
from app.estimates.notation import quantity, rounded
from app.estimates.reading import Unreadable, read_quantity
from app.estimates.turning import Turned, turn
from app.estimates.worksheet import Result, Twist, Worksheet, in_words
from app.practice.turns import take_turn
from app.questions.models import Question


@dataclass(frozen=True)
class Outcome:
    """A guess beside the value that it was scored against; `is_outdated`: the worksheet gives another one by now."""

    words: str
    guessed: str
    expected: str
    off: str
    points: int
    is_outdated: bool


@dataclass(frozen=True)
class TwistView:
    """Twist `number` of `count`: the worksheet with the changed givens, what to guess, and what one's guesses were.

    Nothing of `turned.results` may be shown before there are outcomes.
    """

    number: int
    count: int
    twist: Twist
    turned: Turned
    asked: tuple[Result, ...]
    outcomes: tuple[Outcome, ...]


def twist_view(
    session: Session, viewer: Person | None, question: Question, sheet: Worksheet, *, worksheet: int, number: int
) -> TwistView:
    """What the viewer sees of a twist. One query; none for a visitor. Raises NotFound where there is no such twist."""
    twist = _twist(sheet, number)
    guesses = own(session, viewer, question, worksheet=worksheet, occasion="twist", number=number)
    recomputed = _recomputed(sheet, twist)
    return TwistView(
        number=number,
        count=len(sheet.twists),
        twist=twist,
        turned=turn(sheet, twist.set.items()),
        asked=_asked(sheet, twist),
        outcomes=tuple(_outcome(guess, twist, recomputed.get(guess.result)) for guess in guesses.values()),
    )


def guess(
    session: Session,
    person: Person,
    question: Question,
    sheet: Worksheet,
    *,
    worksheet: int,
    number: int,
    typed: Mapping[str, str],
    now: datetime,
) -> None:
    """Keeps the guesses at a twist, `typed` by result; at most four statements.

    Whoever guessed has seen what comes of it, so that nothing more is taken. Raises NotFound where there is no such
    twist, Invalid where a guess cannot be read or none was made.
    """
    twist = _twist(sheet, number)
    take_turn(session, person)
    if own(session, person, question, worksheet=worksheet, occasion="twist", number=number):
        return
    guessed = _read(sheet, twist, typed)
    record(session, person, question, worksheet=worksheet, occasion="twist", number=number, guessed=guessed, now=now)


def _twist(sheet: Worksheet, number: int) -> Twist:
    if not 1 <= number <= len(sheet.twists):
        raise NotFound("This worksheet has no such twist.")
    return sheet.twists[number - 1]


def _asked(sheet: Worksheet, twist: Twist) -> tuple[Result, ...]:
    return tuple(result for result in sheet.results if result.name in twist.expect)


def _recomputed(sheet: Worksheet, twist: Twist) -> dict[str, float]:
    return calculation(sheet).recompute(changed(sheet, twist.set))


def _read(sheet: Worksheet, twist: Twist, typed: Mapping[str, str]) -> list[Guessed]:
    asked = _asked(sheet, twist)
    errors = {name[:40]: "This form has no such field." for name in typed if name not in twist.expect}
    recomputed = _recomputed(sheet, twist)
    guessed = []
    for result in asked:
        text = typed.get(result.name, "").strip()
        try:
            value = read_quantity(text, result.unit) if text else None
        except Unreadable as unreadable:
            errors[result.name] = str(unreadable)
            continue
        if value is not None:
            guessed.append(Guessed(result.name, text, value, recomputed[result.name], result.unit))
    if not guessed and not errors:
        errors[asked[0].name] = "Guess at least one result."
    if errors:
        raise Invalid(errors)
    return guessed


def _outcome(guess: Guess, twist: Twist, recomputed: float | None) -> Outcome:
    claimed = twist.expect.get(guess.result, "0")
    expected = claimed if agrees(claimed, guess.expected) else rounded(guess.expected, claimed)
    return Outcome(
        words=in_words(guess.result),
        guessed=quantity(rounded(guess.value, claimed), guess.unit),
        expected=quantity(expected, guess.unit),
        off=off(guess),
        points=guess.score,
        is_outdated=recomputed is None or not math.isclose(recomputed, guess.expected, rel_tol=1e-9),
    )
