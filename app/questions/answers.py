"""Tables of the gated side: answers with their source files and worksheets, rubrics, follow-ups, drawings, changes."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base


class Answer(Base):
    """The answer of a question: the file it came from, and the HTML made of it when it was loaded.

    Where a section's HTML has a slot, a worksheet stands (`estimates.worksheet.as_json`), counted from 1.
    `path` and `digest` (of the file's bytes) are empty once a load has retired it because the file was gone.
    """

    __tablename__ = "answers"
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True)
    path: Mapped[str]
    digest: Mapped[str] = mapped_column(default="")
    source: Mapped[str]
    stamp: Mapped[str]
    facts_used: Mapped[list[str]] = mapped_column(sa.JSON)
    sections: Mapped[list[dict[str, str]]] = mapped_column(sa.JSON)
    outline: Mapped[list[dict[str, str]]] = mapped_column(sa.JSON)
    worksheets: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list, server_default="[]")
    reviewed: Mapped[dict[str, str] | None] = mapped_column(sa.JSON)
    checked_with: Mapped[dict[str, str]] = mapped_column(sa.JSON)
    claims: Mapped[list[dict[str, str]]] = mapped_column(sa.JSON)


class DrilledWorksheet(Base):
    """A worksheet of a ready question that names a result to be drilled; `quantity` is the kind of what it gives."""

    __tablename__ = "drilled_worksheets"
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    quantity: Mapped[str]


class RubricPoint(Base):
    """One checkable point of a rubric; the weights of a question sum to 100."""

    __tablename__ = "rubric_points"
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]
    dimension: Mapped[str]
    weight: Mapped[int]


class FollowUp(Base):
    """One follow-up question of the interviewer with its answer, both Markdown."""

    __tablename__ = "follow_ups"
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    question: Mapped[str]
    answer: Mapped[str]


class AnswerDiagram(Base):
    """A drawing of an answer, served through the same policy as the answer."""

    __tablename__ = "answer_diagrams"
    digest: Mapped[str] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(
        sa.ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    svg: Mapped[str]


class SourceChange(Base):
    """What one batch did to one file: the source before (None: it was new) and after (None: it was retired)."""

    __tablename__ = "source_changes"
    id: Mapped[int] = mapped_column(sa.Integer, primary_key=True)
    batch_id: Mapped[int] = mapped_column(sa.ForeignKey("batches.id"), index=True)
    path: Mapped[str]
    external_id: Mapped[str | None]
    before: Mapped[str | None]
    after: Mapped[str | None]
