"""A load or an undo that is killed at any moment leaves the bank as it was or as it should be, never in between."""

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.audit import chain
from app.cli.seeds import load_into
from app.core.db import create_engine, reading
from app.migration import migrate
from app.questions.export import stored_files
from app.questions.facets import count_facets
from app.questions.models import FacetCount, Question
from app.questions.search import matches
from tests.questions.seeds import BODY, bank, numbered, topic_file
from tests.waiting import wait_until

KILLS = 18
COUNT = 60
CHANGED = 40  # from fifty on, several processes render, and those of a killed one would have to be found
LOADS_BETWEEN = 3  # at most, so that a kill comes anywhere in any of them

pytestmark = pytest.mark.xdist_group("durability")


def version(word: str, gone: int) -> list:
    """A bank in which `word` stands in the changed questions, and one question is gone."""
    files = [bank(f"A bank of {word}"), topic_file(title=f"Topic of {word}")]
    files += [numbered(n, title=f'"About {word} {n}"', tags=f"[{word}]") for n in range(CHANGED) if n != gone]
    return files + [numbered(n, BODY) for n in range(CHANGED, COUNT)]


VERSIONS = {"zebras": version("zebras", 3), "walruses": version("walruses", 4)}


def test_a_killed_load_leaves_one_version_whole(tmp_path, root):
    url = f"sqlite:///{tmp_path / 'headroom.db'}"
    engine = create_engine(url)
    migrate(engine)
    folders = {word: _written(tmp_path / word, files) for word, files in VERSIONS.items()}
    for part in (sorted(folders["zebras"].glob("*/question-1*")), [folders["zebras"]]):
        load_into(engine, [*folders["zebras"].glob("*/_topic.md"), *part], actor="cli", name="first")
    began = time.perf_counter()
    load_into(engine, [folders["walruses"]], actor="cli", name="second", prune=True)
    seconds = time.perf_counter() - began
    dice = random.Random(20_261_124)
    found = []
    with _loader(url, list(folders.values()), root) as loader:
        while len(found) < KILLS or set(found) != VERSIONS.keys():  # a slow moment may let no load come to its end
            assert len(found) < 5 * KILLS
            _begin_and_kill(loader, after=dice.uniform(0, LOADS_BETWEEN * seconds))
            found.append(_the_version(engine))
    for word, folder in folders.items():
        load_into(engine, [folder], actor="cli", name="again", prune=True)
        assert _the_version(engine) == word
    engine.dispose()


def test_a_killed_load_leaves_no_process_behind(tmp_path, root):
    folder = _written(tmp_path / "bank", [bank(), topic_file(), *(numbered(n) for n in range(2_000))])
    environment = {**os.environ, "HEADROOM_DATABASE_URL": f"sqlite:///{tmp_path / 'headroom.db'}"}
    command = [sys.executable, "-m", "app", "seeds", "load", str(folder)]
    with subprocess.Popen(command, cwd=root, env=environment) as load:
        children = wait_until(lambda: _children(load.pid))
        load.kill()
    wait_until(lambda: not any(Path(f"/proc/{child}").exists() for child in children))


def _children(pid):
    """The processes that render for this one; there is another that only watches over what they share."""
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return found if len(found) > 1 else []


def _written(folder, files):
    for file in files:
        (folder / file.path).parent.mkdir(parents=True, exist_ok=True)
        (folder / file.path).write_bytes(file.data)
    return folder


@contextmanager
def _loader(url, folders, root):
    command = [sys.executable, "-m", "tests.durability.loading_much", url, *map(str, folders)]
    with subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.stdin.close()


def _begin_and_kill(loader, *, after):
    loader.stdin.write("go\n")
    loader.stdin.flush()
    child = int(loader.stdout.readline())
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    assert loader.stdout.readline() == "gone\n"


def _the_version(engine):
    """The version that the bank holds whole: its files, words, counts and log all say the same."""
    with reading(engine) as session:
        files = {file.path: file.data for file in stored_files(session)}
        (word,) = [word for word, version in VERSIONS.items() if files == {file.path: file.data for file in version}]
        ready = set(session.scalars(sa.select(Question.id).filter_by(status="ready")))
        assert len(ready) == COUNT - 1
        in_index = set(session.scalars(matches(session, ("hit",))))
        assert in_index == ready
        about = sa.select(Question.id).where(Question.title.startswith(f"About {word}"), Question.status == "ready")
        assert set(session.scalars(matches(session, (word, "about")))) == set(session.scalars(about))
        assert chain.verify(session).is_whole
        assert session.connection().exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    with engine.connect() as connection, sa.orm.Session(connection) as session:
        facets = sa.select(FacetCount.topic_id, FacetCount.facet, FacetCount.value, FacetCount.label, FacetCount.count)
        stored = sorted(map(tuple, session.execute(facets)))
        count_facets(session)
        assert sorted(map(tuple, session.execute(facets))) == stored
        session.rollback()
    return word
