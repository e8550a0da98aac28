"""What `headroom status` warns of, and that it stays silent where nothing is wrong."""

import shutil
import sqlite3
from collections import namedtuple
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.accounts.administration import add
from app.cli import status_warnings
from app.core.clock import utc_now
from app.core.db import create_engine, writing
from app.questions.answers import Answer
from app.questions.preparing import prepare
from app.questions.seed_loading import load
from tests import people
from tests.cli.looking import made, report_of, warned
from tests.visiting_bank import bank_files


def test_an_admin_is_missed_until_there_is_one(tmp_path):
    url = made(tmp_path / "a.db")
    assert "--admin" in warned(report_of(url), "There is no admin yet")
    engine = create_engine(url)
    with writing(engine) as session:
        add(session, email="c@example.org", password_hash=people.HASH, role="admin", actor="tests", now=utc_now())
    engine.dispose()
    assert "no admin" not in str(report_of(url)["warnings"])


def test_stale_renders_are_counted(tmp_path):
    url = made(tmp_path / "a.db")
    engine = create_engine(url)
    with writing(engine) as session:
        load(session, prepare(bank_files()), actor="tests", name="tests", now=utc_now())
    assert "rendered" not in str(report_of(url)["warnings"])
    with writing(engine) as session:
        session.execute(sa.update(Answer).values(stamp="older-renderer"))
    engine.dispose()
    assert warned(
        report_of(url), "7 questions were rendered by other code than this: `headroom migrate`, or the next start,"
    )


def test_safe_settings_are_not_warned_of(tmp_path):
    safe = {"base_url": "https://bank.example.org", "smtp_url": "smtp://mail.example.org"}
    assert "HEADROOM_" not in str(report_of(made(tmp_path / "a.db"), **safe)["warnings"])


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("base_url", "", "any host name is served"),
        ("base_url", "http://bank.example.org", "unencrypted"),
        ("limit_factor", "0", "guessed without end"),
        ("gate", "attempt", "unlocked or not"),
        ("gate", "open", "everybody reads every answer"),
        ("smtp_url", "", "forgotten password"),
    ],
)
def test_what_a_setting_leaves_open_is_report_of(tmp_path, name, value, words):
    assert warned(report_of(f"sqlite:///{tmp_path}/a.db", **{name: value}), words).startswith(
        f"HEADROOM_{name.upper()} "
    )


@pytest.mark.parametrize(
    ("version", "is_racy"),
    [((3, 6, 23), False), ((3, 7, 0), True), ((3, 40, 1), True), ((3, 51, 2), True), ((3, 51, 3), False)],
)
def test_a_library_that_can_corrupt_names_what_protects(tmp_path, monkeypatch, version, is_racy):
    url = made(tmp_path / "a.db")
    monkeypatch.setattr(sqlite3, "sqlite_version_info", version)
    found = [line for line in report_of(url)["warnings"] if "corrupt" in line]
    assert len(found) == is_racy
    assert all(f"{tmp_path}/a.db.lock" in line and "3.51.3" in line for line in found)


def test_a_file_that_others_may_open_is_report_of(tmp_path):
    url = made(tmp_path / "a.db")
    assert "chmod" not in str(report_of(url)["warnings"])
    (tmp_path / "a.db").chmod(0o640)
    assert warned(report_of(url), f"chmod 600 {tmp_path}/a.db")


def test_a_network_file_system_is_report_of(tmp_path, monkeypatch):
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/a / ext4 rw 0 0\nhost:/x {tmp_path} ext4 rw 0 0\nhost:/x {tmp_path} nfs4 rw 0 0\n")
    monkeypatch.setattr(status_warnings, "MOUNTS", mounts)
    assert warned(report_of(made(tmp_path / "a.db")), "lies on nfs4")


@pytest.mark.parametrize(("free", "is_low"), [(150_000_000, True), (250_000_000, False)])
def test_a_disk_that_is_nearly_full_is_report_of(tmp_path, monkeypatch, free, is_low):
    usage = namedtuple("usage", "total used free")  # noqa: PYI024
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**12, 10**12 - free, free))
    found = [line for line in report_of(made(tmp_path / "a.db"))["warnings"] if "are free beside" in line]
    assert len(found) == is_low
    assert all(line.startswith(f"Only 150 MB are free beside {tmp_path}/a.db") for line in found)


@pytest.mark.parametrize(
    ("path", "expected"),
    [("/data/a.db", "xfs"), ("/data/my bank/a.db", "nfs"), ("/database/a.db", "ext4"), ("/a.db", "ext4")],
)
def test_the_nearest_mount_holds_a_file(tmp_path, path, expected):
    mounts = tmp_path / "mounts"
    mounts.write_text("a / ext4 rw 0 0\nb /data xfs rw 0 0\nc /data/my\\040bank nfs rw 0 0\n")
    assert status_warnings.file_system(Path(path), mounts) == expected
    assert status_warnings.file_system(Path(path), tmp_path / "nowhere") is None
