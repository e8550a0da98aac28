"""Small topics, questions and answers, as a load would write them."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.questions.answers import Answer
from app.questions.models import Question, Topic

SECRET = "quagmire"


def make_topic(session: Session, slug: str = "model-serving", *, position: int | None = None) -> Topic:
    """The topic with this slug, made at the first call."""
    topic = session.scalars(sa.select(Topic).where(Topic.slug == slug)).one_or_none()
    if topic is None:
        position = position or 1 + (session.scalar(sa.select(sa.func.count()).select_from(Topic)) or 0)
        title = slug.replace("-", " ").capitalize()
        topic = Topic(
            slug=slug, title=title, position=position, summary="A topic.", body_html="", source="A file.", stamp=""
        )
        session.add(topic)
        session.flush()
    return topic


def make_question(session: Session, number: int = 1, *, topic: Topic | None = None, **fields: Any) -> Question:
    """Question `number` with an answer that holds the word SECRET; `fields` replace the defaults."""
    topic = topic or make_topic(session)
    defaults = {
        "external_id": str(number),
        "slug": f"question-{number}",
        "title": f"Question {number}",
        "topic_id": topic.id,
        "sort_key": f"{topic.position:04d}/{number:06d}",
        "difficulty": "Easy",
        "difficulty_rank": 1,
        "kind": "Technical",
        "minutes": 10,
        "tags": [],
        "roles": [],
        "levels": ["Senior"],
        "status": "ready",
        "is_free": False,
        "is_anchor": False,
        "version": 1,
        "updated_on": date(2026, 11, 1),
        "prerequisites": [],
        "related": [],
        "prompt_markdown": "What happens?",
        "prompt_html": "<p>What happens?</p>",
        "hints": [],
    }
    question = Question(**{**defaults, **fields})
    session.add(question)
    session.flush()
    session.add(
        Answer(
            question_id=question.id,
            path=f"{topic.slug}/{question.slug}.md",
            source=SECRET,
            stamp="",
            facts_used=[],
            sections=[{"name": "Model answer", "id": "model-answer", "html": f"<p>{SECRET}</p>"}],
            outline=[],
            worksheets=[],
            reviewed=None,
            checked_with={},
            claims=[],
        )
    )
    session.flush()
    return question
