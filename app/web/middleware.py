"""Pure ASGI layers around the app, outermost first: headers, log, conditional requests, body cap, last resort."""

import hashlib
import secrets
import time
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.errors import broken

log = structlog.get_logger("headroom")

MAX_BODY_BYTES = 64 * 1024
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
}
HSTS = "max-age=63072000; includeSubDomains"


class Headers:
    """Sets the security headers, the waiting cookies, and who may keep a copy of the response."""

    def __init__(self, app: ASGIApp, *, is_https: bool) -> None:
        self.app = app
        self.fixed = {**HEADERS, "Strict-Transport-Security": HSTS} if is_https else HEADERS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, and completes the headers of what comes back."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        # A fresh dict for each request: the server's own state is shared by all of them.
        state = scope["state"] = dict(scope.get("state") or {})

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.fixed.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "private, no-store")
                for cookie in state.get("cookies", ()):
                    headers.append("Set-Cookie", cookie)
            await send(message)

        await self.app(scope, receive, send_with_headers)


class AccessLog:
    """One line for each request: method, route template, status, time. No address, query or body is written."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, and logs how it ended."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status = time.perf_counter(), 500
        structlog.contextvars.bind_contextvars(request=secrets.token_hex(4))

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, send_and_note)
        finally:
            route = getattr(scope.get("route"), "path", None)
            milliseconds = round((time.perf_counter() - began) * 1000, 1)
            log.info("request", method=scope["method"], route=route, status=status, ms=milliseconds)
            structlog.contextvars.unbind_contextvars("request")


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
        except Exception:
            if scope["type"] != "http" or has_started:
                raise
            log.exception("broken", route=getattr(scope.get("route"), "path", None))
            response = await broken(Request(scope, receive))
            await response(scope, receive, send)
