"""Conditional requests: a visitor's browser may keep a page and ask whether it is still the same."""

import hashlib
from typing import Any

from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Conditional:
    """Answers HEAD, and GET with `If-None-Match`.

    A visitor's page may be kept, if the server is asked about it each time; nobody else's may.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a GET on, and answers 304 or without a body where that is enough."""
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
            await self.app(scope, receive, send)
            return
        is_head = scope["method"] == "HEAD"
        scope["method"] = "GET"
        request = Request(scope)
        start: Message = {}

        async def send_if_changed(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
                return
            body, is_whole = message.get("body", b""), not message.get("more_body", False)
            if start:
                headers = MutableHeaders(scope=start)
                if is_whole and _may_be_kept(request, start["status"], headers):
                    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
                    headers["ETag"], headers["Cache-Control"] = tag, "private, no-cache"
                    headers["Vary"] = "Cookie, Authorization"
                    if tag in request.headers.get("if-none-match", ""):
                        start["status"], body = 304, b""
                        del headers["Content-Length"]
                await send(dict(start))
                start.clear()
            await send({**message, "body": b"" if is_head else body})

        await self.app(scope, receive, send_if_changed)


def _may_be_kept(request: Request, status: int, headers: MutableHeaders) -> bool:
    """Whether this is a visitor's own copy of something public: nothing unlocked or personal, no cookie waiting."""
    state: dict[str, Any] = request.scope.get("state", {})
    is_public = not state.get("viewer") and not state.get("cookies") and "cache-control" not in headers
    return status == 200 and is_public  # noqa: PLR2004
