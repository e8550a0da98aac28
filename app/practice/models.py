"""Tables of attempts, marks, and what was practiced in each period."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base
from app.practice.periods import Period


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
        # Whether a person was here before: today, this week, ever.
        sa.Index("ix_attempts_person", "person_id", "attempted_at"),
    )


class Mark(Base):
    """The person has practiced this question and has not taken it back."""

    __tablename__ = "marks"
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("questions.id"), primary_key=True)
    marked_at: Mapped[datetime]
    last_attempt_at: Mapped[datetime]
    question_version: Mapped[int]
    __table_args__ = (
        sa.Index("ix_marks_recent", "question_id", "last_attempt_at"),
        sa.Index("ix_marks_latest", "last_attempt_at", "question_id"),
    )


class PracticeSummary(Base):
    """What was practiced in a period, at one question or in the whole bank (`question_id` 0).

    Numbers stand twice: of everybody, and (`guest_…`) of those who are guests now. `attempts` and `people` count who
    tried in the period; `marks` the standing marks that were set in it; `latest` those whose last attempt lies in it;
    `opened` the answers opened in it by people who have no mark there. Written by `practice.summaries` alone.
    """

    __tablename__ = "practice_summaries"
    period: Mapped[Period] = mapped_column(sa.Text, primary_key=True)
    starts_on: Mapped[date] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    attempts: Mapped[int] = mapped_column(server_default="0")
    people: Mapped[int] = mapped_column(server_default="0")
    marks: Mapped[int] = mapped_column(server_default="0")
    latest: Mapped[int] = mapped_column(server_default="0")
    opened: Mapped[int] = mapped_column(server_default="0")
    guest_attempts: Mapped[int] = mapped_column(server_default="0")
    guest_people: Mapped[int] = mapped_column(server_default="0")
    guest_marks: Mapped[int] = mapped_column(server_default="0")
    guest_latest: Mapped[int] = mapped_column(server_default="0")
    guest_opened: Mapped[int] = mapped_column(server_default="0")
    # Rows of one day lie together: an attempt writes where the last one wrote, and a page reads ranges of days.
    __table_args__ = ({"sqlite_with_rowid": False},)
