"""Signing up: the guest's row becomes the member's, and what they practiced counts as a member's from then on."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.accounts import registration
from app.accounts.models import Person
from app.practice import summaries


def sign_up(
    session: Session, *, email: str, password_hash: str, guest: Person | None, browser: str, now: datetime
) -> tuple[Person, str]:
    """The new member and the token of their first session. Raises Invalid when the address is taken."""
    person, token = registration.sign_up(
        session, email=email, password_hash=password_hash, guest=guest, browser=browser, now=now
    )
    if guest is not None and guest.id == person.id:
        summaries.leave_guests(session, person)
    return person, token
