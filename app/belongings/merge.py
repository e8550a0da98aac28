"""Signing in: what was practiced as a guest becomes the account's; nothing is lost and nobody counts twice."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.accounts.models import Person
from app.accounts.sign_in import begin
from app.core.upsert import insert
from app.drills.models import Guess
from app.practice import summaries
from app.practice.models import Attempt, Mark
from app.questions.models import Question
from app.unlocks.models import Reveal


def sign_in(session: Session, *, person: Person, guest: Person | None, browser: str, now: datetime) -> str:
    """Begins a session of the member and returns its token; `guest` is whoever the browser was before.

    A guest is merged and gone; another member is left alone. Raises Invalid when `person` is disabled.
    """
    if guest is not None and _is_still_guest(session, guest, person):
        _merge(session, guest.id, person.id)
    # Last: the new session's foreign key shares a lock on the member's row, which two merges could not both raise.
    return begin(session, person, browser=browser, now=now)


def _is_still_guest(session: Session, guest: Person, person: Person) -> bool:
    """Whether nobody merged the guest or filled its row meanwhile; holds both rows until the transaction ends.

    On PostgreSQL the lock makes attempts of either wait, as their foreign key needs the row: one that arrived while
    its guest is being merged would otherwise be deleted with the guest.
    """
    both = sa.select(Person.id, Person.email_key).where(Person.id.in_([guest.id, person.id])).order_by(Person.id)
    rows = session.execute(both.with_for_update())
    return (guest.id, None) in [(id_, email_key) for id_, email_key in rows]


def _merge(session: Session, guest_id: int, person_id: int) -> None:
    """Joins what the guest has to the account and deletes the guest. Twelve statements, however much there is."""
    before = summaries.part_of(session, [guest_id, person_id])
    _move_attempts(session, guest_id, person_id)
    _join_marks(session, guest_id, person_id)
    reveals = sa.select(sa.literal(person_id), Reveal.question_id, Reveal.revealed_at)
    session.execute(
        insert(session, Reveal)
        .from_select(["person_id", "question_id", "revealed_at"], reveals.where(Reveal.person_id == guest_id))
        .on_conflict_do_nothing()
    )
    _move_guesses(session, guest_id, person_id)
    # Takes the guest's sessions, marks, reveals and other guesses along.
    session.execute(sa.delete(Person).where(Person.id == guest_id))
    summaries.shift(session, summaries.minus(summaries.part_of(session, [person_id]), before))


def _move_attempts(session: Session, guest_id: int, person_id: int) -> None:
    own = aliased(Attempt)
    used_keys = sa.select(own.key).where(own.person_id == person_id, own.key.is_not(None))
    session.execute(sa.delete(Attempt).where(Attempt.person_id == guest_id, Attempt.key.in_(used_keys)))
    session.execute(sa.update(Attempt).where(Attempt.person_id == guest_id).values(person_id=person_id))


def _join_marks(session: Session, guest_id: int, person_id: int) -> None:
    theirs = aliased(Mark)
    in_both = sa.select(Mark.question_id).join(theirs, theirs.question_id == Mark.question_id)
    in_both = in_both.where(Mark.person_id == person_id, theirs.person_id == guest_id)
    # Marks before counters, as recording and recounting do, or the three could wait for one another.
    session.execute(
        sa.update(Mark)
        .where(Mark.person_id == person_id, theirs.person_id == guest_id, theirs.question_id == Mark.question_id)
        .values(
            marked_at=sa.case((theirs.marked_at < Mark.marked_at, theirs.marked_at), else_=Mark.marked_at),
            last_attempt_at=_later(theirs.last_attempt_at, Mark.last_attempt_at),
            question_version=_later(theirs.question_version, Mark.question_version),
        )
        .execution_options(synchronize_session=False)
    )
    # In id order, so that two merges at once never wait for each other.
    session.execute(sa.select(Question.id).where(Question.id.in_(in_both)).order_by(Question.id).with_for_update())
    session.execute(
        sa.update(Question)
        .where(Question.id.in_(in_both))
        .values(practiced_count=Question.practiced_count - 1)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        sa.update(Mark)
        .where(Mark.person_id == guest_id, Mark.question_id.not_in(in_both))
        .values(person_id=person_id)
        .execution_options(synchronize_session=False)
    )


def _later(left: Any, right: Any) -> sa.Case[Any]:
    return sa.case((left > right, left), else_=right)


def _move_guesses(session: Session, guest_id: int, person_id: int) -> None:
    """Gives the account every guess of the guest at what the account has not guessed itself."""
    own = aliased(Guess)
    places = ("question_id", "worksheet", "occasion", "number", "result")
    same = sa.select(own.id).where(
        own.person_id == person_id, *(getattr(own, name) == getattr(Guess, name) for name in places)
    )
    moved = sa.update(Guess).where(Guess.person_id == guest_id, ~same.exists()).values(person_id=person_id)
    session.execute(moved.execution_options(synchronize_session=False))
