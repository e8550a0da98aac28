"""How many people have practiced what a load changes."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.authoring.reviewing import KnownQuestion
from app.practice.models import Mark
from app.questions.models import Question

_KNOWN = sa.select(
    Question.external_id,
    Question.title,
    Question.prompt_markdown,
    Question.version,
    Question.status,
    Question.is_free,
    Question.practiced_count,
)


def known_questions(session: Session) -> dict[str, KnownQuestion]:
    """Every question of the bank by its external id, with how many people practiced it. One query."""
    return {
        external_id: KnownQuestion(title, prompt, version, status, is_free=is_free, people=people)
        for external_id, title, prompt, version, status, is_free, people in session.execute(_KNOWN)
    }


def people_count(session: Session, external_ids: Collection[str]) -> int:
    """How many people, guests included, practiced at least one of these questions. One query over their marks."""
    if not external_ids:
        return 0
    people = sa.select(sa.func.count(Mark.person_id.distinct())).join(Question, Question.id == Mark.question_id)
    return session.scalar(people.where(Question.external_id.in_(external_ids))) or 0
