"""List, question, search and practice, each against a bare constant of as many bytes."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from app.accounts.guests import begin_guest
from app.core.clock import utc_now
from app.core.db import create_engine, writing
from app.migration import migrate
from app.questions.preparing import prepare
from app.questions.seed_loading import load
from bench.banks import seed_files
from bench.client import request, send_all
from bench.servers import Server

QUESTIONS = 1_000
CONNECTIONS = 16
REQUESTS = 20
ROUNDS = 9


@dataclass(frozen=True)
class Leg:
    """One page under load: the queue of each connection, and the statuses that are right."""

    name: str
    queues: Sequence[Sequence[bytes]]
    expected: frozenset[int]


def _legs(cookies: Sequence[str]) -> Iterator[Leg]:
    def gets(name: str, *paths: str, cookie: bool = False) -> Leg:
        queues = [
            [request("GET", paths[n % len(paths)], cookie=cookies[c] if cookie else "") for n in range(REQUESTS)]
            for c in range(CONNECTIONS)
        ]
        return Leg(name, queues, frozenset({200}))

    yield gets("list, visitor", "/questions")
    yield gets("list, signed in", "/questions", cookie=True)
    yield gets("list, filtered", *(f"/questions?difficulty={d}&tag=caching" for d in ("easy", "medium", "hard")))
    yield gets("search", *(f"/questions?q={word}" for word in ("requests+flight", "kv+cache", "p99")))
    yield gets("question, visitor", *(f"/questions/question-{n}" for n in range(1, 20)))
    yield gets("question, signed in", *(f"/questions/question-{n}" for n in range(1, 20)), cookie=True)
    practice = [
        [request("POST", f"/questions/question-{n % 50}/practice", cookie=cookies[c]) for n in range(REQUESTS)]
        for c in range(CONNECTIONS)
    ]
    yield Leg("practice", practice, frozenset({303}))


def run() -> None:
    """Prints for each page which share of a bare server's throughput per core it keeps."""
    with tempfile.TemporaryDirectory(prefix="headroom-bench-") as name, ExitStack() as stack:
        url = f"sqlite:///{Path(name) / 'bench.db'}"
        cookies = _fill(url)
        environment = {"HEADROOM_DATABASE_URL": url, "HEADROOM_SEEDS": "none", "HEADROOM_LIMIT_FACTOR": "0"}
        app = stack.enter_context(Server(["-m", "app", "serve"], environment))
        bare, twin = (
            stack.enter_context(Server(["-m", "uvicorn", "bench.constant:app", "--no-access-log"])) for _ in range(2)
        )
        print(f"{QUESTIONS:,} questions on SQLite, {CONNECTIONS} connections, median of {ROUNDS} rounds")
        print(f"{'page':<22}{'bytes':>9}{'keeps':>9}{'low':>8}{'high':>8}{'null leg':>10}")
        for leg in _legs(cookies):
            _measure(leg, app, bare, twin)


def _fill(url: str) -> list[str]:
    engine = create_engine(url)
    migrate(engine)
    prepared, now = prepare(list(seed_files(QUESTIONS))), utc_now()
    with writing(engine) as session:
        load(session, prepared, actor="bench", name="bench", now=now)
        cookies = [begin_guest(session, browser="bench", now=now)[1] for _ in range(CONNECTIONS)]
    engine.dispose()
    return cookies


def _measure(leg: Leg, app: Server, bare: Server, twin: Server) -> None:
    size = send_all(app.port, leg.queues, expected=set(leg.expected))  # warm, and the size to compare with
    constant = [[request("GET", f"/{size}")] * REQUESTS for _ in range(CONNECTIONS)]
    shares, nulls = [], []
    for _ in range(ROUNDS):
        spent = {
            name: _spent(server, queues, expected)
            for name, server, queues, expected in (
                ("app", app, leg.queues, leg.expected),
                ("bare", bare, constant, {200}),
                ("twin", twin, constant, {200}),
            )
        }
        shares.append(spent["bare"] / spent["app"])
        nulls.append(spent["bare"] / spent["twin"])
    low, high = min(shares), max(shares)
    print(f"{leg.name:<22}{size:>9,}{median(shares):>9.3f}{low:>8.3f}{high:>8.3f}{median(nulls):>10.2f}")


def _spent(server: Server, queues: Sequence[Sequence[bytes]], expected: set[int] | frozenset[int]) -> float:
    """Processor seconds for one request, from enough requests that the clock's ticks of 10 ms don't matter."""
    before, count = server.cpu_seconds(), 0
    while server.cpu_seconds() - before < 0.2:  # noqa: PLR2004
        send_all(server.port, queues, expected=set(expected))
        count += sum(len(queue) for queue in queues)
    return (server.cpu_seconds() - before) / count
