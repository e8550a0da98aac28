"""Several processes that serve behind one socket."""

import multiprocessing
import os
import signal
from threading import Thread

from uvicorn.supervisors import Multiprocess


class Workers(Multiprocess):
    """Uvicorn's supervisor, which lets go of the socket before it stops its processes."""

    def terminate_all(self) -> None:
        """Tells every process to stop."""
        # The kernel takes connections as long as somebody holds the socket: nobody would answer these.
        for listener in self.sockets:
            listener.close()
        super().terminate_all()


def stop_with_parent() -> None:
    """Stops this process when the supervisor that started it was killed: it would keep the port for ever."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def wait() -> None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)

    Thread(target=wait, daemon=True).start()
