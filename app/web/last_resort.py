"""The answer to what nobody expected."""

import structlog
from fastapi import Request, Response
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.errors import broken

log = structlog.get_logger("headroom")


class LastResort:
    """Logs what nobody expected and answers 500. Starlette's own would answer outside of our headers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, and answers for what breaks."""
        has_started = False

        async def send_and_note(message: Message) -> None:
            nonlocal has_started
            has_started = has_started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, send_and_note)
        except ClientDisconnect:
            # Half a request came and then nobody: the log must not call that a bug of ours.
            await Response(status_code=400)(scope, receive, send)
        except Exception:
            if scope["type"] != "http" or has_started:
                raise
            log.exception("broken", route=getattr(scope.get("route"), "path", None))
            response = await broken(Request(scope, receive))
            await response(scope, receive, send)
