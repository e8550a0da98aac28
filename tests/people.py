"""The cast: alice is a member, bob a member with an unlock, gus a guest; a visitor is nobody.

Of the staff, carol is an admin, dana an author and sam a supporter.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from app.accounts import administration
from app.accounts.guests import begin_guest
from app.accounts.models import Person
from app.accounts.passwords import password_hash
from app.accounts.roles import Role
from app.unlocks.granting import grant

PASSWORD = "correct horse battery"
HASH = password_hash(PASSWORD)


def member(session: Session, now: datetime, email: str = "alice@example.org", *, role: Role | None = None) -> Person:
    return administration.add(session, email=email, password_hash=HASH, role=role, actor="tests", now=now)


def alice(session: Session, now: datetime) -> Person:
    return member(session, now)


def bob(session: Session, now: datetime) -> Person:
    person = member(session, now, "bob@example.org")
    grant(session, person, topic=None, expires_at=None, reason="cast", source="cli", actor="tests", now=now)
    return person


def carol(session: Session, now: datetime) -> Person:
    return member(session, now, "carol@example.org", role="admin")


def dana(session: Session, now: datetime) -> Person:
    return member(session, now, "dana@example.org", role="author")


def sam(session: Session, now: datetime) -> Person:
    return member(session, now, "sam@example.org", role="supporter")


def gus(session: Session, now: datetime) -> Person:
    return begin_guest(session, browser="Tests", now=now)[0]
