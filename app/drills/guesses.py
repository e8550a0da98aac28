"""Keeps guesses, and finds a person's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.core.upsert import insert
from app.drills.models import Guess, Occasion
from app.estimates.quantities import quantity_of
from app.estimates.scoring import off_by, score
from app.practice.turns import take_turn
from app.questions.models import Question


@dataclass(frozen=True)
class Guessed:
    """A guess at one result as typed and as read; `value` and `expected` are in `unit`."""

    result: str
    text: str
    value: float
    expected: float
    unit: str


def record(
    session: Session,
    person: Person,
    question: Question,
    *,
    worksheet: int,
    occasion: Occasion,
    number: int,
    guessed: Sequence[Guessed],
    now: datetime,
) -> None:
    """Scores and keeps these guesses. Two statements; none without a guess.

    The first guess at a result counts: a repeat changes nothing, also of two at once. Raises what `take_turn` raises.
    """
    if not guessed:
        return
    take_turn(session, person)
    place = {
        "person_id": person.id,
        "question_id": question.id,
        "worksheet": worksheet,
        "occasion": occasion,
        "number": number,
        "guessed_at": now,
    }
    rows = [place | _scored(guess) for guess in guessed]
    session.execute(insert(session, Guess).values(rows).on_conflict_do_nothing())


def own(
    session: Session, viewer: Person | None, question: Question, *, worksheet: int, occasion: Occasion, number: int
) -> dict[str, Guess]:
    """The viewer's guesses there by the name of the result, as they were made. One query; none for a visitor."""
    if viewer is None:
        return {}
    guesses = sa.select(Guess).filter_by(
        person_id=viewer.id, question_id=question.id, worksheet=worksheet, occasion=occasion, number=number
    )
    return {guess.result: guess for guess in session.scalars(guesses.order_by(Guess.id))}


def off(guess: Guess) -> str:
    """How far the guess is off, in words."""
    if guess.log_ratio is None:
        return "the same to three digits" if guess.score else "not the same"
    return off_by(guess.log_ratio)


def _scored(guess: Guessed) -> dict[str, str | float | None]:
    scored = score(guess.value, guess.expected)
    return {
        "result": guess.result,
        "text": guess.text,
        "value": guess.value,
        "expected": guess.expected,
        "unit": guess.unit,
        "quantity": quantity_of(guess.unit),
        "log_ratio": scored.log_ratio,
        "score": scored.points,
    }
