"""Runs a block of Python as a stranger would: isolated, in an empty folder, bounded, without network.

A block that passed is remembered in `var/content-cache` by the hash of all that decides its outcome.
"""

import hashlib
import os
import resource
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

CACHE = Path("var/content-cache")
MEMORY_BYTES = 4 << 30

# The hook cannot be taken off again; numpy and friends never touch sockets.
_GUARD = """\
import sys
def _refuse(event, arguments):
    if event.startswith(("socket.connect", "socket.getaddrinfo", "socket.bind", "subprocess", "os.system")):
        raise PermissionError(f"a block may not use {event}")
sys.addaudithook(_refuse)
with open(sys.argv[1], encoding="utf-8") as _file:
    _source = _file.read()
exec(compile(_source, "block", "exec"), {"__name__": "__main__"})
"""


class BlockFailed(AssertionError):
    """A block ended with an error or ran out of time."""


def run(source: str, *, timeout_seconds: int) -> None:
    """Returns when the block passed now or before; raises BlockFailed with the end of its output."""
    seal = CACHE / _digest(source, timeout_seconds)
    if seal.exists():
        return
    with tempfile.TemporaryDirectory() as folder:
        block = Path(folder, "block.py")
        block.write_text(source, encoding="utf-8")
        command = [sys.executable, "-I", "-c", _GUARD, str(block)]
        environment = {"PATH": os.defpath, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "HOME": folder}
        try:
            done = subprocess.run(
                command,
                check=False,
                cwd=folder,
                env=environment,
                capture_output=True,
                text=True,
                timeout=timeout_seconds,
                preexec_fn=_bound,
            )
        except subprocess.TimeoutExpired:
            raise BlockFailed(f"ran longer than its {timeout_seconds} s") from None
    if done.returncode != 0:
        raise BlockFailed((done.stdout[-1_500:] + done.stderr[-2_500:]).strip())
    CACHE.mkdir(parents=True, exist_ok=True)
    seal.write_text(done.stdout, encoding="utf-8")


def _bound() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (10 << 20, 10 << 20))


def _digest(source: str, timeout_seconds: int) -> str:
    versions = [sys.version, *(f"{name} {version(name)}" for name in ("numpy", "scipy", "simpy"))]
    return hashlib.sha256("\0".join([_GUARD, source, str(timeout_seconds), *versions]).encode()).hexdigest()
