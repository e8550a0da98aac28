"""Finds the question at an address for a viewer: drafts are for authors, retired ones for those who practiced them."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.accounts.roles import DRAFT_READERS
from app.practice import marks
from app.questions import lookup
from app.questions.models import Question, Topic


@dataclass(frozen=True)
class Found:
    """A question, and how the viewer stands to it. `practiced_at` is None unless it is marked practiced."""

    question: Question
    topic_slug: str
    topic_title: str
    practiced_at: datetime | None
    practiced_30d: int
    has_attempted: bool


def find(session: Session, slug: str, viewer: Person | None, *, now: datetime) -> Found:
    """The question at `slug`. One query.

    Raises lookup.Moved for an old slug, NotFound for one that is nobody's or not for this viewer.
    """
    statement = sa.select(
        Question,
        Topic.slug,
        Topic.title,
        marks.practiced_at(viewer),
        marks.recent_count(now=now),
        marks.has_attempted(viewer),
    ).join(Topic, Topic.id == Question.topic_id)
    found = Found(*tuple(lookup.one(session, statement, slug)))
    status = found.question.status
    may_see_drafts = viewer is not None and viewer.role in DRAFT_READERS
    if (status == "draft" and not may_see_drafts) or (status == "retired" and found.practiced_at is None):
        raise lookup.no_question()
    return found
