"""A small bank that lists and searches can read: questions with labels, search words and facet counts; its people."""

from collections import Counter
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.core.slugs import slugify
from app.questions import search
from app.questions.front_matter import DIFFICULTIES
from app.questions.models import Bank, FacetCount, Question, QuestionLabel, Topic
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


def count_facets(session: Session) -> None:
    """Writes the facet counts of the ready questions, as a load does."""
    counts: Counter[tuple[int, str, str, str]] = Counter()
    ready = sa.select(Question, Topic).join(Topic, Topic.id == Question.topic_id).where(Question.status == "ready")
    for question, topic in session.execute(ready):
        labels = [("difficulty", question.difficulty), ("kind", question.kind), ("free", str(question.is_free).lower())]
        labels += [("tag", tag) for tag in question.tags] + [("level", level) for level in question.levels]
        values = [(facet, slugify(label), label) for facet, label in labels] + [("topic", topic.slug, topic.title)]
        counts.update((scope, *value) for scope in (0, topic.id) for value in values)
    session.execute(sa.delete(FacetCount))
    session.add_all(
        FacetCount(topic_id=scope, facet=facet, value=value, label=label, count=count)
        for (scope, facet, value, label), count in counts.items()
    )
    session.flush()
