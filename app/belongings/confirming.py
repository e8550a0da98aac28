"""Opening a link of a mail: the account that waits for it begins, or a member's address is confirmed."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.accounts.mail_links import OVER, use
from app.accounts.models import MailLink, Person
from app.accounts.sign_in import end
from app.belongings import joining, merge
from app.core.errors import Invalid


def open_link(
    session: Session, pasted: str, *, password_hash: str, viewer: Person | None, browser: str, now: datetime
) -> tuple[Person, str]:
    """The member whose address is confirmed from now on, and the token of the session that begins.

    `password_hash` is the one that was found right a moment ago. `viewer` is whoever opens the link: what they
    practiced as a guest joins the account. Raises Invalid when the link does not work, or its address was taken
    meanwhile.
    """
    link = use(session, pasted, "sign_up", "confirm", now=now)
    if link.purpose == "sign_up":
        person = _begun(session, link, password_hash, viewer=viewer, browser=browser, now=now)
    else:
        person = _owner(session, link, password_hash)
    person.confirmed_at = person.confirmed_at or now
    return person, merge.sign_in(session, person=person, guest=viewer, browser=browser, now=now)


def _begun(
    session: Session, link: MailLink, password_hash: str, *, viewer: Person | None, browser: str, now: datetime
) -> Person:
    """The account that the link opens, made of the guest who asked for it, or else of the one who opens it."""
    guest = session.get(Person, link.person_id) if link.person_id else viewer
    try:
        person, token = joining.sign_up(
            session, email=link.email, password_hash=password_hash, guest=guest, browser=browser, now=now
        )
    except Invalid as taken:
        raise Invalid({"link": taken.detail}) from None
    end(session, token)  # signing in, which may merge a second guest, begins the session
    return person


def _owner(session: Session, link: MailLink, password_hash: str) -> Person:
    """The member whose link it is, if the password is still theirs."""
    person = session.get(Person, link.person_id, populate_existing=True)
    if person is None or person.password_hash != password_hash:
        raise Invalid({"link": OVER})
    return person
