"""The newest questions, for feed readers."""

import uuid
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.questions.models import Bank, Question, Topic

PAGE_SIZE = 50
NAMESPACE = uuid.UUID("6f0f5a0e-2c0b-4d5c-9a39-7b1f0c3d8e42")
NEVER = date(1970, 1, 1)  # a feed must say when it changed, an empty one too


@dataclass(frozen=True)
class Entry:
    """A question as a feed shows it: public text only."""

    id: str
    slug: str
    title: str
    topic_title: str
    prompt_html: str
    updated_on: date


@dataclass(frozen=True)
class Feed:
    """The bank and its newest questions, the newest first."""

    id: str
    title: str
    summary: str
    updated_on: date
    entries: tuple[Entry, ...]


def feed(session: Session) -> Feed:
    """The 50 ready questions that changed last, by the day their files say, then by id. Two queries."""
    bank = session.execute(sa.select(Bank.title, Bank.summary)).one_or_none()
    title, summary = bank or ("Headroom", "")
    newest = (
        sa.select(Question, Topic.title.label("topic_title"))
        .join(Topic, Topic.id == Question.topic_id)
        .where(Question.status == "ready")
        .order_by(Question.updated_on.desc(), Question.external_id)
        .limit(PAGE_SIZE)
    )
    entries = tuple(
        Entry(
            id=lasting_id(title, question.external_id, str(question.version)),
            slug=question.slug,
            title=question.title,
            topic_title=topic_title,
            prompt_html=question.prompt_html,
            updated_on=question.updated_on,
        )
        for question, topic_title in session.execute(newest)
    )
    updated_on = entries[0].updated_on if entries else NEVER
    return Feed(lasting_id(title), title, summary, updated_on, entries)


def lasting_id(*parts: str) -> str:
    """A name by which readers know something again wherever the bank is served, and under whatever slug.

    The title of the bank is in it because ids of questions are unique in their bank only; the version, because a
    question whose meaning changed is a new one to practice, while a mended word is no news. A UUID of version 5
    (RFC 9562).
    """
    return uuid.uuid5(NAMESPACE, "\n".join(parts)).urn
