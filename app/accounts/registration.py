"""Signing up: a new account, or the guest's row filled in, so that what they practiced is theirs already."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.emails import email_key
from app.accounts.models import Person
from app.accounts.roles import Role
from app.accounts.sign_in import begin, end_all, find_for_sign_in
from app.core.errors import Invalid

TAKEN = "There is an account with this address already. Sign in instead."


def refuse_taken(session: Session, email: str) -> None:
    """Raises Invalid when the address is no address or has an account: cheap, before a password is hashed."""
    email_key(email)
    if find_for_sign_in(session, email) is not None:
        raise Invalid({"email": TAKEN})


def sign_up(
    session: Session, *, email: str, password_hash: str, guest: Person | None, browser: str, now: datetime
) -> tuple[Person, str]:
    """The new member and the token of their first session. Raises Invalid when the address is taken.

    The guest's row is filled in and the guest's token ends. A guest who became a member a moment ago, in another
    request, is left alone, and a new person begins.
    """
    person = _filled(session, guest, email, password_hash) if guest else None
    if person is None:
        person = create(session, email=email, password_hash=password_hash, now=now)
    end_all(session, person)
    return person, begin(session, person, browser=browser, now=now)


def create(session: Session, *, email: str, password_hash: str, role: Role | None = None, now: datetime) -> Person:
    """A new person with an account. Raises Invalid when the address is taken."""
    person = Person(
        email=email.strip(),
        email_key=email_key(email),
        password_hash=password_hash,
        role=role,
        created_at=now,
    )
    # The unique key decides, because somebody may take the address between a look and the insert.
    try:
        with session.begin_nested():
            session.add(person)
    except sa.exc.IntegrityError:
        raise Invalid({"email": TAKEN}) from None
    return person


def _filled(session: Session, guest: Person, email: str, password_hash: str) -> Person | None:
    fill = (
        sa.update(Person)
        .where(Person.id == guest.id, Person.email_key.is_(None))
        .values(email=email.strip(), email_key=email_key(email), password_hash=password_hash)
        .returning(Person)
        .execution_options(populate_existing=True)
    )
    try:
        with session.begin_nested():
            return session.scalars(fill).one_or_none()
    except sa.exc.IntegrityError:
        raise Invalid({"email": TAKEN}) from None
