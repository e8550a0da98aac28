"""Run as a process of its own: for each line that comes in, a child loads and takes back without end, to be killed.

The children are forked, because starting a process that knows how to load takes longer than loading.
"""

import os
import sys
from itertools import cycle
from pathlib import Path

import app.authoring.undo  # noqa: F401 - the commands import it late, in every child anew
from app.cli.batches import undo_in
from app.cli.seeds import load_into
from app.core.db import create_engine


def main(url: str, folders: list[Path]) -> None:
    for _ in sys.stdin:
        child = os.fork()
        if not child:
            load_and_take_back(url, folders)
        print(child, flush=True)  # noqa: T201 - the parent kills by this number
        os.waitpid(child, 0)
        print("gone", flush=True)  # noqa: T201


def load_and_take_back(url: str, folders: list[Path]) -> None:
    engine = create_engine(url)
    for folder in cycle(folders):
        report = load_into(engine, [folder], actor="cli", name=folder.name, prune=True)
        if report.batch_id:
            undo = undo_in(engine, report.batch_id)
            undo_in(engine, undo.batch_id or 0)


if __name__ == "__main__":
    main(sys.argv[1], [Path(part) for part in sys.argv[2:]])
