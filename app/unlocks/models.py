"""Tables of codes, unlocks and reveals. A redemption is the unlock that it gave."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base


class Code(Base):
    """An unlock code. Only its hash is stored; `tail` (its last four characters) tells it apart in a list.

    Codes minted together are a sheet: `sheet_id` is the id of its first code, `name` what the sheet is for. The first
    code of a sheet from a form keeps the form's `mint_key`, so that one form mints once.
    """

    __tablename__ = "codes"
    id: Mapped[int] = mapped_column(sa.Integer, primary_key=True)
    sheet_id: Mapped[int] = mapped_column(index=True, server_default="0")
    name: Mapped[str] = mapped_column(server_default="")
    mint_key: Mapped[str | None] = mapped_column(index=True, unique=True)
    hash: Mapped[str] = mapped_column(unique=True)
    tail: Mapped[str]
    uses: Mapped[int]
    uses_left: Mapped[int]
    unlock_days: Mapped[int | None]
    topic_id: Mapped[int | None] = mapped_column(sa.ForeignKey("topics.id"))
    last_on: Mapped[date | None]
    minted_at: Mapped[datetime]
    minted_by: Mapped[str]
    revoked_at: Mapped[datetime | None]
    __table_args__ = (sa.CheckConstraint("uses_left >= 0", name="uses_left_positive"),)


class Unlock(Base):
    """A dated right to read: everything, or one topic; until when; revoked when."""

    __tablename__ = "unlocks"
    id: Mapped[int] = mapped_column(sa.Integer, primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), index=True)
    topic_id: Mapped[int | None] = mapped_column(sa.ForeignKey("topics.id"))
    source: Mapped[str]
    granted_by: Mapped[str]
    reason: Mapped[str]
    granted_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    code_id: Mapped[int | None] = mapped_column(sa.ForeignKey("codes.id"))
    # One person redeems a code once, however often and however fast it is posted.
    __table_args__ = (sa.UniqueConstraint("code_id", "person_id"),)


class Reveal(Base):
    """A person opened or skipped to an answer; never an attempt."""

    __tablename__ = "reveals"
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    question_id: Mapped[int] = mapped_column(
        sa.ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    revealed_at: Mapped[datetime]
