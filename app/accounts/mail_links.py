"""Links in mails: each proves once, within an hour, that whoever opens it reads the mail of an address."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import MailLink, Person
from app.accounts.sign_in import end_all
from app.accounts.tokens import revoke_all
from app.core.errors import Invalid
from app.core.tokens import new_token, token_hash

Purpose = Literal["sign_up", "confirm", "reset"]

LIFETIME = timedelta(hours=1)
OVER = "It was used, is older than an hour, or did not arrive whole."


@dataclass(frozen=True)
class OpenLink:
    """A link that still works. `password_hash` is of the account that it opens or belongs to."""

    purpose: str
    email: str
    password_hash: str


def make(
    session: Session,
    purpose: Purpose,
    *,
    email: str,
    person: Person | None,
    password_hash: str | None = None,
    now: datetime,
) -> str:
    """A new link's secret, which only the mail holds. A sign-up brings the hash of its password."""
    secret = new_token()
    session.add(
        MailLink(
            token_hash=token_hash(secret),
            purpose=purpose,
            person_id=person.id if person else None,
            email=email,
            password_hash=password_hash,
            created_at=now,
            expires_at=now + LIFETIME,
        )
    )
    session.flush()
    return secret


def find(session: Session, pasted: str, *purposes: Purpose, now: datetime) -> OpenLink:
    """The link with this secret, as the mail or a person gives it. One query.

    Raises Invalid when it is unknown, used, over, of another purpose, or its person is disabled.
    """
    link = session.execute(
        sa.select(MailLink.purpose, MailLink.email, sa.func.coalesce(MailLink.password_hash, Person.password_hash))
        .outerjoin(Person, Person.id == MailLink.person_id)
        .where(*_is_open(pasted, purposes, now), Person.disabled_at.is_(None))
    ).one_or_none()
    if link is None:
        raise Invalid({"link": OVER})
    return OpenLink(*link)


def use(session: Session, pasted: str, *purposes: Purpose, now: datetime) -> MailLink:
    """The link, used from now on; of two requests at once, one gets it. Raises Invalid when it is none of `find`'s."""
    # A guest's merge and a reset hold the person when they turn to the links: who began with the link would wait for
    # them as they for it.
    owner = sa.select(Person.id).join(MailLink, MailLink.person_id == Person.id)
    session.execute(owner.where(*_is_open(pasted, purposes, now)).with_for_update(of=Person, key_share=True))
    using = sa.update(MailLink).where(*_is_open(pasted, purposes, now)).values(used_at=now).returning(MailLink)
    link = session.scalars(using).one_or_none()
    if link is None:
        raise Invalid({"link": OVER})
    return link


def reset_password(session: Session, pasted: str, *, new_hash: str, now: datetime) -> Person:
    """The link's person, with the new password and a confirmed address, and signed out everywhere.

    Raises Invalid for a link that does not work. The person's other links to a new password end, and so do the tokens
    of an account whose address nobody had confirmed.
    """
    link = use(session, pasted, "reset", now=now)
    person = session.get(Person, link.person_id, populate_existing=True)
    if person is None or person.disabled_at is not None:
        raise Invalid({"link": OVER})
    person.password_hash = new_hash
    end_all(session, person)
    end_resets(session, person)
    if person.confirmed_at is None:
        # Whoever made the account may have typed somebody else's address, and must keep no way in.
        revoke_all(session, person, now=now)
        person.confirmed_at = now
    return person


def end_resets(session: Session, person: Person) -> None:
    """Makes every link to a new password of this person worthless."""
    session.execute(sa.delete(MailLink).where(MailLink.person_id == person.id, MailLink.purpose == "reset"))


def forget_ended(session: Session, *, now: datetime) -> None:
    """Deletes the links that are over."""
    session.execute(sa.delete(MailLink).where(MailLink.expires_at <= now))


def _is_open(pasted: str, purposes: tuple[Purpose, ...], now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    # Mails break lines, and people paste the whole address.
    secret = "".join(pasted.split()).rpartition("link=")[2]
    return (
        MailLink.token_hash == token_hash(secret),
        MailLink.purpose.in_(purposes),
        MailLink.used_at.is_(None),
        MailLink.expires_at > now,
    )
