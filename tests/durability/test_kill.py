"""A server that is killed twenty times under practicing load has lost no mark that it acknowledged."""

import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
import sqlalchemy as sa

from app.accounts.guests import begin_guest
from app.core.db import create_engine, reading, writing
from app.practice.models import Attempt
from app.practice.recount import differences
from tests.ports import free_port
from tests.visiting import NOW, fill

KILLS = 20
PEOPLE = 6
MARKS_BETWEEN = 8
SLUGS = ("free-cache-hits", "locked-design", "locked-coding", "free-tokens", "locked-tokens")
SERVE = (
    "import sys, uvicorn; uvicorn.run('app.main:create_app', factory=True, port=int(sys.argv[1]), log_level='error')"
)

pytestmark = pytest.mark.xdist_group("durability")


def test_no_acknowledged_mark_is_lost_by_twenty_kills(tmp_path, root):
    url = f"sqlite:///{tmp_path / 'headroom.db'}"
    fill(url)
    tokens = _guests(url)
    acknowledged: set[str] = set()
    dice = random.Random(20_261_124)
    for kill in range(KILLS):
        with _server(url, root) as (process, port):
            people = [
                threading.Thread(target=_practice, args=(port, token, f"{kill}-{n}", acknowledged))
                for n, token in enumerate(tokens)
            ]
            for person in people:
                person.start()
            _wait_for(acknowledged, len(acknowledged) + dice.randint(MARKS_BETWEEN, 3 * MARKS_BETWEEN))
            process.send_signal(signal.SIGKILL)
            for person in people:
                person.join(timeout=10)
    _assert_kept(url, acknowledged)


def _wait_for(acknowledged: set[str], count: int) -> None:
    """Returns in the middle of whatever the server does once it has acknowledged so many marks."""
    deadline = time.monotonic() + 60
    while len(acknowledged) < count:
        assert time.monotonic() < deadline
        time.sleep(0.001)


def _guests(url: str) -> list[str]:
    engine = create_engine(url)
    with writing(engine) as session:
        tokens = [begin_guest(session, browser="Tests", now=NOW)[1] for _ in range(PEOPLE)]
    engine.dispose()
    return tokens


@contextmanager
def _server(url: str, root: os.PathLike[str]) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    port = free_port()
    environment = {**os.environ, "HEADROOM_DATABASE_URL": url, "HEADROOM_LIMIT_FACTOR": "0"}
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, str(port)],
        env=environment,
        cwd=root,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                assert time.monotonic() < deadline
                time.sleep(0.02)
        yield process, port
    finally:
        process.kill()
        process.wait()


def _practice(port: int, token: str, name: str, acknowledged: set[str]) -> None:
    """Practices until the server is gone, noting every key that was answered with 200."""
    headers = {"sec-fetch-site": "same-origin"}
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", cookies={"headroom": token}, headers=headers) as client:
        for number in range(10_000):
            key = f"{name}-{number}"
            try:
                reply = client.put(f"/api/v1/questions/{SLUGS[number % len(SLUGS)]}/practice", json={"key": key})
            except httpx.TransportError:
                return
            if reply.status_code == 200:
                acknowledged.add(key)


def _assert_kept(url: str, acknowledged: set[str]) -> None:
    engine = create_engine(url)
    with reading(engine) as session:
        stored = set(session.scalars(sa.select(Attempt.key)))
        assert len(acknowledged) >= KILLS * MARKS_BETWEEN
        assert acknowledged - stored == set()
        assert differences(session) == []
        assert session.connection().exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    engine.dispose()
