"""The topics of the bank with their counts, and the home page."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.browsing.start_here import StartHere, start_here
from app.practice import marks
from app.questions.models import IS_CURRENT_TOPIC, Bank, FacetCount, Topic


@dataclass(frozen=True)
class TopicRow:
    """A topic with its counts; `practiced` is the viewer's own."""

    slug: str
    title: str
    position: int
    summary: str
    count: int
    easy: int
    medium: int
    hard: int
    practiced: int


@dataclass(frozen=True)
class Home:
    """The bank at a glance; `start_here` is None in an empty bank and for who practiced everything."""

    title: str
    summary: str
    body_html: str
    topics: tuple[TopicRow, ...]
    question_count: int
    practiced: int
    start_here: StartHere | None


def topics(session: Session, viewer: Person | None) -> tuple[TopicRow, ...]:
    """Every topic in the order of the syllabus. One query for a visitor, two for a person."""
    by_difficulty = [
        sa.func.coalesce(sa.func.sum(sa.case((FacetCount.value == difficulty, FacetCount.count), else_=0)), 0)
        for difficulty in ("easy", "medium", "hard")
    ]
    counted = (
        sa.select(Topic.id, Topic.slug, Topic.title, Topic.position, Topic.summary, *by_difficulty)
        .outerjoin(FacetCount, sa.and_(FacetCount.topic_id == Topic.id, FacetCount.facet == "difficulty"))
        .where(IS_CURRENT_TOPIC)
        .group_by(Topic.id)
        .order_by(Topic.position, Topic.slug)
    )
    practiced = marks.counts_by_topic(session, viewer) if viewer else {}
    return tuple(
        TopicRow(slug, title, position, summary, easy + medium + hard, easy, medium, hard, practiced.get(topic_id, 0))
        for topic_id, slug, title, position, summary, easy, medium, hard in session.execute(counted)
    )


def home(session: Session, viewer: Person | None) -> Home:
    """The home page. Three queries for a visitor, four for a person."""
    bank = session.execute(sa.select(Bank.title, Bank.summary, Bank.body_html)).one_or_none()
    title, summary, body_html = bank or ("Headroom", "This bank is empty: load questions to begin.", "")
    rows = topics(session, viewer)
    return Home(
        title=title,
        summary=summary,
        body_html=body_html,
        topics=rows,
        question_count=sum(row.count for row in rows),
        practiced=sum(row.practiced for row in rows),
        start_here=start_here(session, viewer),
    )
