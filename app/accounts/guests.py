"""Guests: people without an account, begun by the first act that needs one, never by a page view."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.accounts.sign_in import begin


def begin_guest(session: Session, *, browser: str, now: datetime) -> tuple[Person, str]:
    """A new guest and the token that leads back to what they practice."""
    guest = Person(created_at=now)
    session.add(guest)
    session.flush()
    return guest, begin(session, guest, browser=browser, now=now)
