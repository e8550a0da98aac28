"""A small bank that lists and searches can read: questions with labels and search words; its people."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.questions import search
from app.questions.front_matter import DIFFICULTIES
from app.questions.models import Bank, Question, QuestionLabel, Topic
from tests.factories import make_question


def add_bank(session: Session) -> None:
    session.add(Bank(id=1, title="A bank", summary="About it.", body_html="<p>Scope.</p>", source="", stamp=""))
    session.flush()


def add_person(session: Session, email: str | None = None, **fields: Any) -> Person:
    """A member, or a guest where there is no address."""
    person = Person(email=email, email_key=email, created_at=datetime(2026, 1, 1, tzinfo=UTC), **fields)
    session.add(person)
    session.flush()
    return person


def add_question(session: Session, number: int, topic: Topic | None = None, **fields: Any) -> Question:
    """Question `number` as a load leaves it: readable by lists and found by its public words."""
    fields = {"tags": ["caching"], "levels": ["junior"], **fields}
    if "difficulty" in fields:
        fields["difficulty_rank"] = DIFFICULTIES.index(fields["difficulty"]) + 1
    question = make_question(session, number, topic=topic, **fields)
    if question.status == "ready":
        labels = [("tag", tag) for tag in question.tags] + [("level", level) for level in question.levels]
        session.add_all(
            QuestionLabel(property=name, value=value, sort_key=question.sort_key, question_id=question.id)
            for name, value in labels
        )
        body = f"{question.prompt_markdown} {' '.join(question.tags)}"
        search.index(session, [search.SearchText(question.id, question.title, body)])
        session.flush()
    return question


def question_of(session: Session, number: int) -> Question:
    return session.scalars(sa.select(Question).where(Question.external_id == str(number))).one()
