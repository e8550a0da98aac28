"""Servers as processes of their own, and how much processor time each spent."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

START_SECONDS = 60
_TICK = os.sysconf("SC_CLK_TCK")


class Server:
    """A server that listens on a port of its own while the context lasts."""

    def __init__(self, command: list[str], environment: Mapping[str, str] | None = None) -> None:
        self.port = _free_port()
        self.command = [sys.executable, *command, "--port", str(self.port)]
        self.environment = {**os.environ, **(environment or {})}

    def __enter__(self) -> Self:
        self.process = subprocess.Popen(
            self.command, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                if time.monotonic() > deadline or self.process.poll() is not None:
                    raise
                time.sleep(0.05)
            else:
                return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.terminate()
        self.process.wait(timeout=30)

    def cpu_seconds(self, *, with_helpers: bool = False) -> float:
        """User and system time of the process so far, and of those it started that have ended."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return sum(map(int, fields[11 : 15 if with_helpers else 13])) / _TICK

    def megabytes(self) -> float:
        """What the process and those it started hold in memory; what they share is counted once."""
        family = {self.process.pid}
        for process in sorted(int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()):
            with suppress(OSError, IndexError):
                fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
                family |= {process} if int(fields[1]) in family else set()
        return sum(map(_proportional_kilobytes, family)) / 1024


def _proportional_kilobytes(process: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
