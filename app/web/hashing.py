"""Password hashes for requests: two at once, the others wait in the event loop."""

from fastapi import Request
from fastapi.concurrency import run_in_threadpool

from app.accounts import passwords


async def hashed(request: Request, password: str) -> str:
    """The argon2 hash of a password."""
    async with request.app.state.turns.hashing():
        return await run_in_threadpool(passwords.password_hash, password)


async def is_right(request: Request, password: str, password_hash: str | None) -> bool:
    """Whether the password fits the hash; takes as long where there is no hash."""
    async with request.app.state.turns.hashing():
        return await run_in_threadpool(passwords.is_password, password, password_hash)
