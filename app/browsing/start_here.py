"""The one question to begin with, and in words why this one."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.practice import marks
from app.practice.models import Mark
from app.questions.models import Question, Topic

EASY = 1


@dataclass(frozen=True)
class StartHere:
    """The one question to begin with, and in words why this one."""

    slug: str
    title: str
    topic_title: str
    minutes: int
    reason: str


def start_here(session: Session, viewer: Person | None) -> StartHere | None:
    """The next question of the topic practiced last; else the first easy one that is free; else the first.

    None when the bank is empty or the viewer has practiced all of it. One query.
    """
    new = (
        sa.select(Question.slug, Question.title, Topic.title.label("topic_title"), Question.minutes)
        .join(Topic, Topic.id == Question.topic_id)
        .where(Question.status == "ready", sa.not_(marks.is_practiced(viewer)))
        .order_by(Question.sort_key)
        .limit(1)
    )
    last_topic = _topic_practiced_last(viewer)
    candidates = {
        "Next in the topic you practiced last.": new.where(Question.topic_id == last_topic),
        "The next of the syllabus: you finished the topic you practiced last.": new.where(last_topic.is_not(None)),
        "A short one whose answer is free: try it, then compare.": new.where(
            Question.difficulty_rank == EASY, Question.is_free
        ),
        "The first of the syllabus that you have not practiced.": new,
    }
    parts = [sa.select(sa.literal(rank).label("rank"), one.subquery()) for rank, one in enumerate(candidates.values())]
    best = session.execute(sa.union_all(*parts).order_by("rank").limit(1)).one_or_none()
    if best is None:
        return None
    return StartHere(best.slug, best.title, best.topic_title, best.minutes, reason=list(candidates)[best.rank])


def _topic_practiced_last(viewer: Person | None) -> sa.ScalarSelect[int]:
    last = sa.select(Question.topic_id).join(Mark, Mark.question_id == Question.id).correlate(None)
    last = last.where(Mark.person_id == (viewer.id if viewer else None), Question.status == "ready")
    return last.order_by(Mark.last_attempt_at.desc()).limit(1).scalar_subquery()
