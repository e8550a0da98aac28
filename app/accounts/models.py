"""Tables of people and their sessions."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base


class Person(Base):
    """Somebody who practices. Without an email: a guest. `email_key` is the folded address, unique."""

    __tablename__ = "people"
    id: Mapped[int] = mapped_column(sa.Integer, primary_key=True)
    email: Mapped[str | None]
    email_key: Mapped[str | None] = mapped_column(unique=True)
    password_hash: Mapped[str | None]
    is_admin: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]

    @property
    def is_guest(self) -> bool:
        """Whether this person has no account yet."""
        return self.email is None

    @property
    def label(self) -> str:
        """How logs and pages call this person."""
        return self.email or f"guest {self.id}"


class LoginSession(Base):
    """One browser of one person; the cookie holds the token, the row only its hash."""

    __tablename__ = "login_sessions"
    id: Mapped[int] = mapped_column(sa.Integer, primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime]
    browser: Mapped[str]
