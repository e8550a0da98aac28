"""Waiting for what other processes do."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def wait_until(found: Callable[[], T], *, seconds: float = 30, pause: float = 0.02) -> T:
    """What `found` gives as soon as that is true; fails when it takes too long."""
    deadline = time.monotonic() + seconds
    while not (result := found()):
        assert time.monotonic() < deadline, f"it took longer than {seconds} seconds"
        time.sleep(pause)
    return result
