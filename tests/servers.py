"""Servers of the tests' own: `headroom serve` as somebody begins it at the shell."""

import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.ports import free_port
from tests.waiting import wait_until

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Server:
    """A server with the environment it runs in; what it prints goes to `log`."""

    process: subprocess.Popen[bytes]
    port: int
    environment: dict[str, str]
    log: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str) -> httpx.Response:
        """On a connection of its own, so that any of its processes may take it."""
        return httpx.get(f"{self.url}{path}", timeout=20)

    def is_ready(self) -> bool:
        with suppress(httpx.TransportError):
            return self.get("/readyz").status_code == 200
        return False

    def is_gone(self) -> bool:
        return self.process.poll() is not None

    def headroom(self, *arguments: str, text: str = "") -> str:
        """What a command on its database prints; it must succeed."""
        command = [sys.executable, "-m", "app", *arguments]
        done = subprocess.run(
            command, env=self.environment, cwd=ROOT, input=text, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@contextmanager
def begun(folder: Path, *, port: int | None = None, workers: int = 1, **settings: str) -> Iterator[Server]:
    """A server that began a moment ago, with its database in a folder; in the end it and all its processes are gone."""
    port = port or free_port()
    settings = {
        "database_url": f"sqlite:///{folder / 'headroom.db'}", "seeds": "none", "limit_factor": "0", **settings,
    }  # fmt: skip
    environment = {**os.environ, **{f"HEADROOM_{name.upper()}": value for name, value in settings.items()}}
    command = [sys.executable, "-m", "app", "serve", "--port", str(port), "--workers", str(workers)]
    log = folder / f"{secrets.token_hex(4)}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, env=environment, cwd=ROOT, stdout=output, stderr=output, start_new_session=True
        )
    try:
        yield Server(process, port, environment, log)
    finally:
        process.terminate()  # killed at once, several would leave behind the folder that they count in
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=20)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextmanager
def serving(folder: Path, *, port: int | None = None, workers: int = 1, **settings: str) -> Iterator[Server]:
    """A server that answers."""
    with begun(folder, port=port, workers=workers, **settings) as server:
        wait_until(lambda: server.is_ready() or server.is_gone(), seconds=60)
        assert not server.is_gone(), server.log.read_text()
        yield server
