"""What search engines may list."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.questions.models import IS_CURRENT_TOPIC, Question, Topic

MAX_ADDRESSES = 50_000  # what one file may hold, by sitemaps.org
ALWAYS_COUNT = 3  # home, drills and facts


@dataclass(frozen=True)
class Sitemap:
    """Topics by slug, and questions by slug with the day their files say; both in the order of the syllabus."""

    topics: tuple[str, ...]
    questions: tuple[tuple[str, date], ...]


def sitemap(session: Session, *, most: int = MAX_ADDRESSES) -> Sitemap:
    """Every topic and every ready question. Two queries.

    With the pages that every bank has they are at most `most`: a larger bank leaves out the last questions of its
    syllabus, which search engines still find by the links from question to question.
    """
    topics = session.scalars(
        sa.select(Topic.slug).where(IS_CURRENT_TOPIC).order_by(Topic.position, Topic.slug).limit(most - ALWAYS_COUNT)
    ).all()
    ready = sa.select(Question.slug, Question.updated_on).where(Question.status == "ready").order_by(Question.sort_key)
    questions = session.execute(ready.limit(most - ALWAYS_COUNT - len(topics)))
    return Sitemap(tuple(topics), tuple((slug, updated_on) for slug, updated_on in questions))
