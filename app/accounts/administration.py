"""What an administrator does with people; each act leaves an audit entry."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts import registration
from app.accounts.emails import email_key
from app.accounts.models import Person
from app.accounts.roles import Role
from app.accounts.sign_in import end_all
from app.audit.chain import record
from app.core.errors import NotFound


def add(
    session: Session, *, email: str, password_hash: str, role: Role | None = None, actor: str, now: datetime
) -> Person:
    """A new account; raises Invalid when the address is taken."""
    person = registration.create(session, email=email, password_hash=password_hash, role=role, now=now)
    _record(session, "users.add", person, actor=actor, now=now, role=role)
    return person


def members(session: Session) -> list[Person]:
    """Everybody with an account, by address."""
    return list(session.scalars(sa.select(Person).where(Person.email_key.is_not(None)).order_by(Person.email_key)))


def has_admin(session: Session) -> bool:
    """Whether somebody enabled is an admin."""
    return session.scalar(sa.select(sa.exists().where(Person.role == "admin", Person.disabled_at.is_(None)))) is True


def member_with(session: Session, email: str) -> Person:
    """The member with this address; raises NotFound or, for what is no address, Invalid."""
    person = session.scalars(sa.select(Person).where(Person.email_key == email_key(email))).one_or_none()
    if person is None:
        raise NotFound(f"Nobody has the address {email.strip()}.")
    return person


def set_password(session: Session, person: Person, *, password_hash: str, actor: str, now: datetime) -> None:
    """Replaces the password and ends every session of the person."""
    person.password_hash = password_hash
    end_all(session, person)
    _record(session, "users.password", person, actor=actor, now=now)


def disable(session: Session, person: Person, *, actor: str, now: datetime) -> None:
    """Keeps the person out from now on; what is theirs stays."""
    person.disabled_at = person.disabled_at or now
    end_all(session, person)
    _record(session, "users.disable", person, actor=actor, now=now)


def enable(session: Session, person: Person, *, actor: str, now: datetime) -> None:
    """Lets the person sign in again."""
    person.disabled_at = None
    _record(session, "users.enable", person, actor=actor, now=now)


def _record(session: Session, action: str, person: Person, *, actor: str, now: datetime, **details: object) -> None:
    record(session, actor=actor, action=action, target=f"person {person.id}", details=details, now=now)
