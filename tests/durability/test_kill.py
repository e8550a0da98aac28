"""A server that is killed twenty times under practicing load has lost no mark that it acknowledged."""

import random
import threading

import httpx
import pytest
import sqlalchemy as sa

from app.accounts.guests import begin_guest
from app.core.db import create_engine, reading, writing
from app.practice.models import Attempt
from app.practice.recount import differences
from tests.servers import serving
from tests.visiting import NOW, fill
from tests.waiting import wait_until

KILLS = 20
PEOPLE = 6
MARKS_BETWEEN = 8
SLUGS = ("free-cache-hits", "locked-design", "locked-coding", "free-tokens", "locked-tokens")

pytestmark = pytest.mark.xdist_group("durability")


def test_no_acknowledged_mark_is_lost_by_twenty_kills(tmp_path):
    url = f"sqlite:///{tmp_path / 'headroom.db'}"
    fill(url)
    tokens = _guests(url)
    acknowledged: set[str] = set()
    dice = random.Random(20_261_124)
    for kill in range(KILLS):
        with serving(tmp_path) as server:
            people = [
                threading.Thread(target=_practice, args=(server.url, token, f"{kill}-{n}", acknowledged))
                for n, token in enumerate(tokens)
            ]
            for person in people:
                person.start()
            enough = len(acknowledged) + dice.randint(MARKS_BETWEEN, 3 * MARKS_BETWEEN)
            # Then it is in the middle of whatever it does.
            wait_until(lambda enough=enough: len(acknowledged) >= enough, seconds=60, pause=0.001)
            server.process.kill()
            for person in people:
                person.join(timeout=10)
    _assert_kept(url, acknowledged)


def _guests(url: str) -> list[str]:
    engine = create_engine(url)
    with writing(engine) as session:
        tokens = [begin_guest(session, browser="Tests", now=NOW)[1] for _ in range(PEOPLE)]
    engine.dispose()
    return tokens


def _practice(url: str, token: str, name: str, acknowledged: set[str]) -> None:
    """Practices until the server is gone, noting every key that was answered with 200."""
    headers = {"sec-fetch-site": "same-origin"}
    with httpx.Client(base_url=url, cookies={"headroom": token}, headers=headers) as client:
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
