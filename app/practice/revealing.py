"""Notes that a person opened or skipped to an answer; never an attempt."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.core.upsert import insert
from app.practice.models import Mark
from app.practice.summaries import Changes, shift
from app.practice.turns import take_turn
from app.questions.models import Question
from app.unlocks.models import Reveal


def reveal(session: Session, person: Person, question: Question, *, now: datetime) -> None:
    """Notes the opening; the first time counts. At most 4 queries. Raises what `take_turn` raises."""
    changes = Changes(question.id, is_guest=take_turn(session, person))
    row = insert(session, Reveal).values(person_id=person.id, question_id=question.id, revealed_at=now)
    is_first = session.execute(row.on_conflict_do_nothing().returning(Reveal.question_id)).first() is not None
    mark = sa.select(Mark.question_id).where(Mark.person_id == person.id, Mark.question_id == question.id)
    if is_first and session.execute(mark).first() is None:
        changes.add("opened", now)
        shift(session, changes)
