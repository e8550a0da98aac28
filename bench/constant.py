"""The reference: a bare ASGI app that answers `/N` with N bytes."""

from starlette.types import Receive, Scope, Send


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """N bytes of HTML, and nothing else."""
    if scope["type"] != "http":
        return
    while (await receive()).get("more_body", False):
        pass
    body = b"x" * int(scope["path"].lstrip("/"))
    headers = [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
