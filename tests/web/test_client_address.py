"""Rate limits count by the address that trusted proxies report, and by nothing a client can write."""

from types import SimpleNamespace

import pytest
from fastapi import Request

from app.settings import Settings
from app.web.client_address import client_address


def address(peer, forwarded=None, trusted=""):
    app = SimpleNamespace(state=SimpleNamespace(settings=Settings(trusted_proxies=trusted)))
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
    return client_address(Request({"type": "http", "app": app, "client": peer and (peer, 1), "headers": headers}))


@pytest.mark.parametrize(
    ("peer", "forwarded", "trusted", "expected"),
    [
        ("203.0.113.9", None, "", "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1", "", "203.0.113.9"),
        ("127.0.0.1", "198.51.100.1", "127.0.0.1", "198.51.100.1"),
        ("127.0.0.1", "6.6.6.6, 198.51.100.1", "127.0.0.1", "198.51.100.1"),
        ("127.0.0.1", "198.51.100.1, 10.1.2.3", "127.0.0.1, 10.0.0.0/8", "198.51.100.1"),
        ("127.0.0.1", "nonsense", "127.0.0.1", "nonsense"),
        ("2001:db8:1:2:3:4:5:6", None, "", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:9:9:9:9", None, "", "2001:db8:1:2::/64"),
        (None, None, "", "unknown"),
    ],
)
def test_the_nearest_untrusted_address_counts(peer, forwarded, trusted, expected):
    assert address(peer, forwarded, trusted) == expected
