"""The bank can be had back as the files it came from."""

import pytest
import sqlalchemy as sa

from app.core.errors import Invalid
from app.questions.answers import Answer
from app.questions.export import differences, stored_files, write_files
from app.questions.seed_files import SeedFile, read_paths
from tests.questions.loading import load_files
from tests.questions.seeds import bank, file, numbered, topic_file

FACTS = file("# a comment\nx:\n  value: 1\n  what: W\n  source: S\n  as_of: 2026-11-24\n", "_facts.yaml")


pytestmark = pytest.mark.usefixtures("empty")


@pytest.fixture
def files(session):
    windows = SeedFile("model-serving/question-3.md", numbered(3).data.replace(b"\n", b"\r\n"))
    files = [FACTS, bank(), topic_file(), numbered(1, status="draft"), numbered(2, status="retired"), windows]
    load_files(session, *files)
    return files


def plain(files):
    return sorted((file.path, file.data) for file in files)


def test_every_file_comes_back_byte_for_byte(session, files, tmp_path):
    assert plain(stored_files(session)) == plain(files)
    write_files(stored_files(session), tmp_path / "out")
    again, problems = read_paths([tmp_path / "out"])
    assert problems == []
    assert plain(again) == plain(files)
    report = load_files(session, *again)
    assert (report.added, report.changed, report.unchanged) == (0, 0, 3)


def test_what_has_no_file_any_more_is_not_exported(session, files):
    load_files(session, *files[:4], prune=True)
    assert [file.path for file in stored_files(session)] == sorted(file.path for file in files[:4])


def test_a_topic_without_a_file_is_not_exported_either(session, files):
    load_files(session, topic_file("caching", "Caching", 2))
    load_files(session, *files, prune=True)
    assert plain(stored_files(session)) == plain(files)


def test_a_folder_that_holds_something_is_refused(session, files, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(Invalid, match="not an empty folder"):
        write_files(stored_files(session), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("path", ["../outside.md", "/tmp/outside.md", "a/../../outside.md"])
def test_nothing_is_written_outside_the_folder(session, files, tmp_path, path):
    session.execute(sa.update(Answer).where(Answer.path.endswith("question-3.md")).values(path=path))
    with pytest.raises(Invalid, match="would lie outside"):
        write_files(stored_files(session), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_differences_are_named_by_path(session, files):
    mine = [files[0], bank("Other"), *files[2:5], numbered(9)]
    assert differences(mine, stored_files(session)) == [
        "_bank.md: differs",
        "model-serving/question-3.md: only in the bank",
        "model-serving/question-9.md: only in the folder",
    ]
