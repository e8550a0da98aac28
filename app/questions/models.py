"""Tables of the public side: bank, topics, questions, tags, facts, facet counts and batches of loads."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base

# Compared byte by byte on both databases: PostgreSQL's default collation would ignore the separators.
ByteOrdered = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


class Bank(Base):
    """The one row about the bank itself, with the sources of `_bank.md` and `_facts.yaml` for export."""

    __tablename__ = "bank"
    id: Mapped[int] = mapped_column(sa.Integer, primary_key=True)
    title: Mapped[str]
    summary: Mapped[str]
    body_html: Mapped[str]
    source: Mapped[str]
    facts_source: Mapped[str | None]
    stamp: Mapped[str]


class Topic(Base):
    """A topic in the order of the syllabus; `source` is empty once a load has taken its file away."""

    __tablename__ = "topics"
    id: Mapped[int] = mapped_column(sa.Integer, primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    position: Mapped[int]
    summary: Mapped[str]
    body_html: Mapped[str]
    source: Mapped[str]
    stamp: Mapped[str]


# Of the others only retired questions are left, whom somebody practiced: no list shows them.
IS_CURRENT_TOPIC = Topic.source != ""


class Question(Base):
    """The public part of a question. `sort_key` is syllabus order: topic position, then id."""

    __tablename__ = "questions"
    id: Mapped[int] = mapped_column(sa.Integer, primary_key=True)
    external_id: Mapped[str] = mapped_column(ByteOrdered, unique=True)
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    topic_id: Mapped[int] = mapped_column(sa.ForeignKey("topics.id"))
    sort_key: Mapped[str] = mapped_column(ByteOrdered)
    difficulty: Mapped[str]
    difficulty_rank: Mapped[int] = mapped_column(sa.SmallInteger)
    kind: Mapped[str]
    minutes: Mapped[int]
    tags: Mapped[list[str]] = mapped_column(sa.JSON)
    roles: Mapped[list[str]] = mapped_column(sa.JSON)
    levels: Mapped[list[str]] = mapped_column(sa.JSON)
    status: Mapped[str]
    is_free: Mapped[bool]
    is_anchor: Mapped[bool]
    version: Mapped[int]
    updated_on: Mapped[date]
    prerequisites: Mapped[list[str]] = mapped_column(sa.JSON)
    related: Mapped[list[str]] = mapped_column(sa.JSON)
    lab: Mapped[str | None]
    prompt_markdown: Mapped[str]
    prompt_html: Mapped[str]
    hints: Mapped[list[dict[str, str]]] = mapped_column(sa.JSON)
    prompt_facts: Mapped[list[str]] = mapped_column(sa.JSON, default=list, server_default="[]")
    practiced_count: Mapped[int] = mapped_column(server_default="0", default=0)

    __table_args__ = (
        # Lists read only what is ready, in syllabus order, filtered by the left columns.
        sa.Index("ix_questions_order", "status", "sort_key"),
        sa.Index("ix_questions_topic", "topic_id", "status", "sort_key"),
        sa.Index("ix_questions_difficulty", "status", "difficulty_rank", "sort_key"),
        sa.Index("ix_questions_kind", "status", "kind", "sort_key"),
        sa.Index("ix_questions_practiced", "status", sa.desc("practiced_count"), "sort_key"),
        sa.Index("ix_questions_newest", "status", sa.desc("updated_on"), "external_id"),
    )


class OldSlug(Base):
    """A slug a question once had: its URL redirects. A current slug wins over an old one."""

    __tablename__ = "old_slugs"
    slug: Mapped[str] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("questions.id", ondelete="CASCADE"))


class QuestionLabel(Base):
    """One value of a many-valued property (`tag` or `level`), in the order lists are read."""

    __tablename__ = "question_labels"
    property: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)
    sort_key: Mapped[str] = mapped_column(ByteOrdered, primary_key=True)
    question_id: Mapped[int] = mapped_column(
        sa.ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class FacetCount(Base):
    """How many ready questions hold a filter value, in the bank (`topic_id` 0) or in one topic; written by a load."""

    __tablename__ = "facet_counts"
    topic_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    facet: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)
    label: Mapped[str]
    count: Mapped[int]


class PromptDiagram(Base):
    """A drawing of a prompt, public; the name of its file is the hash of its content."""

    __tablename__ = "prompt_diagrams"
    digest: Mapped[str] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(
        sa.ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    svg: Mapped[str]


class Fact(Base):
    """A dated figure that prose and worksheets refer to."""

    __tablename__ = "facts"
    id: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
    unit: Mapped[str]
    what: Mapped[str]
    source: Mapped[str]
    as_of: Mapped[date]
    confirmed_on: Mapped[date | None]


class Batch(Base):
    """One load: who, when, under which name, and how much it changed; `undoes_id` is the batch it took back."""

    __tablename__ = "batches"
    id: Mapped[int] = mapped_column(sa.Integer, primary_key=True)
    name: Mapped[str]
    actor: Mapped[str]
    loaded_at: Mapped[datetime]
    added_count: Mapped[int]
    changed_count: Mapped[int]
    unchanged_count: Mapped[int]
    retired_count: Mapped[int]
    undoes_id: Mapped[int | None] = mapped_column(sa.ForeignKey("batches.id"))
