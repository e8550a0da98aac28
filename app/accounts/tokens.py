"""Tokens by which programs act as a person: how one is found."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import ApiToken, Person
from app.accounts.scopes import Scope
from app.core.tokens import token_hash

PREFIX = "hr_"

_BEARER_OF = (
    sa.select(Person, ApiToken.scope)
    .join(ApiToken, ApiToken.person_id == Person.id)
    .where(ApiToken.token_hash == sa.bindparam("token_hash"), Person.disabled_at.is_(None))
)


def bearer_of(session: Session, token: str) -> tuple[Person, Scope] | None:
    """Whose token this is and how far it reaches; None when it is unknown or revoked, or its person disabled.

    One query.
    """
    row = session.execute(_BEARER_OF, {"token_hash": token_hash(token)}).one_or_none()
    return row and (row[0], row[1])


def note_token_use(session: Session, token: str, *, now: datetime) -> None:
    """Sets when the token was last used; called by unsafe requests only, because reading never writes."""
    session.execute(sa.update(ApiToken).where(ApiToken.token_hash == token_hash(token)).values(used_at=now))
