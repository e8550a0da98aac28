"""What handlers ask for: the database, who is asking, what time it is."""

from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import Annotated, TypeVar

from fastapi import Depends, Request
from fastapi.concurrency import contextmanager_in_threadpool, run_in_threadpool
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.core.clock import utc_now
from app.core.db import reading, writing
from app.core.errors import SignInNeeded
from app.settings import Settings
from app.web.authorization import require, rule_of
from app.web.callers import caller_of, note_call
from app.web.page import remember_viewer

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

T = TypeVar("T")


def config(request: Request) -> Settings:
    """The settings the app was made with."""
    settings: Settings = request.app.state.settings
    return settings


async def db_session(request: Request) -> AsyncIterator[Session]:
    """A session for one request: a read transaction for safe methods, else the write transaction.

    Committed before the response is sent, because the dependency has the scope of the function: FastAPI would
    otherwise commit after the person was told that it is done.
    """
    state = request.app.state
    if request.method in SAFE_METHODS:
        async with state.turns.request(), contextmanager_in_threadpool(reading(state.engine)) as session:
            yield session
    else:
        # First the turn to write: whoever waits for it must not keep readers from the database.
        async with (
            state.turns.writer(),
            state.turns.request(),
            contextmanager_in_threadpool(writing(state.engine)) as session,
        ):
            yield session


async def in_read(request: Request, work: Callable[[Session], T]) -> T:
    """The result of `work` in a read transaction of its own, ended before the request's own begins."""

    def run() -> T:
        with reading(request.app.state.engine) as session:
            return work(session)

    async with request.app.state.turns.request():
        return await run_in_threadpool(run)


async def in_write(request: Request, work: Callable[[Session], T]) -> T:
    """The result of `work` in a write transaction of its own: what must outlive a refusal of the request."""

    def run() -> T:
        with writing(request.app.state.engine) as session:
            return work(session)

    async with request.app.state.turns.writer(), request.app.state.turns.request():
        return await run_in_threadpool(run)


async def caller_in_read(request: Request) -> Person | None:
    """Who sent this request, for what is decided before its own transaction."""
    return await in_read(request, lambda session: caller_of(session, request, now=utc_now()).person)


Config = Annotated[Settings, Depends(config)]
DbSession = Annotated[Session, Depends(db_session, scope="function")]
Now = Annotated[datetime, Depends(utc_now)]


def viewer(request: Request, session: DbSession, now: Now) -> Person | None:
    """Who is asking, if the policy lets them: a member, a guest, or None.

    One query where there is a cookie or a token; unsafe requests note the use. Raises what `require` raises.
    """
    caller = caller_of(session, request, now=now)
    person = caller.person
    remember_viewer(request, person)
    require(rule_of(request), caller)
    if person and request.method not in SAFE_METHODS:
        note_call(session, request, now=now)
    return person


Viewer = Annotated[Person | None, Depends(viewer)]


def member(viewer: Viewer) -> Person:
    """A person with an account; raises SignInNeeded for everybody else."""
    if viewer is None or viewer.is_guest:
        raise SignInNeeded("This needs an account.")
    return viewer


Member = Annotated[Person, Depends(member)]
