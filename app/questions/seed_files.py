"""Which files a path stands for, and their bytes. A bank's folder holds `_bank.md`, `_facts.yaml` and topic folders."""

from dataclasses import dataclass
from pathlib import Path, PurePath

from app.core.fields import Problem

BANK, FACTS, TOPIC = "_bank.md", "_facts.yaml", "_topic.md"
MAX_READ_BYTES = 2_000_000


@dataclass(frozen=True)
class SeedFile:
    """One file: its path inside the bank (`topic/slug.md`), its bytes, cut where far too large, and where it lay."""

    path: str
    data: bytes
    origin: str = ""


def read_paths(paths: list[Path]) -> tuple[list[SeedFile], list[Problem]]:
    """The seed files below these files and folders in order of path; a problem for each path that leads nowhere."""
    files: dict[str, SeedFile] = {}
    problems = []
    for path in paths:
        if not path.exists():
            problems.append(Problem(str(path), 1, "file", "there is no such file or folder"))
            continue
        found = [path] if path.is_file() else _below(path)
        if not found:
            problems.append(Problem(str(path), 1, "folder", "holds no seed file (*.md or _facts.yaml)"))
        for file in found:
            try:
                seed = _read(file)
            except OSError as error:
                problems.append(Problem(str(file), 1, "file", f"can't be read: {error.strerror}"))
                continue
            if not seed.path.isprintable():
                problems.append(Problem(str(file), 1, "file", "has a name that is no plain text: rename it"))
                continue
            other = files.setdefault(seed.path, seed)
            if Path(other.origin).resolve() != file.resolve():
                message = f"stands for the same file of the bank ({seed.path}) as {other.origin}"
                problems.append(Problem(str(file), 1, "file", message))
    return [files[path] for path in sorted(files)], problems


def _read(file: Path) -> SeedFile:
    with file.open("rb") as handle:
        return SeedFile(path_in_bank(file.resolve()), handle.read(MAX_READ_BYTES), str(file))


def _below(folder: Path) -> list[Path]:
    """Seeds of a bank's folder or of one topic's folder."""
    candidates = [*folder.glob("*.md"), *folder.glob("*/*.md"), *folder.glob(FACTS)]
    return sorted(p for p in candidates if p.is_file() and is_seed(p.relative_to(folder)))


def is_seed(path: PurePath) -> bool:
    """Whether a file is a seed; other names that begin with `_` or `.` are notes, and so is all below such folders."""
    if any(part.startswith((".", "_")) for part in path.parts[:-1]):
        return False
    if path.name in {BANK, FACTS, TOPIC}:
        return True
    return path.suffix == ".md" and not path.name.startswith(("_", ".", "README"))


def path_in_bank(path: PurePath) -> str:
    """Where a file lies in the bank: its folder and name, the name alone for the bank's own two files."""
    return path.name if path.name in {BANK, FACTS} else f"{path.parent.name}/{path.name}"
