"""Records attempts, sets the mark "practiced" and takes it back, with counter and summaries in the same transaction."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.core.errors import Invalid
from app.core.upsert import insert
from app.practice.models import Attempt, Mark
from app.practice.standing import MarkTimes, standing
from app.practice.summaries import Changes, shift
from app.practice.turns import take_turn
from app.questions.models import Question
from app.unlocks.models import Reveal

Grade = Literal["again", "hard", "good", "easy"]
MAX_MINUTES = 600
MAX_KEY = 100
REPEAT_WINDOW = timedelta(seconds=60)


@dataclass(frozen=True)
class Practiced:
    """How a person and a question stand after an act."""

    is_practiced: bool
    practiced_count: int


def record_attempt(
    session: Session,
    person: Person,
    question: Question,
    *,
    key: str | None = None,
    grade: Grade | None = None,
    minutes: int | None = None,
    rubric: dict[str, float] | None = None,
    now: datetime,
) -> Practiced:
    """Adds one attempt and marks the question practiced.

    The same `key` is the same attempt: a replay changes nothing, even after a withdrawal. Without a key, a repeat
    within 60 seconds restores the mark and adds no attempt. At most 6 statements. Raises Invalid for a key that stands
    for another question, NotFound when the person is gone (a guest who signed in meanwhile).
    """
    changes = Changes(question.id, is_guest=take_turn(session, person))
    before = standing(session, person, question, now=now)
    attempt = (
        insert(session, Attempt)
        .values(
            person_id=person.id,
            question_id=question.id,
            key=key,
            attempted_at=now,
            grade=grade,
            minutes=minutes,
            rubric=sa.null() if rubric is None else rubric,
            question_version=question.version,
        )
        .returning(Attempt.id)
    )
    if key is not None:
        attempt = attempt.on_conflict_do_nothing(index_elements=["person_id", "key"])
    last = before.last_attempt_at
    if key is not None or last is None or last <= now - REPEAT_WINDOW:
        if session.execute(attempt).first() is None:
            _refuse_other_question(session, person, question, key)
            return Practiced(before.mark is not None, _count(session, question, 0))
        last = max(now, last or now)
        changes.add("attempts", now)
        changes.add("people", now, but=before.attempted_in)
    mark = _mark(session, person, question, last_attempt_at=last, now=now)
    _note_mark(changes, before.mark, mark, revealed_at=before.revealed_at)
    count = _count(session, question, int(before.mark is None))
    shift(session, changes)
    return Practiced(is_practiced=True, practiced_count=count)


def withdraw(session: Session, person: Person, question: Question) -> Practiced:
    """Takes the mark back; attempts stay. Without a mark nothing changes. At most 5 statements."""
    changes = Changes(question.id, is_guest=take_turn(session, person))
    mark = sa.delete(Mark).where(Mark.person_id == person.id, Mark.question_id == question.id)
    taken = session.execute(mark.returning(Mark.marked_at, Mark.last_attempt_at)).one_or_none()
    if taken is None:
        return Practiced(is_practiced=False, practiced_count=_count(session, question, 0))
    count = _count(session, question, -1)
    reveal = sa.select(Reveal.revealed_at).where(Reveal.person_id == person.id, Reveal.question_id == question.id)
    _note_mark(changes, MarkTimes(*taken), None, revealed_at=session.scalar(reveal))
    shift(session, changes)
    return Practiced(is_practiced=False, practiced_count=count)


def _refuse_other_question(session: Session, person: Person, question: Question, key: str | None) -> None:
    attempt = sa.select(Attempt.question_id).where(Attempt.person_id == person.id, Attempt.key == key)
    if session.execute(attempt).scalar_one() != question.id:
        raise Invalid({"key": "This key already stands for an attempt at another question. Use a new one."})


def _mark(
    session: Session, person: Person, question: Question, *, last_attempt_at: datetime, now: datetime
) -> MarkTimes:
    """The mark as it stands once it is set, or set again."""
    mark = insert(session, Mark).values(
        person_id=person.id,
        question_id=question.id,
        marked_at=now,
        last_attempt_at=last_attempt_at,
        question_version=question.version,
    )
    changed = {name: mark.excluded[name] for name in ("last_attempt_at", "question_version")}
    mark = mark.on_conflict_do_update(index_elements=["person_id", "question_id"], set_=changed)
    return MarkTimes(*session.execute(mark.returning(Mark.marked_at, Mark.last_attempt_at)).one())


def _note_mark(
    changes: Changes, before: MarkTimes | None, after: MarkTimes | None, *, revealed_at: datetime | None
) -> None:
    """Notes that the mark came, went or moved; an opened answer counts while there is none."""
    for mark, amount in ((before, -1), (after, 1)):
        if mark is not None:
            changes.add("marks", mark.marked_at, amount)
            changes.add("latest", mark.last_attempt_at, amount)
    if revealed_at is not None:
        changes.add("opened", revealed_at, (after is None) - (before is None))


def _count(session: Session, question: Question, change: int) -> int:
    """The counter after changing it in one statement; other people may change it at the same time."""
    if change == 0:
        count = sa.select(Question.practiced_count).where(Question.id == question.id)
        return session.execute(count).scalar_one()
    counter = (
        sa.update(Question)
        .where(Question.id == question.id)
        .values(practiced_count=Question.practiced_count + change)
        .returning(Question.practiced_count)
        .execution_options(synchronize_session=False)
    )
    return session.execute(counter).scalar_one()
