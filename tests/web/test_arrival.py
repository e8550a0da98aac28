"""A request must arrive: whoever sends half of one, or nothing, does not keep a place of the server."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import structlog
import uvicorn

from app.web.arrival import MAX_HEAD_BYTES, PromptProtocol

HEAD = b"POST /theme HTTP/1.1\r\nHost: bank.example\r\nSec-Fetch-Site: same-origin\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 10\r\n\r\n"
WHOLE = b"GET /healthz HTTP/1.1\r\nHost: bank.example\r\n\r\n"


class Impatient(PromptProtocol):
    seconds = 0.5


@asynccontextmanager
async def connected(app, protocol) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """A connection to a real server of the app."""
    config = uvicorn.Config(app, http=protocol, port=0, lifespan="off", access_log=False, log_config=None)
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn tells it by this alone
        await asyncio.sleep(0.01)
    reader, writer = await asyncio.open_connection(*server.servers[0].sockets[0].getsockname())
    try:
        async with asyncio.timeout(5):
            yield reader, writer
    finally:
        writer.close()
        server.should_exit = True
        await serving


def reply_to(app, *parts: bytes, pause: float = 0, protocol: type[PromptProtocol] = Impatient) -> bytes:
    """All that a real server of the app sends until it closes the connection."""

    async def scene() -> bytes:
        async with connected(app, protocol) as (reader, writer):
            for part in parts:
                writer.write(part)
                await asyncio.sleep(pause)
            try:
                return await reader.read()
            except ConnectionResetError:
                return b""

    return asyncio.run(scene())


@pytest.mark.parametrize("parts", [(), (b"GET / HT",), (HEAD,), (HEAD + FORM + b"theme",), (HEAD + FORM, b"t", b"h")])
def test_half_a_request_is_given_up(visits, parts):
    with structlog.testing.capture_logs() as lines:
        assert reply_to(visits.app, *parts) == b""
    assert [line for line in lines if line["log_level"] == "error"] == []


def test_a_connection_is_given_up_though_a_request_came_over_it_before(visits):
    for rest in (b"\r\n", b"GET / HT"):
        reply = reply_to(visits.app, WHOLE, rest, pause=0.1)
        assert reply.startswith(b"HTTP/1.1 200 OK")
        assert reply.count(b"HTTP/1.1") == 1


def test_a_whole_request_may_come_in_pieces(visits):
    reply = reply_to(visits.app, HEAD, b"Connection: close\r\n", FORM, b"theme=dark", pause=0.05)
    assert reply.startswith(b"HTTP/1.1 303")


def test_a_head_without_end_is_refused(visits):
    # Long before the time is up. The refusal itself is lost where more was sent than read.
    endless = HEAD + b"X-Endless: " + b"a" * (MAX_HEAD_BYTES + 1_000_000)
    assert reply_to(visits.app, endless, protocol=PromptProtocol)[:12] in (b"", b"HTTP/1.1 400")
