"""Reads what the bank was made of: its sources, what they were rendered with, and the fingerprint of it all."""

import hashlib
import json

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.questions import stamps
from app.questions.answers import Answer
from app.questions.models import Bank, Batch, Fact, Question, Topic
from app.questions.seed_files import FACTS
from app.questions.seed_format import parse_facts
from app.questions.stored_bank import StoredBank, StoredPage, StoredQuestion

_LAST_BATCH = sa.select(sa.func.max(Batch.id))
_BANK = sa.select(Bank.id, Bank.title, Bank.source, Bank.facts_source, Bank.stamp)
_TOPICS = sa.select(Topic.slug, Topic.id, Topic.title, Topic.position, Topic.source, Topic.stamp)
# JSON text of an empty list, as both databases store it.
_MAY_BE_STALE = sa.or_(
    sa.cast(Answer.facts_used, sa.Text) != "[]", sa.not_(Answer.stamp.startswith(f"{stamps.RENDERER}-"))
)
_QUESTIONS = (
    sa.select(
        Question.id,
        Question.external_id,
        Question.slug,
        Topic.slug.label("topic"),
        Answer.path,
        Answer.digest,
        Answer.stamp,
        Answer.facts_used,
        sa.case((_MAY_BE_STALE, Answer.source)).label("source"),
    )
    .join_from(Question, Answer, Answer.question_id == Question.id)
    .join(Topic, Topic.id == Question.topic_id)
)


def last_batch(session: Session) -> int | None:
    """The newest batch; None before the first load."""
    return session.scalar(_LAST_BATCH)


_CONTENT = (
    sa.select(Question.external_id, Answer.digest).join_from(Question, Answer).where(Answer.path != ""),
    sa.select(Topic.slug, Topic.source).where(Topic.source != ""),
    sa.select(Fact.id, Fact.value, Fact.unit, Fact.what, Fact.source, Fact.as_of, Fact.confirmed_on),
)


def fingerprint(session: Session) -> str:
    """A hash that changes if and only if a question, a topic or a fact does; where files lie does not. Three queries.

    It is that of what `seeds export` would write of them: a question or topic whose file is gone takes no part, so
    two banks of the same files agree whatever they went through.
    """
    content = [sorted([str(value) for value in row] for row in session.execute(part)) for part in _CONTENT]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:16]


def read_bank(session: Session) -> StoredBank:
    """What the bank holds. Four queries."""
    batch_id = last_batch(session)
    bank = session.execute(_BANK).one_or_none()
    facts_source = bank.facts_source if bank else None
    return StoredBank(
        batch_id=batch_id,
        page=StoredPage(bank.id, bank.title, 1, bank.source, bank.stamp) if bank else None,
        facts_source=facts_source,
        facts=parse_facts(facts_source, FACTS)[0] if facts_source else {},
        topics={
            row.slug: StoredPage(row.id, row.title, row.position, row.source, row.stamp)
            for row in session.execute(_TOPICS)
        },
        questions={
            row.external_id: StoredQuestion(**{**row._asdict(), "facts_used": tuple(row.facts_used)})
            for row in session.execute(_QUESTIONS)
        },
    )
