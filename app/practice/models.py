"""Tables of attempts and marks."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base


class Attempt(Base):
    """One try at a question. The same key is the same attempt, however often it comes."""

    __tablename__ = "attempts"
    id: Mapped[int] = mapped_column(sa.Integer, primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"))
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("questions.id"))
    key: Mapped[str | None]
    attempted_at: Mapped[datetime]
    grade: Mapped[str | None]
    minutes: Mapped[int | None]
    rubric: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON)
    question_version: Mapped[int]
    __table_args__ = (
        sa.UniqueConstraint("person_id", "key"),
        sa.Index("ix_attempts_latest", "person_id", "question_id", sa.desc("attempted_at")),
        sa.Index("ix_attempts_question", "question_id"),
    )


class Mark(Base):
    """The person has practiced this question and has not taken it back."""

    __tablename__ = "marks"
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("questions.id"), primary_key=True)
    marked_at: Mapped[datetime]
    last_attempt_at: Mapped[datetime]
    question_version: Mapped[int]
    __table_args__ = (sa.Index("ix_marks_recent", "question_id", "last_attempt_at"),)
