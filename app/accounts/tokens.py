"""Tokens by which programs act as a person: making one, finding whose it is, listing and revoking one's own."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import ApiToken, Person
from app.accounts.scopes import Scope, scopes_for
from app.audit.chain import record
from app.core.errors import Forbidden, Invalid, NotFound
from app.core.tokens import new_token, token_hash
from app.core.upsert import insert

PREFIX = "hr_"
TAIL = 4
MAX_NAME = 60
MAX_TOKENS = 20

_BEARER_OF = (
    sa.select(Person, ApiToken.scope)
    .join(ApiToken, ApiToken.person_id == Person.id)
    .where(ApiToken.token_hash == sa.bindparam("token_hash"), Person.disabled_at.is_(None))
)


@dataclass(frozen=True)
class OwnToken:
    """One of a person's tokens, as they see it; `tail` is its last four characters, `used_at` None: never to write."""

    id: int
    name: str
    scope: Scope
    tail: str
    created_at: datetime
    used_at: datetime | None


def bearer_of(session: Session, token: str) -> tuple[Person, Scope] | None:
    """Whose token this is and how far it reaches; None when it is unknown or revoked, or its person disabled.

    One query.
    """
    row = session.execute(_BEARER_OF, {"token_hash": token_hash(token)}).one_or_none()
    return row and (row[0], row[1])


def note_token_use(session: Session, token: str, *, now: datetime) -> None:
    """Sets when the token was last used; called by unsafe requests only, because reading never writes."""
    session.execute(sa.update(ApiToken).where(ApiToken.token_hash == token_hash(token)).values(used_at=now))


def make(session: Session, person: Person, *, name: str, scope: Scope, now: datetime) -> str:
    """A new token, which nobody can read again.

    Raises Invalid for a name that is empty, too long or taken, and for a token too many; Forbidden for a scope that
    the person's role does not give.
    """
    name = " ".join(name.split())
    if not name or len(name) > MAX_NAME or not name.isprintable():
        raise Invalid({"name": f"Name the token by what will use it, in 1 to {MAX_NAME} characters."})
    if scope not in scopes_for(person.role):
        raise Forbidden("Only admins and authors load seeds, and so do their tokens. Choose another scope.")
    # On PostgreSQL one person's acts wait for one another here; else two at once would both be the last that may be.
    session.execute(sa.select(Person.id).where(Person.id == person.id).with_for_update(key_share=True))
    own = sa.select(sa.func.count()).select_from(ApiToken).where(ApiToken.person_id == person.id)
    if session.execute(own).scalar_one() >= MAX_TOKENS:
        raise Invalid({"name": f"You have {MAX_TOKENS} tokens, and that is the most. Revoke one first."})
    token = PREFIX + new_token()
    row = insert(session, ApiToken).values(
        person_id=person.id,
        token_hash=token_hash(token),
        tail=token[-TAIL:],
        name=name,
        scope=scope,
        created_at=now,
    )
    # The unique key decides, so that a form that is sent twice makes one token.
    made = row.on_conflict_do_nothing(index_elements=["person_id", "name"]).returning(ApiToken.id)
    token_id = session.execute(made).scalar_one_or_none()
    if token_id is None:
        raise Invalid({"name": "You have a token of this name already. Choose another name, or revoke that one first."})
    _record(session, "tokens.make", person, token_id, now=now, name=name, scope=scope)
    return token


def tokens_of(session: Session, person: Person) -> list[OwnToken]:
    """The person's tokens, newest first. One query."""
    tokens = session.scalars(sa.select(ApiToken).where(ApiToken.person_id == person.id).order_by(ApiToken.id.desc()))
    return [
        OwnToken(token.id, token.name, token.scope, token.tail, token.created_at, token.used_at) for token in tokens
    ]


def revoke(session: Session, person: Person, token_id: int, *, now: datetime) -> None:
    """Ends one of the person's own tokens; raises NotFound for anybody else's as for none."""
    own = sa.delete(ApiToken).where(ApiToken.person_id == person.id, ApiToken.id == token_id)
    name = session.execute(own.returning(ApiToken.name)).scalar_one_or_none()
    if name is None:
        raise NotFound("That token is not one of yours, or it is revoked.")
    _record(session, "tokens.revoke", person, token_id, now=now, name=name)


def revoke_all(session: Session, person: Person, *, now: datetime) -> None:
    """Ends every token of the person; without one nothing changes."""
    own = sa.delete(ApiToken).where(ApiToken.person_id == person.id).returning(ApiToken.id)
    ids = sorted(session.scalars(own))
    if ids:
        record(
            session,
            actor=person.reference,
            action="tokens.revoke",
            target=person.reference,
            details={"tokens": ids},
            now=now,
        )


def _record(session: Session, action: str, person: Person, token_id: int, *, now: datetime, **details: str) -> None:
    actor, target = person.reference, f"token {token_id}"
    record(session, actor=actor, action=action, target=target, details=details, now=now)
