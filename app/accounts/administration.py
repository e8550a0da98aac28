"""What the staff does with people; each act leaves an audit entry.

Who acts is a person, or the name of the shell, which may do everything.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts import registration
from app.accounts.emails import email_key
from app.accounts.mail_links import end_resets
from app.accounts.models import ApiToken, Person
from app.accounts.roles import Role
from app.accounts.sign_in import end_all
from app.audit.chain import record
from app.core.errors import Forbidden, Invalid, NotFound

Actor = Person | str


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
    """Replaces the password and ends every session of the person, and every link to a new one."""
    person.password_hash = password_hash
    end_all(session, person)
    end_resets(session, person)
    _record(session, "users.password", person, actor=actor, now=now)


def disable(session: Session, person: Person, *, actor: Actor, reason: str = "", now: datetime) -> None:
    """Keeps the person out from now on; what is theirs stays. Raises Forbidden, and Invalid for the last admin."""
    _require_reach(actor, person)
    _require_another_admin(session, person)
    _write(session, person, disabled_at=sa.func.coalesce(Person.disabled_at, now))
    end_all(session, person)
    _record(session, "users.disable", person, actor=actor, now=now, reason=reason)


def enable(session: Session, person: Person, *, actor: Actor, reason: str = "", now: datetime) -> None:
    """Lets the person sign in again. Raises Forbidden."""
    _require_reach(actor, person)
    _write(session, person, disabled_at=None)
    _record(session, "users.enable", person, actor=actor, now=now, reason=reason)


def end_sessions(session: Session, person: Person, *, actor: Actor, reason: str = "", now: datetime) -> None:
    """Signs the person out everywhere and ends their tokens: for an account that somebody else may use.

    Raises Forbidden.
    """
    _require_reach(actor, person)
    end_all(session, person)
    ended = sa.delete(ApiToken).where(ApiToken.person_id == person.id).returning(ApiToken.id)
    tokens = sorted(session.scalars(ended))
    _record(session, "users.end_sessions", person, actor=actor, now=now, tokens=tokens, reason=reason)


def set_role(
    session: Session, person: Person, role: Role | None, *, actor: Actor, reason: str = "", now: datetime
) -> None:
    """Gives the person this role in place of theirs; it counts from their next request on.

    Only an admin or the shell may; the last admin stays one. Raises Forbidden and Invalid.
    """
    if isinstance(actor, Person) and not actor.is_admin:
        raise Forbidden("Only an admin gives and takes roles.")
    if role != "admin":
        _require_another_admin(session, person)
    before = person.role
    _write(session, person, role=role)
    _record(session, "users.role", person, actor=actor, now=now, before=before, after=role, reason=reason)


def is_within_reach(role: Role | None, person: Person) -> bool:
    """Whether staff with this role may disable the person and end their sessions: of staff, only an admin may."""
    return role == "admin" or person.role is None


def _require_reach(actor: Actor, person: Person) -> None:
    if isinstance(actor, Person) and not is_within_reach(actor.role, person):
        raise Forbidden("This person has a role, so only an admin may do that.")


def _require_another_admin(session: Session, person: Person) -> None:
    """Raises Invalid if the person is the last admin who can sign in.

    On PostgreSQL the rows stay locked until the transaction ends: of two admins who demote each other at once, the
    second waits, and then sees that the first is no admin any more. The person's own row is locked with them, in the
    same order, or two such acts could wait for each other.
    """
    is_admin = sa.and_(Person.role == "admin", Person.disabled_at.is_(None))
    rows = sa.select(Person.id, is_admin).where(sa.or_(is_admin, Person.id == person.id)).order_by(Person.id)
    held = session.execute(rows.with_for_update(key_share=True))
    if [person_id for person_id, is_one in held if is_one] == [person.id]:
        raise Invalid({"role": f"{person.label} is the last admin. Make somebody else an admin first."})


def _write(session: Session, person: Person, **values: object) -> None:
    # Always a statement: by its attributes the session would write nothing where only somebody else changed the row
    # since it was read.
    session.execute(sa.update(Person).where(Person.id == person.id).values(**values))


def _record(session: Session, action: str, person: Person, *, actor: Actor, now: datetime, **details: object) -> None:
    who = actor.reference if isinstance(actor, Person) else actor
    record(session, actor=who, action=action, target=person.reference, details=details, now=now)
