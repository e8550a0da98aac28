"""Reviewing an upload of 10,000 questions against a bank of 10,000, half of them changed, on a real server."""

import http.client
import random
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from app.accounts.administration import add
from app.accounts.sign_in import begin
from app.authoring.archives import write_archive
from app.core.clock import utc_now
from app.core.db import create_engine, writing
from app.core.words import words
from app.migration import migrate
from app.questions.preparing import prepare
from app.questions.seed_files import SeedFile
from app.questions.seed_loading import load
from bench.banks import seed_files
from bench.servers import Server

QUESTIONS = 10_000
VOCABULARY = 20_000
PROMPT_WORDS, ANSWER_WORDS = 70, 300
BOUNDARY = "----headroom-bench"


def run() -> None:
    """Prints the seconds of the review as a multiple of one pass over its words, and what server and helpers take."""
    files = list(_varied(random.Random(1)))
    changed = list(_half_changed(files))
    began = time.process_time()
    for file in changed:
        words(file.data.decode())
    linear = time.process_time() - began
    with tempfile.TemporaryDirectory(prefix="headroom-bench-") as name:
        url = f"sqlite:///{Path(name) / 'bench.db'}"
        cookie = _fill(url, files)
        environment = {"HEADROOM_DATABASE_URL": url, "HEADROOM_SEEDS": "none", "HEADROOM_LIMIT_FACTOR": "0"}
        archive = write_archive(changed)
        with Server(["-m", "app", "serve"], environment) as server:
            print(f"review of {QUESTIONS:,} questions, {len(archive) / 2**20:.0f} MB zipped, half changed")
            address = _measured(server, "reviewed", linear, lambda: _post(server, archive, cookie))
            _pages(server, address, cookie)
            _measured(server, "applied", linear, lambda: _apply(server, address, cookie))


def _varied(dice: random.Random) -> Iterator[SeedFile]:
    """The bank of the other benchmarks, with prompts and answers of words as frequent as in a language."""
    vocabulary = [f"word{n}" for n in range(VOCABULARY)]
    weights = [1 / (n + 3) for n in range(VOCABULARY)]
    for file in seed_files(QUESTIONS):
        drawn = dice.choices(vocabulary, weights, k=PROMPT_WORDS + ANSWER_WORDS)
        prompt, answer = " ".join(drawn[:PROMPT_WORDS]), " ".join(drawn[PROMPT_WORDS:])
        text = file.data.decode().replace("## Prompt\n\n", f"## Prompt\n\n{prompt}.\n\n")
        yield SeedFile(file.path, text.replace("## Model answer\n\n", f"## Model answer\n\n{answer}.\n\n").encode())


def _half_changed(files: list[SeedFile]) -> Iterator[SeedFile]:
    """Every second file with other words in its answer, every fourth with a higher version too."""
    for number, file in enumerate(files):
        data = file.data
        if number % 2:
            data = data.replace(b"About ", b"Nearly ").replace(b"- Mixing ms", b"- Mixing up ms")
        if number % 4 == 1:
            data = data.replace(b"version: 1\n", b"version: 2\n")
        yield replace(file, data=data)


def _fill(url: str, files: list[SeedFile]) -> str:
    engine = create_engine(url)
    migrate(engine)
    prepared, now = prepare(files), utc_now()
    with writing(engine) as session:
        load(session, prepared, actor="bench", name="bench", now=now)
        author = add(session, email="a@bank.invalid", password_hash="!", role="author", actor="bench", now=now)
        cookie = begin(session, author, browser="bench", now=now)
    engine.dispose()
    return cookie


def _measured(server: Server, did: str, linear: float, act: Callable[[], str]) -> str:
    """What the act gives; prints what it took of time, processors and memory, the server's helpers included."""
    done, held = threading.Event(), [0.0]

    def watch() -> None:
        while not done.wait(0.1):
            held.append(server.megabytes())

    watcher = threading.Thread(target=watch)
    watcher.start()
    began, spent = time.perf_counter(), server.cpu_seconds(with_helpers=True)
    try:
        result = act()
    finally:
        done.set()
        watcher.join()
    seconds, spent = time.perf_counter() - began, server.cpu_seconds(with_helpers=True) - spent
    times = spent / linear
    print(f"  {did} in {seconds:.1f} s; {spent:.1f} s of processors, {times:.0f} x splitting the texts into words")
    print(f"    at most {max(held):.0f} MB, helpers included")
    return result


def _post(server: Server, archive: bytes, cookie: str) -> str:
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="bank.zip"\r\n\r\n'
    prune = f'\r\n--{BOUNDARY}\r\nContent-Disposition: form-data; name="prune"\r\n\r\non\r\n--{BOUNDARY}--\r\n'
    body = head.encode() + archive + prune.encode()
    return _ask(server, "/admin/seeds", cookie, (body, f"multipart/form-data; boundary={BOUNDARY}"))


def _apply(server: Server, address: str, cookie: str) -> str:
    return _ask(server, f"{address}/apply", cookie, (b"name=bench", "application/x-www-form-urlencoded"))


def _pages(server: Server, address: str, cookie: str) -> None:
    for number in (1, 50, 100):
        began = time.perf_counter()
        _ask(server, f"{address}?page={number}", cookie)
        print(f"  page {number} of its review in {time.perf_counter() - began:.2f} s")


def _ask(server: Server, path: str, cookie: str, form: tuple[bytes, str] | None = None) -> str:
    """Where the answer leads. A form is its bytes and their type; without one, the page is only read."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=600)
    body, kind = form or (None, "")
    headers = {"Cookie": f"headroom={cookie}", "Sec-Fetch-Site": "same-origin", "Content-Type": kind}
    connection.request("POST" if form else "GET", path, body, headers)
    reply = connection.getresponse()
    reply.read()
    if reply.status != (303 if form else 200):
        raise RuntimeError(f"{path}: status {reply.status}")
    return reply.headers.get("location") or ""


if __name__ == "__main__":
    run()
