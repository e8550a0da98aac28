"""Starts and stops a real PostgreSQL for the tests: a fresh cluster on a socket, never the machine's own server."""

import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg
import sqlalchemy as sa

MEMORY = Path("/dev/shm")
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "max_connections": "200",
    "shared_buffers": "64MB",
}


def binaries() -> Path:
    """The folder with `initdb`; raises RuntimeError when PostgreSQL is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: float(p.parts[-3]))
    on_path = shutil.which("initdb")
    if found:
        return found[-1].parent
    if on_path:
        return Path(on_path).resolve().parent
    message = "PostgreSQL is not installed: the tests need its server programs (Debian: apt-get install postgresql)"
    raise RuntimeError(message)


class PostgresServer:
    """A cluster reachable by the socket in its folder. PostgreSQL refuses root, so root runs it as `nobody`."""

    def __init__(self) -> None:
        # In memory where there is some: a database is 300 files, and making one takes a tenth of the time there.
        # Straight below it: a socket's path has 107 bytes at most, and `nobody` must get there.
        self.folder = Path(tempfile.mkdtemp(prefix="headroom-postgres-", dir=MEMORY if MEMORY.is_dir() else None))
        self.data = self.folder / "data"
        self.user = 65534 if os.geteuid() == 0 else None

    def __enter__(self) -> Self:
        bin_folder = binaries()
        if self.user is not None:
            os.chown(self.folder, self.user, self.user)
        subprocess.run(
            [
                bin_folder / "initdb",
                "-D",
                self.data,
                "-U",
                "headroom",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
                "-N",
            ],
            user=self.user,
            check=True,
            capture_output=True,
        )
        options = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
        log = (self.folder / "log").open("wb")
        self.process = subprocess.Popen(
            [bin_folder / "postgres", "-D", self.data, "-k", self.folder, *options],
            user=self.user,
            stdout=log,
            stderr=log,
        )
        log.close()
        self._wait()
        return self

    def _wait(self) -> None:
        deadline = time.monotonic() + 30
        while True:
            try:
                psycopg.connect(self._dsn("postgres")).close()
            except psycopg.OperationalError:
                if time.monotonic() > deadline or self.process.poll() is not None:
                    raise
                time.sleep(0.05)
            else:
                return

    def _dsn(self, database: str) -> str:
        return f"host={self.folder} user=headroom dbname={database}"

    @contextmanager
    def database(self, *, template: str = "template0") -> Iterator[str]:
        """The URL of a new database, a copy of the template, which is gone afterwards."""
        # A fixture may be set up more than once: groups of tests bring their own order of parameters.
        name = f"t{secrets.token_hex(6)}"
        self._execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        yield f"postgresql://headroom@/{name}?host={self.folder}"
        self._execute(f"DROP DATABASE {name} WITH (FORCE)")

    def copy_of(self, url: str) -> AbstractContextManager[str]:
        """The URL of a copy of the database at `url`, which is gone afterwards."""
        return self.database(template=str(sa.make_url(url).database))

    def _execute(self, statement: str) -> None:
        with psycopg.connect(self._dsn("postgres"), autocommit=True) as connection:
            connection.execute(statement)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # The fast shutdown: the polite one waits for every client to leave.
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=30)
        shutil.rmtree(self.folder)
