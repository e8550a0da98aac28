"""An upload over a slow line may take its time, as long as it goes on coming."""

import pytest

from app.web.body_cap import STEP
from tests.visiting import HOST
from tests.web.test_arrival import reply_to

PIECES = 4
LENGTH = PIECES * STEP


def head(path: str, token: str) -> bytes:
    lines = [f"POST {path} HTTP/1.1", f"Host: {HOST}", "Sec-Fetch-Site: same-origin", f"Cookie: headroom={token}"]
    lines += ["Content-Type: application/zip", f"Content-Length: {LENGTH}", "Connection: close"]
    return "\r\n".join([*lines, "", ""]).encode()


def test_it_may_take_longer_than_other_requests(visits):
    sent = (head("/api/v1/admin/seeds", visits.tokens["dana"]), *[b"\0" * STEP] * PIECES)
    reply = reply_to(visits.app, *sent, pause=0.3)  # three times as long as another request may take
    assert reply.startswith(b"HTTP/1.1 422")
    assert b"is no zip" in reply


@pytest.mark.parametrize("size", [1, STEP // 2])
def test_it_is_given_up_when_it_stops_coming(visits, size):
    reply = reply_to(visits.app, head("/api/v1/admin/seeds", visits.tokens["dana"]), b"\0" * size)
    assert reply == b""
