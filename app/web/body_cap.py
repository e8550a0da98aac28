"""The largest body that a request may have: what the policy says of its route. A large one gets time to arrive."""

from collections.abc import Awaitable, Callable

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.arrival import WAIT_ANEW
from app.web.policy import KILOBYTE, MAX_BODY_BYTES, POLICY

STEP = 256 * KILOBYTE  # more than most bodies may have


class BodyCap:
    """Refuses a larger body before anything parses it, while it comes in."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on with a body that stops at the cap."""
        await self.app(scope, _capped(scope, receive) if scope["type"] == "http" else receive, send)


def _capped(scope: Scope, receive: Receive) -> Callable[[], Awaitable[Message]]:
    total = 0

    async def receive_capped() -> Message:
        nonlocal total
        message = await receive()
        before, total = total, total + len(message.get("body", b""))
        cap = _cap_of(scope)
        if total > cap:
            raise HTTPException(413, f"{cap // KILOBYTE:,} kB")
        if before // STEP < total // STEP:
            scope.get("extensions", {}).get(WAIT_ANEW, {"call": lambda: None})["call"]()
        return message

    return receive_capped


def _cap_of(scope: Scope) -> int:
    # Whoever asks for the body was chosen by the router, which left the route here.
    rule = POLICY.get(getattr(scope.get("route"), "name", ""))
    return rule.max_body_bytes if rule else MAX_BODY_BYTES
