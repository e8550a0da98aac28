"""Turns: how many requests use the database at once, and that one of them writes.

Without turns, 100 requests deadlock: they hold connections and wait for threads that wait for connections. Waiting
happens in the event loop, where it costs nothing, never in a thread.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.core.db import WRITE_WAIT_SECONDS
from app.core.errors import Busy

REQUESTS_AT_ONCE = 20
WRITERS_WAITING = 64
HASHES_AT_ONCE = 2
MAILS_AT_ONCE = 4


class Turns:
    """The queues of one process. `one_writer` is true for SQLite, whose file takes one writer at a time."""

    def __init__(self, *, one_writer: bool, wait_seconds: float = WRITE_WAIT_SECONDS) -> None:
        self._wait_seconds = wait_seconds
        self._requests = asyncio.Semaphore(REQUESTS_AT_ONCE)
        self._hashes = asyncio.Semaphore(HASHES_AT_ONCE)
        self._mails = asyncio.Semaphore(MAILS_AT_ONCE)
        self._preparing = asyncio.Semaphore(1)
        self._writers = asyncio.Semaphore(1 if one_writer else REQUESTS_AT_ONCE)
        self._waiting = 0

    @asynccontextmanager
    async def request(self) -> AsyncIterator[None]:
        """One of the turns to use the database."""
        async with self._requests:
            yield

    @asynccontextmanager
    async def writer(self) -> AsyncIterator[None]:
        """The turn to write; raises Busy at once when 64 wait already, or after 5 s of waiting."""
        if self._waiting >= WRITERS_WAITING:
            raise busy()
        self._waiting += 1
        try:
            await self._acquire(self._writers)
        finally:
            self._waiting -= 1
        try:
            yield
        finally:
            self._writers.release()

    @asynccontextmanager
    async def hashing(self) -> AsyncIterator[None]:
        """One of the turns to compute a password hash, which takes a core; raises Busy after 5 s of waiting."""
        await self._acquire(self._hashes)
        try:
            yield
        finally:
            self._hashes.release()

    @asynccontextmanager
    async def mailing(self) -> AsyncIterator[None]:
        """One of the turns to talk to the mail server, which may be slow; raises Busy after 5 s of waiting."""
        await self._acquire(self._mails)
        try:
            yield
        finally:
            self._mails.release()

    @asynccontextmanager
    async def preparing(self) -> AsyncIterator[None]:
        """The turn to parse and render files, which takes every core; raises Busy after 5 s of waiting."""
        try:
            await asyncio.wait_for(self._preparing.acquire(), self._wait_seconds)
        except TimeoutError:
            message = (
                "Another upload is being read right now, which can take half a minute. Nothing was saved; try again."
            )
            raise Busy(message, headers={"Retry-After": "10"}) from None
        try:
            yield
        finally:
            self._preparing.release()

    async def _acquire(self, semaphore: asyncio.Semaphore) -> None:
        try:
            await asyncio.wait_for(semaphore.acquire(), self._wait_seconds)
        except TimeoutError:
            raise busy() from None


def busy() -> Busy:
    """The refusal of what would wait too long."""
    return Busy(
        "Many people are writing right now. Nothing was saved; try again in a moment.", headers={"Retry-After": "1"}
    )
