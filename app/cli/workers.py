"""Several processes that serve behind one socket."""

import multiprocessing
import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import socket
from tempfile import TemporaryDirectory
from threading import Thread

from prometheus_client.multiprocess import mark_process_dead
from uvicorn import Config
from uvicorn.supervisors import Multiprocess

from app.web.metrics import SHARED_FOLDER

# Written with every request; a service may also be forbidden to write anywhere on disk but beside its database.
MEMORY = Path("/dev/shm")  # noqa: S108


class Workers(Multiprocess):
    """Uvicorn's supervisor, which lets go of the socket before it stops its processes."""

    def __init__(self, config: Config, sockets: list[socket]) -> None:
        super().__init__(config, sockets)
        self._pids: set[int | None] = set()

    def terminate_all(self) -> None:
        """Tells every process to stop."""
        # The kernel takes connections as long as somebody holds the socket: nobody would answer these.
        for listener in self.sockets:
            listener.close()
        super().terminate_all()

    def keep_subprocess_alive(self) -> None:
        """Replaces what died. The requests that it had in progress ended with it, what it counted stays."""
        super().keep_subprocess_alive()
        pids = {process.pid for process in self.processes}
        for pid in self._pids - pids:
            mark_process_dead(pid)  # type: ignore[no-untyped-call]
        self._pids = pids


@contextmanager
def shared_metrics() -> Iterator[None]:
    """Lets the processes that are started inside count together, in a folder that is gone afterwards."""
    memory = MEMORY if os.access(MEMORY, os.W_OK) else None
    with TemporaryDirectory(prefix="headroom-metrics-", dir=memory) as folder:
        os.environ[SHARED_FOLDER] = folder
        yield


def stop_with_parent() -> None:
    """Stops this process when the supervisor that started it was killed: it would keep the port forever."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def wait() -> None:
        parent.join()
        shutil.rmtree(os.environ[SHARED_FOLDER], ignore_errors=True)
        os.kill(os.getpid(), signal.SIGTERM)

    Thread(target=wait, daemon=True).start()
