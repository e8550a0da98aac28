"""Loading 10,000 questions: how long the write transaction lasts, against inserting as many bytes raw."""

import resource
import sqlite3
import tempfile
import time
from pathlib import Path

from app.core.clock import utc_now
from app.core.db import create_engine, reading, writing
from app.migration import migrate
from app.questions.preparing import prepare
from app.questions.seed_loading import load
from app.questions.versions import read_bank
from bench.banks import seed_files

QUESTIONS = 10_000


def run() -> None:
    """Prints the transaction as a multiple of a raw insert, what an unchanged reload takes, and the memory."""
    files = list(seed_files(QUESTIONS))
    with tempfile.TemporaryDirectory(prefix="headroom-bench-") as name:
        raw = _raw_insert(Path(name) / "raw.db", [file.data.decode() for file in files])
        engine = create_engine(f"sqlite:///{Path(name) / 'load.db'}")
        migrate(engine)
        began = time.perf_counter()
        prepared = prepare(files)
        rendering = time.perf_counter() - began
        print(f"loading {QUESTIONS:,} questions: parsed and rendered in {rendering:.1f} s, before the transaction")
        began = time.perf_counter()
        with writing(engine) as session:
            load(session, prepared, actor="bench", name="bench", now=utc_now())
        written = time.perf_counter() - began
        print(f"  transaction of {written:.2f} s, {written / raw:.1f} x a raw insert of the same bytes")
        began = time.perf_counter()
        with reading(engine) as session:
            again = prepare(files, read_bank(session))
        reloading = time.perf_counter() - began
        print(f"  unchanged reload: {reloading:.2f} s, {again.unchanged_count:,} unchanged, nothing to write")
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"  peak memory: {memory:.0f} MB")
        engine.dispose()


def _raw_insert(path: Path, sources: list[str]) -> float:
    """Seconds to insert the sources twice (text and about as much HTML) with one executemany."""
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE raw (id INTEGER PRIMARY KEY, source TEXT, html TEXT)")
    began = time.perf_counter()
    with connection:
        connection.executemany("INSERT INTO raw (source, html) VALUES (?, ?)", [(text, text) for text in sources])
    seconds = time.perf_counter() - began
    connection.close()
    return seconds
