"""Keyset cursors: where a page ends, as text for a URL. They carry positions, never rights."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from typing import TypeVar

from app.core.errors import Invalid
from app.core.integers import MAX_INTEGER

Key = tuple[int | str, ...]
MAX_CURSOR = 1_000

T = TypeVar("T")


def encode_cursor(key: Key) -> str:
    """The cursor that stands for a row's sort key."""
    return base64.urlsafe_b64encode(json.dumps(key, separators=(",", ":")).encode()).decode().rstrip("=")


def decode_cursor(cursor: str, types: tuple[type, ...], *, name: str) -> Key:
    """The sort key back from a cursor; raises Invalid when it is not one of ours."""
    if len(cursor) > MAX_CURSOR:
        raise broken_cursor(name)
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        key = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        json.dumps(key, ensure_ascii=False).encode()  # half of a surrogate pair is an error to a database
    except (binascii.Error, UnicodeError, ValueError, RecursionError):
        raise broken_cursor(name) from None
    if not isinstance(key, list) or len(key) != len(types):
        raise broken_cursor(name)
    for part, kind in zip(key, types, strict=True):
        if type(part) is not kind or _is_too_large(part):
            raise broken_cursor(name)
    return tuple(key)


def one_page(rows: Sequence[T], size: int, key: Callable[[T], Key]) -> tuple[list[T], str | None]:
    """The rows of a page, and the cursor of the page after it, None for none; `rows` hold one more where there is."""
    shown = list(rows[:size])
    return shown, encode_cursor(key(shown[-1])) if len(rows) > size else None


def broken_cursor(name: str) -> Invalid:
    """The refusal of a cursor that came as parameter `name` and is not one of ours."""
    return Invalid({name: "This page link is broken. Start again from the first page."})


def _is_too_large(part: object) -> bool:
    """Whether a database would refuse this value."""
    return abs(part) > MAX_INTEGER if isinstance(part, int) else "\x00" in str(part)
