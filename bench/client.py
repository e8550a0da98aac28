"""A load generator that spends little itself: raw HTTP/1.1 over connections that stay open."""

import asyncio
from collections.abc import Sequence


def request(method: str, path: str, *, cookie: str = "") -> bytes:
    """The bytes of one request."""
    lines = [f"{method} {path} HTTP/1.1", "Host: bank.invalid", "Sec-Fetch-Site: same-origin"]
    lines += [f"Cookie: headroom={cookie}"] if cookie else []
    lines += ["Content-Length: 0", "Content-Type: application/x-www-form-urlencoded"] if method == "POST" else []
    return "\r\n".join([*lines, "", ""]).encode()


def send_all(port: int, queues: Sequence[Sequence[bytes]], *, expected: set[int]) -> int:
    """Sends each queue over a connection of its own, all at once; returns the size of the last body.

    Raises RuntimeError for a status that is not expected: a benchmark of errors would look fast.
    """
    return asyncio.run(_send_all(port, queues, expected))


async def _send_all(port: int, queues: Sequence[Sequence[bytes]], expected: set[int]) -> int:
    sizes = await asyncio.gather(*(_send(port, queue, expected) for queue in queues))
    return sizes[-1]


async def _send(port: int, queue: Sequence[bytes], expected: set[int]) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    size = 0
    for message in queue:
        writer.write(message)
        head = await reader.readuntil(b"\r\n\r\n")
        status = int(head[9:12])
        if status not in expected:
            raise RuntimeError(f"{message.splitlines()[0].decode()}: status {status}")
        size = _length(head)
        await reader.readexactly(size)
    writer.close()
    await writer.wait_closed()
    return size


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0
