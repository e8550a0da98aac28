"""Where a block finds what it names in `needs=`: an environment of its own, made when a block first needs it.

What every environment offers are the packages of the tests (NumPy, SciPy, SimPy); PySpark and PyTorch come on top, from
hashed locks beside this file. A lock is made anew from the line in `PACKAGES`, given to
`uv pip compile - --universal --python-version 3.11 --generate-hashes --no-header --no-annotate`.

PyTorch: PyPI has no build for Linux that runs without 3 GB of CUDA packages, so the lock names the CPU build, by the
hash of its file for Python 3.11 on x86-64. pip must be told where it lies: in PIP_FIND_LINKS (a folder) or
PIP_EXTRA_INDEX_URL (PyTorch's own index). What gives its place to uv is `--find-links`.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path("var/content-environments")
HERE = Path(__file__).parent
PACKAGES = {
    "pyspark": "pyspark==4.3.0",  # comes as source: requirements-build.lock has what builds it
    "torch": "torch==2.13.0+cpu ; sys_platform == 'linux'\ntorch==2.13.0 ; sys_platform == 'darwin'",
}
KNOWN = {*PACKAGES, "simpy"}


class CannotRun(Exception):
    """A block cannot run on this machine; says in one line what is missing."""


@dataclass(frozen=True)
class Environment:
    """What one block runs in."""

    needs: frozenset[str] = frozenset()
    is_alone: bool = True  # may neither start processes nor open connections
    is_tried_twice: bool = False

    @cached_property
    def locks(self) -> list[Path]:
        own = sorted(self.needs & PACKAGES.keys())
        return [HERE / f"requirements-{name}.lock" for name in (["build", *own] if own else [])]

    @cached_property
    def fingerprint(self) -> str:
        """Changes with every package, the Python and the Java that a block can see."""
        parts = [sys.version, *(lock.read_text(encoding="utf-8") for lock in self.locks)]
        if "pyspark" in self.needs:
            release = _java_home() / "release"
            parts.append(release.read_text(encoding="utf-8") if release.exists() else str(release))
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()

    @cached_property
    def variables(self) -> dict[str, str]:
        return {"JAVA_HOME": str(_java_home())} if "pyspark" in self.needs else {}

    def python(self) -> str:
        """The interpreter, after making the environment if it is not there."""
        if not self.locks:
            return sys.executable
        folder = ROOT.absolute() / self.fingerprint[:16]
        make(folder, self.locks)
        return str(folder / "bin" / "python")


def environment_for(needs: frozenset[str]) -> Environment:
    """PyTorch once aborted in 19 runs of two processes, before any line of the block: it is tried twice."""
    return Environment(needs, is_alone=not needs & PACKAGES.keys(), is_tried_twice="torch" in needs)


def _java_home() -> Path:
    if home := os.environ.get("JAVA_HOME"):
        return Path(home)
    java = shutil.which("java")
    if java is None:
        raise CannotRun("pyspark needs Java 17 or newer (Debian: apt install default-jre-headless)")
    return Path(java).resolve().parent.parent


def make(folder: Path, locks: list[Path]) -> None:
    """Once, however many ask: the others wait, and what was left half-made is made anew."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    finished = folder / "finished"
    with folder.with_suffix(".lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if finished.exists():
            return
        shutil.rmtree(folder, ignore_errors=True)
        venv.create(folder, symlinks=True)
        python = str(folder / "bin" / "python")
        for lock in locks:
            _install(python, lock)
        purelib = sysconfig.get_path("purelib", vars={"base": str(folder)})
        Path(purelib, "tests.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
        finished.touch()


def _install(python: str, lock: Path) -> None:
    command = [sys.executable, "-m", "pip", "--python", python, "install", "--disable-pip-version-check"]
    options = ["--quiet", "--require-hashes", "--no-deps", "--no-build-isolation", "-r", str(lock)]
    done = subprocess.run([*command, *options], check=False, capture_output=True, text=True)
    if done.returncode != 0:
        errors = [line for line in done.stderr.splitlines() if line.startswith("ERROR:")]
        reason = errors[-1] if errors else f"pip ended with {done.returncode}"
        raise CannotRun(f"{lock.name} cannot be installed: {reason}")
