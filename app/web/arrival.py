"""How long a request may take to arrive, and how large its head may be: uvicorn waits forever and keeps everything.

A thousand connections that send nothing would otherwise take every place the server has. Only an upload, once the app
has let its sender in and takes it, may take longer, as long as it goes on coming.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

ARRIVAL_SECONDS = 20.0
MAX_HEAD_BYTES = 64 * 1024
WAIT_ANEW = "headroom.wait_anew"  # an extension of the scope: its `call` gives the rest of the body as long again


class PromptProtocol(HttpToolsProtocol):
    """Closes a connection whose request has not arrived whole after 20 s, or whose head is larger than 64 kB."""

    seconds = ARRIVAL_SECONDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._deadline: asyncio.TimerHandle | None = None
        self._head_bytes: int | None = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begins to wait, though nothing was sent yet."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Passes on what arrived; the first of it begins the wait for the rest."""
        self._wait()
        if self._head_bytes is not None:
            self._head_bytes += len(data)
        super().data_received(data)
        is_too_large = self._head_bytes is not None and self._head_bytes > MAX_HEAD_BYTES
        if is_too_large and not self.transport.is_closing():
            self.send_400_response("Request head too large.")

    def on_message_begin(self) -> None:
        """A head begins."""
        super().on_message_begin()
        self._head_bytes = 0

    def on_headers_complete(self) -> None:
        """The head is whole; a body may follow."""
        self._head_bytes = None
        self.scope["extensions"] = {WAIT_ANEW: {"call": self._wait_anew}}
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The request is whole: how long it takes from here on is the app's business."""
        super().on_message_complete()
        self._stop_waiting()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forgets the wait."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait(self) -> None:
        if self._deadline is None:
            self._deadline = self.loop.call_later(self.seconds, self.transport.abort)

    def _wait_anew(self) -> None:
        if self._deadline is not None:  # else all of it is here
            self._stop_waiting()
            self._wait()

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
