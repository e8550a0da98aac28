"""Finding people with an account, for those who look after them: by a part of the address, page by page."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.emails import MAX_LENGTH, folded
from app.accounts.models import LoginSession, Person
from app.accounts.roles import Role
from app.core.errors import NotFound
from app.core.paging import decode_cursor, one_page

PAGE = 50
THE_SHELL = "the shell"


@dataclass(frozen=True)
class FoundPerson:
    """`confirmed_at` None: nobody proved the address. `used_at`: when a session of theirs last did more than read."""

    id: int
    email: str
    role: Role | None
    created_at: datetime
    confirmed_at: datetime | None
    disabled_at: datetime | None
    used_at: datetime | None


@dataclass(frozen=True)
class PeoplePage:
    """At most 50 people by address; `next` is the cursor of the page after it."""

    people: list[FoundPerson]
    next: str | None


@dataclass(frozen=True)
class PeopleCounts:
    """How many people have an account, and how many practice as guests."""

    members: int
    guests: int


def find_people(session: Session, *, part: str = "", role: Role | None = None, after: str = "") -> PeoplePage:
    """Those whose address holds `part` (any case; nothing in it is a wildcard) and who have the role, if one is given.

    Raises Invalid for a cursor that is not ours. At most one query.
    """
    statement = sa.select(Person, _last_used()).where(Person.email_key.is_not(None))
    statement = statement.order_by(Person.email_key).limit(PAGE + 1)
    if after:
        statement = statement.where(Person.email_key > decode_cursor(after, (str,), name="after")[0])
    if role is not None:
        statement = statement.where(Person.role == role)
    part = part.strip()
    if len(part) > MAX_LENGTH or "\x00" in part:  # in nobody's address, and an error to PostgreSQL
        return PeoplePage([], None)
    if part:
        statement = statement.where(_holds(part))
    shown, more = one_page(session.execute(statement).all(), PAGE, lambda row: (row[0].email_key or "",))
    return PeoplePage([_found(person, used_at) for person, used_at in shown], more)


def count_people(session: Session) -> PeopleCounts:
    """Everybody there is. One query."""
    members, everybody = session.execute(sa.select(sa.func.count(Person.email_key), sa.func.count())).one()
    return PeopleCounts(members, everybody - members)


def member_numbered(session: Session, person_id: int) -> Person:
    """The person with an account and this id; raises NotFound for a guest as for nobody. One query."""
    person = session.get(Person, person_id)
    if person is None or person.is_guest:
        raise NotFound("There is no account with this number.")
    return person


def names_of(session: Session, actors: set[str]) -> dict[str, str]:
    """How pages call those who acted: `person 7` by address, `cli` as the shell, others as they are. One query."""
    numbers = {int(actor.removeprefix("person ")) for actor in actors if actor.startswith("person ")}
    rows = session.execute(sa.select(Person.id, Person.email).where(Person.id.in_(numbers), Person.email.is_not(None)))
    people = {f"person {person_id}": email or "" for person_id, email in rows}
    return {actor: people.get(actor, THE_SHELL if actor == "cli" else actor) for actor in actors}


def _last_used() -> sa.ScalarSelect[datetime]:
    """When a session of the selected person was last used; null without a session."""
    used = sa.select(sa.func.max(LoginSession.used_at)).where(LoginSession.person_id == Person.id)
    return used.correlate(Person).scalar_subquery()


def _found(person: Person, used_at: datetime | None) -> FoundPerson:
    return FoundPerson(
        id=person.id,
        email=person.label,
        role=person.role,
        created_at=person.created_at,
        confirmed_at=person.confirmed_at,
        disabled_at=person.disabled_at,
        used_at=used_at,
    )


def _holds(part: str) -> sa.ColumnElement[bool]:
    # As typed too: the domain of a key is in its ASCII form, where a part of the name does not stand.
    in_key = Person.email_key.contains(folded(part), autoescape=True)
    return sa.or_(in_key, Person.email.contains(part, autoescape=True))
