"""Sessions: who holds a token, and how one begins and ends. The database keeps only hashes of tokens."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.browsers import browser_name
from app.accounts.emails import email_key
from app.accounts.models import LoginSession, Person
from app.core.errors import Invalid, NotFound
from app.core.tokens import new_token, token_hash

MEMBER_DAYS = 30
# A guest's session is all that leads back to what they practiced.
GUEST_DAYS = 365
MAX_BROWSER = 200
MISMATCH = "Email and password do not match."

_PERSON_OF = (
    sa.select(Person)
    .join(LoginSession, LoginSession.person_id == Person.id)
    .where(LoginSession.token_hash == sa.bindparam("token_hash"), LoginSession.expires_at > sa.bindparam("now"))
    .where(Person.disabled_at.is_(None))
)


@dataclass(frozen=True)
class OwnSession:
    """One of a person's sessions, as they see it; `browser` is a name like `Firefox on Linux`."""

    id: int
    browser: str
    created_at: datetime
    used_at: datetime
    is_current: bool


def person_of(session: Session, token: str, *, now: datetime) -> Person | None:
    """Who holds this token, member or guest; None when it is unknown, over, or its person disabled. One query."""
    return session.scalars(_PERSON_OF, {"token_hash": token_hash(token), "now": now}).one_or_none()


def find_for_sign_in(session: Session, email: str) -> Person | None:
    """The person with this address, to compare the password with; None if nobody has it. One query."""
    try:
        key = email_key(email)
    except Invalid:
        return None
    return session.scalars(sa.select(Person).where(Person.email_key == key)).one_or_none()


def confirmed(session: Session, checked: Person) -> Person:
    """The person whose password was found right a moment ago, read again. Raises Invalid when it changed since."""
    # On PostgreSQL a change of the password waits, and then ends the session that begins here.
    person = session.get(Person, checked.id, with_for_update={"key_share": True})
    if person is None or person.password_hash != checked.password_hash:
        raise Invalid({"password": MISMATCH})
    return person


def begin(session: Session, person: Person, *, browser: str, now: datetime) -> str:
    """Begins a session and returns its token, which only the browser keeps. Raises Invalid for disabled people.

    Sessions of this person that are over are deleted. `browser` is the User-Agent, cut to 200 characters.
    """
    if person.disabled_at is not None:
        raise Invalid({"email": "This account is disabled. Ask whoever runs this bank."})
    session.execute(sa.delete(LoginSession).where(LoginSession.person_id == person.id, LoginSession.expires_at <= now))
    token = new_token()
    days = GUEST_DAYS if person.is_guest else MEMBER_DAYS
    session.add(
        LoginSession(
            token_hash=token_hash(token),
            person_id=person.id,
            created_at=now,
            used_at=now,
            expires_at=now + timedelta(days=days),
            browser=browser[:MAX_BROWSER],
        )
    )
    session.flush()
    return token


def note_use(session: Session, token: str, *, now: datetime) -> None:
    """Sets when the session was last used; called by unsafe requests only, because reading never writes."""
    session.execute(sa.update(LoginSession).where(LoginSession.token_hash == token_hash(token)).values(used_at=now))


def sessions_of(session: Session, person: Person, *, token: str, now: datetime) -> list[OwnSession]:
    """The person's sessions that are not over, last used first; the one with `token` is the current one."""
    rows = session.scalars(
        sa.select(LoginSession)
        .where(LoginSession.person_id == person.id, LoginSession.expires_at > now)
        .order_by(LoginSession.used_at.desc(), LoginSession.id.desc())
    )
    current = token_hash(token)
    return [
        OwnSession(row.id, browser_name(row.browser), row.created_at, row.used_at, row.token_hash == current)
        for row in rows
    ]


def end(session: Session, token: str) -> None:
    """Ends the session with this token; nothing happens if there is none."""
    session.execute(sa.delete(LoginSession).where(LoginSession.token_hash == token_hash(token)))


def end_one(session: Session, person: Person, session_id: int) -> None:
    """Ends one of the person's own sessions; raises NotFound for anybody else's as for none."""
    own = sa.delete(LoginSession).where(LoginSession.person_id == person.id, LoginSession.id == session_id)
    if session.execute(own.returning(LoginSession.id)).one_or_none() is None:
        raise NotFound("That session is not one of yours, or it is over.")


def end_all(session: Session, person: Person, *, but_token: str | None = None) -> None:
    """Ends every session of the person, but the one with `but_token`."""
    ending = sa.delete(LoginSession).where(LoginSession.person_id == person.id)
    if but_token is not None:
        ending = ending.where(LoginSession.token_hash != token_hash(but_token))
    session.execute(ending)
