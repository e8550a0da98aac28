"""Every request that somebody could make: all routes of the app with all values, and every link on their pages."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from itertools import product
from urllib.parse import urljoin, urlsplit

from fastapi import FastAPI

from app.browsing.filters import ACCESS, SORTS
from app.web.routes import all_routes

_HREF = re.compile(rb'(?:href|src|action)="([^"]+)"')
_PARAMETER = re.compile(r"\{([a-z_]+)\}")
_FORM = {"content-type": "application/x-www-form-urlencoded"}
_JSON = {"content-type": "application/json"}
MAX_LINKS = 5_000
# Without its seed a drill only redirects, and keeps no guess.
_QUERIES = {"drills.show": ("", "?seed=1"), "drills.create": ("?seed=1",)}


@dataclass(frozen=True)
class Call:
    """One request."""

    method: str
    url: str
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


def routes(app: FastAPI, values: Mapping[str, list[str]]) -> Iterator[Call]:
    """Every route with every value of its parameters: what reads first, what changes what one may read last.

    Raises LookupError for a parameter that `values` does not name: whoever adds one must say what it stands for.
    """
    calls = []
    for route in all_routes(app):
        names = _PARAMETER.findall(route.path)
        missing = [name for name in names if name not in values]
        if missing:
            raise LookupError(f"{route.path}: the gate check does not know what {{{missing[0]}}} stands for")
        for chosen in product(*(values[name] for name in names)):
            url = route.path
            for name, value in zip(names, chosen, strict=True):
                url = url.replace(f"{{{name}}}", value)
            calls += [
                _call(method, url + query)
                for query in _QUERIES.get(route.name, ("",))
                for method in sorted(route.methods)
            ]
    return iter(sorted(calls, key=_turn))


def _turn(call: Call) -> int:
    """After an attempt an answer may be open by right, and after the end of a session nobody asks any more."""
    if call.method in {"GET", "HEAD"}:
        return 0
    if call.url in {"/sign-out", "/account/sessions/delete"}:
        return 3
    return 2 if call.url.endswith(("/practice", "/reveal")) else 1


def _call(method: str, url: str) -> Call:
    if method in {"GET", "HEAD"}:
        return Call(method, url)
    is_api = url.startswith("/api/")
    return Call(method, url, b"{}" if is_api else b"", _JSON if is_api else _FORM)


def queries(lists: list[str], words: list[str]) -> Iterator[Call]:
    """What can be asked of every list: the hidden words, every order, and what a curious program would try."""
    asked = [f"q={word}" for word in words]
    asked += [f"sort={sort}" for sort in (*SORTS, "answer")]
    asked += [f"access={access}" for access in ACCESS]
    asked += ["fields=answer", "include=answer", "expand=answer", "answer=x"]
    return (Call("GET", f"{path}?{query}") for path in lists for query in asked)


def links(url: str, body: bytes) -> Iterator[str]:
    """The addresses of our own that a page leads to."""
    for found in _HREF.findall(body):
        target = urlsplit(urljoin(url, unescape(found.decode("utf-8", "replace"))))
        if not target.scheme and not target.netloc and target.path.startswith("/"):
            yield target.path + (f"?{target.query}" if target.query else "")
