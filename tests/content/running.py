"""Runs a block of Python as a stranger would: isolated, in an empty folder, bounded, without network.

What bounds a block:

- time: at the end of it, or of the block, its process group is killed; where the system lets us have namespaces
  (`unshare`, Linux), all its processes are, also those that left the group;
- memory and the size of a file: limits of each process, not of their sum;
- the network: where there are namespaces, a network that has nothing but its own loopback, for every program; elsewhere
  `guard.py` alone, which sees Python and not the JVM of Spark or the C++ of PyTorch;
- secrets: the environment holds the variables below and no others; files are not hidden. The bounds stop accidents of
  authors, not attackers: read a block before you run it.

A block without `needs=` of its own environment may moreover start no process and open no connection at all.
A block that passed is remembered in `var/content-cache` by the hash of all that decides its outcome.
"""

import ast
import hashlib
import json
import os
import shutil
import signal
import subprocess
import tempfile
import warnings
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO

from tests.content.documents import Block
from tests.content.environments import KNOWN, PACKAGES, Environment, environment_for

CACHE = Path("var/content-cache")
GUARD = Path(__file__).parent / "guard.py"
ALONE_SECONDS, OWN_SECONDS = 20, 300
# Of memory and of a file. A JVM reserves much more than it uses, and Spark writes its shuffles.
ALONE_BYTES = str(4 << 30), str(10 << 20)
OWN_BYTES = str(8 << 30), str(256 << 20)
NAMESPACES = ["unshare", "--map-root-user", "--net", "--pid", "--fork", "--kill-child"]
ONLY_LOOPBACK = {"SPARK_LOCAL_IP": "127.0.0.1", "GLOO_SOCKET_IFNAME": "lo"}


class BlockFailed(AssertionError):
    """A block ended with an error or broke a bound; names the file, the line and the statement."""


class Retried(UserWarning):
    """A block passed, but not the first time."""


@dataclass(frozen=True)
class Runnable:
    """A block to run: `line` is that of its fence in the file that messages name as `path`."""

    source: str
    path: str
    line: int
    timeout_seconds: int = ALONE_SECONDS
    needs: frozenset[str] = frozenset()


def read(block: Block, path: str) -> Runnable:
    """The block with the bounds and tools that the words of its fence ask for; raises BlockFailed for wrong ones."""
    where = f"{path}:{block.line}"
    options = dict(word.partition("=")[::2] for word in block.words if word != "run")
    if unknown := options.keys() - {"timeout", "needs"}:
        raise BlockFailed(f"{where}: only `run`, `timeout=` and `needs=` are known, not {', '.join(sorted(unknown))}")
    needs = frozenset(options["needs"].split(",")) if "needs" in options else frozenset()
    if unknown := needs - KNOWN:
        raise BlockFailed(f"{where}: needs= knows {', '.join(sorted(KNOWN))}, not {', '.join(sorted(unknown))}")
    longest = OWN_SECONDS if needs & PACKAGES.keys() else ALONE_SECONDS
    timeout = options.get("timeout", str(ALONE_SECONDS))
    if not timeout.isdecimal() or not 1 <= int(timeout) <= longest:
        raise BlockFailed(f"{where}: timeout={timeout} is not between 1 and {longest} s")
    return Runnable(block.text, path, block.line, int(timeout), needs)


def run(block: Runnable, environment: Environment | None = None) -> None:
    """Returns when the block passed now or before; raises BlockFailed, or CannotRun where a tool is missing."""
    environment = environment or environment_for(block.needs)
    seal = CACHE / _digest(block, environment)
    if seal.exists():
        return
    python = environment.python()
    try:
        output = _run_once(block, environment, python)
    except BlockFailed as failure:
        if not environment.is_tried_twice:
            raise
        output = _run_once(block, environment, python)
        warnings.warn(f"passed at the second attempt only: {failure}", Retried, stacklevel=2)
    CACHE.mkdir(parents=True, exist_ok=True)
    seal.write_text(output, encoding="utf-8")


def _run_once(block: Runnable, environment: Environment, python: str) -> str:
    """The end of what the block printed."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as printed:
        script, report, empty = Path(folder, Path(block.path).name), Path(folder, "report"), Path(folder, "empty")
        empty.mkdir()
        script.write_text("\n" * block.line + block.source, encoding="utf-8")  # so that its lines are those of the file
        limits = ALONE_BYTES if environment.is_alone else OWN_BYTES
        words = ["alone"] * environment.is_alone + ["namespace"] * bool(namespaces())
        process = subprocess.Popen(
            [*namespaces(), python, "-I", str(GUARD), str(script), str(report), *limits, *words],
            cwd=empty,
            env=_variables(empty, environment),
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            process.wait(block.timeout_seconds)
        except subprocess.TimeoutExpired:
            raise BlockFailed(f"{block.path}:{block.line}: ran longer than its {block.timeout_seconds} s") from None
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        output = _end_of(printed).replace(str(script), block.path)
        if process.returncode != 0:
            raise BlockFailed(f"{_what_failed(block, report, process.returncode)}\n{output}".strip())
        return output


def _what_failed(block: Runnable, report: Path, code: int) -> str:
    """File, line and error of the deepest line of the block, and the whole statement there."""
    if not report.exists():
        ended = f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with {code}"
        return f"{block.path}:{block.line}: the block {ended}"
    found = json.loads(report.read_text(encoding="utf-8"))
    line = found["line"] or block.line
    return f"{block.path}:{line}: {found['error']}\n{_statement(block.source, line - block.line)}"


def _statement(source: str, line: int) -> str:
    """The innermost statement that covers a line, 12 lines of it; nothing where the source is no Python."""
    try:
        nodes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.stmt)]
    except SyntaxError:
        return ""
    covering = [node for node in nodes if node.lineno <= line <= (node.end_lineno or node.lineno)]
    innermost = max(covering, key=lambda node: node.lineno, default=None)
    if innermost is None:
        return ""
    lines = source.splitlines(keepends=True)[innermost.lineno - 1 : innermost.end_lineno]
    return "".join(lines[:12])


def _end_of(printed: BinaryIO) -> str:
    size = printed.seek(0, os.SEEK_END)
    printed.seek(max(0, size - 3_000))
    return printed.read().decode(errors="replace").strip()


def _variables(empty: Path, environment: Environment) -> dict[str, str]:
    """All that a block sees of the environment; what its tools write lies beside its empty folder and goes with it."""
    folder = str(empty.parent)
    return {
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "HOME": folder,
        "TMPDIR": folder,
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "SPARK_LOCAL_DIRS": folder,
        "SPARK_SUBMIT_OPTS": f"-Djava.io.tmpdir={folder} -XX:-UsePerfData",
        **(ONLY_LOOPBACK if namespaces() else {}),
        **environment.variables,
    }


@cache
def namespaces() -> list[str]:
    """The command that gives a block processes and a network of its own; empty where the system refuses."""
    is_there = shutil.which(NAMESPACES[0]) is not None
    return NAMESPACES if is_there and subprocess.run([*NAMESPACES, "true"], check=False).returncode == 0 else []


def _digest(block: Runnable, environment: Environment) -> str:
    programs = [path.read_text(encoding="utf-8") for path in (Path(__file__), GUARD)]
    versions = [f"{name} {version(name)}" for name in ("numpy", "scipy", "simpy")]
    bounds = f"{block.timeout_seconds} {environment.is_alone} {environment.is_tried_twice} {namespaces()}"
    parts = [block.source, bounds, environment.fingerprint, *versions, *programs]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
