"""Who calls: the person of a session's cookie, or of the token in an Authorization header, which then counts alone."""

from dataclasses import dataclass
from datetime import datetime

from fastapi import Request
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.accounts.scopes import Scope
from app.accounts.sign_in import note_use, person_of
from app.accounts.tokens import bearer_of, note_token_use
from app.core.errors import SignInNeeded
from app.core.tokens import could_be_token
from app.web import session_cookie
from app.web.bearer import sent_token


@dataclass(frozen=True)
class Caller:
    """`scope` is None for people in a browser; for programs it says how far their token reaches."""

    person: Person | None
    scope: Scope | None = None


def caller_of(session: Session, request: Request, *, now: datetime) -> Caller:
    """Who sent this request; at most one query. Raises SignInNeeded for a token that is nobody's."""
    bearer = sent_token(request)
    if bearer is not None:
        found = bearer_of(session, bearer) if could_be_token(bearer) else None
        if found is None:
            raise SignInNeeded(
                "This token is unknown or revoked. Make one at /account.",
                headers={"WWW-Authenticate": 'Bearer error="invalid_token"'},
            )
        return Caller(*found)
    token = session_cookie.read(request)
    return Caller(person_of(session, token, now=now) if token else None)


def note_call(session: Session, request: Request, *, now: datetime) -> None:
    """Notes when the session or token was last used."""
    bearer, token = sent_token(request), session_cookie.read(request)
    if bearer is not None:
        note_token_use(session, bearer, now=now)
    elif token is not None:
        note_use(session, token, now=now)
