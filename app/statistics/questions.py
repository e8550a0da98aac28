"""The numbers of every question, and of topics as their sums."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.practice.models import PracticeSummary
from app.practice.periods import BEGINNING
from app.questions.models import IS_CURRENT_TOPIC, Question, Topic
from app.statistics.counts import Count, columns, counts, total
from app.statistics.recent import recent


@dataclass(frozen=True)
class QuestionNumbers:
    """A question's numbers. `practiced`: standing marks; `recent`: those attempted in 30 times 24 hours.

    `opened`: people who opened or skipped to the answer and have no mark.
    """

    question_id: int
    id: str
    slug: str
    title: str
    status: str
    topic_slug: str
    topic_title: str
    topic_position: int
    practiced: Count
    recent: Count
    attempts: Count
    opened: Count

    @property
    def is_never_practiced(self) -> bool:
        """Whether everybody may practice it and nobody has a mark."""
        return self.status == "ready" and self.practiced.everybody == 0


@dataclass(frozen=True)
class TopicNumbers:
    """A topic's numbers: sums over its questions; `count` are the ready ones, `never` those of them without a mark."""

    slug: str
    title: str
    count: int
    never: int
    practiced: Count
    recent: Count
    attempts: Count
    opened: Count


def question_numbers(session: Session, *, now: datetime) -> list[QuestionNumbers]:
    """Every ready question, and others that were practiced or opened, in the order of the syllabus. One query."""
    last_month = recent(now=now).subquery("last_month")
    ever = sa.and_(
        PracticeSummary.period == "ever",
        PracticeSummary.starts_on == BEGINNING,
        PracticeSummary.question_id == Question.id,
    )
    names = (Question.id, Question.external_id, Question.slug, Question.title, Question.status)
    rows = session.execute(
        sa.select(
            *names,
            Topic.slug,
            Topic.title,
            Topic.position,
            *columns(["marks"]),
            *columns(["recent"], last_month.c),
            *columns(["attempts", "opened"]),
        )
        .join(Topic, Topic.id == Question.topic_id)
        .outerjoin(PracticeSummary, ever)
        .outerjoin(last_month, last_month.c.question_id == Question.id)
        .where(sa.or_(Question.status == "ready", PracticeSummary.question_id.is_not(None)))
        .order_by(Question.sort_key)
    )
    return [QuestionNumbers(*row[:8], *counts(row[8:])) for row in rows]


def topic_numbers(session: Session, questions: Iterable[QuestionNumbers]) -> list[TopicNumbers]:
    """Every topic in the order of the syllabus, an empty one too. One query."""
    by_topic: dict[str, list[QuestionNumbers]] = {}
    for question in questions:
        by_topic.setdefault(question.topic_slug, []).append(question)
    topics = session.execute(
        sa.select(Topic.slug, Topic.title).where(IS_CURRENT_TOPIC).order_by(Topic.position, Topic.slug)
    )
    return [_topic(slug, title, by_topic.get(slug, [])) for slug, title in topics]


def _topic(slug: str, title: str, questions: Sequence[QuestionNumbers]) -> TopicNumbers:
    return TopicNumbers(
        slug=slug,
        title=title,
        count=sum(question.status == "ready" for question in questions),
        never=sum(question.is_never_practiced for question in questions),
        practiced=total(question.practiced for question in questions),
        recent=total(question.recent for question in questions),
        attempts=total(question.attempts for question in questions),
        opened=total(question.opened for question in questions),
    )
