"""The table of guesses."""

from datetime import datetime
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base

Occasion = Literal["drill", "twist"]


class Guess(Base):
    """One guess at one result. `number` is the seed of a drill, or the place of a twist, counted from 1.

    `value` and `expected` are in `unit`; `log_ratio` is log10 of guess over expected, None where one is not positive.
    `score` is out of 100; `quantity` is the kind of what was guessed.
    """

    __tablename__ = "guesses"
    id: Mapped[int] = mapped_column(sa.Integer, primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"))
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("questions.id"), index=True)
    worksheet: Mapped[int] = mapped_column(sa.SmallInteger)
    occasion: Mapped[Occasion] = mapped_column(sa.Text)
    number: Mapped[int] = mapped_column(sa.BigInteger)
    result: Mapped[str]
    text: Mapped[str]
    value: Mapped[float]
    expected: Mapped[float]
    unit: Mapped[str]
    quantity: Mapped[str]
    log_ratio: Mapped[float | None]
    score: Mapped[int] = mapped_column(sa.SmallInteger)
    guessed_at: Mapped[datetime]
    __table_args__ = (
        sa.UniqueConstraint(
            "person_id", "question_id", "worksheet", "occasion", "number", "result", name="uq_guesses_once"
        ),
        sa.Index("ix_guesses_person", "person_id", "occasion", "guessed_at"),
    )
