"""The largest body that a request may have."""

from collections.abc import Awaitable, Callable

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_BODY_BYTES = 64 * 1024


class BodyCap:
    """Refuses a body of more than 64 kB before anything parses it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on with a body that stops at the cap."""
        await self.app(scope, _capped(receive) if scope["type"] == "http" else receive, send)


def _capped(receive: Receive) -> Callable[[], Awaitable[Message]]:
    total = 0

    async def receive_capped() -> Message:
        nonlocal total
        message = await receive()
        total += len(message.get("body", b""))
        if total > MAX_BODY_BYTES:
            raise HTTPException(413)
        return message

    return receive_capped
