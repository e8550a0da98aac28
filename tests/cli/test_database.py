"""A database that a command can't use is one line on stderr and exit 1, never a traceback."""

import sqlite3
import sys

import pytest
import sqlalchemy as sa

from app.cli import main
from app.core.db import create_engine
from app.migration import migrate


@pytest.fixture
def refused(monkeypatch, capsys):
    """Runs a command on a database; gives the one line with which it is refused."""

    def run(url, *arguments):
        monkeypatch.setenv("HEADROOM_DATABASE_URL", url)
        monkeypatch.setattr(sys, "argv", ["headroom", *arguments])
        with pytest.raises(SystemExit) as left:
            main()
        output = capsys.readouterr()
        assert (left.value.code, output.out) == (1, "")
        (line,) = output.err.splitlines()
        return line

    return run


def made(path):
    engine = create_engine(f"sqlite:///{path}")
    migrate(engine)
    engine.dispose()
    return path


def test_a_file_that_is_no_database(tmp_path, refused):
    (tmp_path / "a.db").write_bytes(b"no database at all" * 1_000)
    assert refused(f"sqlite:///{tmp_path}/a.db", "users", "list").endswith("file is not a database")


def test_a_corrupted_database(tmp_path, refused):
    path = made(tmp_path / "a.db")
    data = path.read_bytes()
    path.write_bytes(data[:4096] + bytes(n % 251 for n in range(len(data) - 4096)))
    assert refused(f"sqlite:///{path}", "users", "list").endswith("database disk image is malformed")


@pytest.mark.parametrize("command", ["migrate", "serve"])
def test_a_database_that_is_newer_than_the_code(tmp_path, refused, command):
    path = made(tmp_path / "a.db")
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'ffff'")
    connection.close()
    arguments = [command, *(["--port", "65432"] if command == "serve" else [])]
    assert "is newer than this code. Update Headroom" in refused(f"sqlite:///{path}", *arguments)


def test_a_folder_that_cannot_be_written(tmp_path, refused):
    (tmp_path / "a.db.lock").mkdir()  # no file can be made here, whoever asks
    assert f"{tmp_path} can't be written" in refused(f"sqlite:///{tmp_path}/a.db", "users", "list")
    (tmp_path / "file").write_text("x")
    assert f"{tmp_path}/file can't be written" in refused(f"sqlite:///{tmp_path}/file/a.db", "users", "list")


def test_a_full_disk(tmp_path, refused, monkeypatch):
    path = made(tmp_path / "a.db")

    def fill(connection, _record):
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")

    sa.event.listen(sa.pool.Pool, "connect", fill)
    try:
        assert refused(f"sqlite:///{path}", "codes", "mint", "--count", "10000").endswith("disk is full")
    finally:
        sa.event.remove(sa.pool.Pool, "connect", fill)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("sqlite:///", "must name a file"),
        ("sqlite:///:memory:", "must name a file"),
        ("postgresql://u:p@host:port/x", "is not an address"),
        ("postgresql://u:secret@127.0.0.1:1/x", "Connection refused"),
        ("postgresql:///x?nosuch=1", "invalid connection option"),
    ],
)
def test_an_address_that_leads_to_no_database(refused, url, expected):
    line = refused(url, "users", "list")
    assert expected in line
    assert "secret" not in line


def test_a_read_only_database_can_be_read_but_not_written(postgres, refused, monkeypatch, capsys):
    with postgres.database() as url:
        engine = create_engine(url)
        migrate(engine)
        engine.dispose()
        read_only = f"{url}&options=-c%20default_transaction_read_only%3Don"
        assert "read-only transaction" in refused(read_only, "codes", "mint")
