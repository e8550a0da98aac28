"""Tables of people, their sessions, their tokens and the links mailed to them."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.roles import Role
from app.accounts.scopes import Scope
from app.core.db import Base


class Person(Base):
    """Somebody who practices. Without an email: a guest. `email_key` is the folded address, unique.

    `role` is what they do for the bank (`accounts.roles`), None for nearly everybody. `confirmed_at` is when a mailed
    link proved that the address is theirs; None: unverified.
    """

    __tablename__ = "people"
    id: Mapped[int] = mapped_column(sa.Integer, primary_key=True)
    email: Mapped[str | None]
    email_key: Mapped[str | None] = mapped_column(unique=True)
    password_hash: Mapped[str | None]
    role: Mapped[Role | None] = mapped_column(sa.Text, index=True)
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]

    @property
    def is_guest(self) -> bool:
        """Whether this person has no account yet."""
        return self.email is None

    @property
    def is_admin(self) -> bool:
        """Whether this person may do everything."""
        return self.role == "admin"

    @property
    def label(self) -> str:
        """How logs and pages call this person."""
        return self.email or f"guest {self.id}"

    @property
    def reference(self) -> str:
        """How the audit log writes this person down, as who acted and as whom it was done to."""
        return f"person {self.id}"


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


class ApiToken(Base):
    """A token by which a program acts as its person, no further than `scope`; only its hash is stored.

    A person's tokens differ in their names, so that a form that is sent twice makes one.
    """

    __tablename__ = "api_tokens"
    id: Mapped[int] = mapped_column(sa.Integer, primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    tail: Mapped[str]
    name: Mapped[str]
    scope: Mapped[Scope] = mapped_column(sa.Text)
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    __table_args__ = (sa.Index("uq_api_tokens_name", "person_id", "name", unique=True),)


class MailLink(Base):
    """A one-use link in a mail: to finish signing up, to confirm an address, or to choose a new password.

    `person_id` is whose password or address it is, or the guest who signed up; `password_hash` waits for the account
    that the link opens. A sign-up outlives its guest, so the reference is cleared when the guest is merged.
    """

    __tablename__ = "mail_links"
    token_hash: Mapped[str] = mapped_column(primary_key=True)
    purpose: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id", ondelete="SET NULL"), index=True)
    email: Mapped[str]
    password_hash: Mapped[str | None]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
