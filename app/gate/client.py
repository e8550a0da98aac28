"""Calls an ASGI app in process, with nothing but the protocol: no server, no test library."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from starlette.types import ASGIApp, Message

HOST = "bank.invalid"
# An address of nobody (RFC 5737): this machine itself may read the metrics, which tell of every answer's fingerprint.
CLIENT = "192.0.2.1"
# A session's token is random; everything else of a cookie must be equal.
_TOKEN = re.compile(rb"=[A-Za-z0-9_-]{40,};")


@dataclass(frozen=True)
class Reply:
    """What came back: the status, the headers in order, the body."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes

    @property
    def is_html(self) -> bool:
        """Whether links can be read from it."""
        return any(name == b"content-type" and value.startswith(b"text/html") for name, value in self.headers)

    def comparable(self) -> bytes:
        """Everything an observer sees, with random tokens masked."""
        lines = [name + b": " + (_TOKEN.sub(b"=*;", value + b";") if name == b"set-cookie" else value)
                 for name, value in self.headers]  # fmt: skip
        return b"\n".join([str(self.status).encode(), *lines, b"", self.body])


class Client:
    """One observer of an app, with at most one session cookie."""

    def __init__(self, app: ASGIApp, token: str | None = None) -> None:
        self.app = app
        self.token = token
        self.loop = asyncio.new_event_loop()

    def close(self) -> None:
        """Ends the event loop."""
        self.loop.close()

    def fetch(self, method: str, url: str, *, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Reply:
        """The reply to one request."""
        return self.loop.run_until_complete(self._fetch(method, url, body, headers or {}))

    async def _fetch(self, method: str, url: str, body: bytes, extra: Mapping[str, str]) -> Reply:
        parts = urlsplit(url)
        headers = {"host": HOST, "sec-fetch-site": "same-origin", **extra}
        if self.token:
            headers["cookie"] = f"headroom={self.token}"
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
            "path": parts.path, "raw_path": quote(parts.path).encode(), "query_string": parts.query.encode(),
            "root_path": "", "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
            "client": (CLIENT, 1), "server": (HOST, 80),
        }  # fmt: skip
        sent: list[Message] = []
        is_done = asyncio.Event()

        async def receive() -> Message:
            if not is_done.is_set():
                is_done.set()
                return {"type": "http.request", "body": body, "more_body": False}
            await asyncio.sleep(3600)
            return {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            sent.append(message)

        await self.app(scope, receive, send)
        start = next(message for message in sent if message["type"] == "http.response.start")
        content = b"".join(message.get("body", b"") for message in sent if message["type"] == "http.response.body")
        return Reply(start["status"], tuple(start["headers"]), content)
