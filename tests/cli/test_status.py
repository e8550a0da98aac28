"""`headroom status`: what there is, what it runs on, what deserves a look; it changes nothing."""

import json
import sqlite3
import sys

import pytest
from sqlalchemy import make_url

from app.authoring.models import SeedUpload
from app.cli import main
from app.core.clock import utc_now
from app.core.db import create_engine, writing
from app.migration import head
from app.questions.preparing import prepare
from app.questions.seed_loading import load
from app.questions.versions import fingerprint
from tests import people
from tests.cli.looking import made, report_of, text_of, warned
from tests.visiting_bank import bank_files


def names(folder):
    return sorted(path.name for path in folder.iterdir())


class TestCounts:
    def test_everything_is_counted(self, own_engine, own_database_url):
        now = utc_now()
        with writing(own_engine) as session:
            load(session, prepare(bank_files()), actor="tests", name="tests", now=now)
        with writing(own_engine) as session:
            cast = [getattr(people, name)(session, now) for name in ("alice", "bob", "carol", "dana", "sam", "gus")]
            row = {"name": "x", "is_prune": False, "fingerprint": "", "archive": b"", "review": {}, "left_out": []}
            session.add(SeedUpload(person_id=cast[3].id, uploaded_at=now, expires_at=now.replace(year=9999), **row))
            session.add(SeedUpload(person_id=cast[3].id, uploaded_at=now, expires_at=now, **row))
            bank = fingerprint(session)
        report = report_of(own_database_url)
        assert report["fingerprint"] == bank
        assert report["counts"] == {
            "questions": {"ready": 5, "draft": 1, "retired": 1},
            "people": {"guest": 1, "member": 2, "admin": 1, "author": 1, "supporter": 1},
            "unlocks": {"cli": 1},
            "topics": 2,
            "active_unlocks": 1,
            "redeemable_codes": 0,
            "attempts": 0,
            "marks": 0,
            "withdrawn_marks": 0,
            "batches": 1,
            "audit_entries": 7,
            "uploads_under_review": 1,
        }
        assert report["schema"] == {"revision": head(), "head": head(), "is_head": True}
        assert report["database"]["kind"] == ("SQLite" if own_engine.name == "sqlite" else "PostgreSQL")
        assert report["database"]["bytes"] > 100_000
        assert report["versions"]["python"] == sys.version.split()[0]

    def test_as_text_it_is_one_aligned_fact_a_line(self, tmp_path):
        lines = text_of(made(tmp_path / "a.db")).splitlines()
        facts = [line for line in lines if line and not line.startswith("warning: ")]
        column = facts[0].index("0")
        assert all(line[column - 2 : column] == "  " and line[column] != " " for line in facts)
        assert f"{'schema':<{column}}{head()} (head)" in facts
        assert f"{'marks':<{column}}0 (compare: headroom recount --check)" in facts


class TestAnyDatabase:
    def test_one_that_is_not_there_is_not_made(self, tmp_path):
        report = report_of(f"sqlite:///{tmp_path}/folder/a.db")
        assert (report["counts"], report["fingerprint"], report["schema"]["revision"]) == (None, None, None)
        assert warned(report, "There is no database yet")
        assert names(tmp_path) == []

    @pytest.mark.parametrize(
        ("revision", "words"), [("0001", "older than this code"), ("ffff", "newer than this code")]
    )
    def test_another_revision_is_told_and_left_as_it_is(self, tmp_path, revision, words):
        url = made(tmp_path / "a.db")
        with sqlite3.connect(tmp_path / "a.db") as connection:
            connection.execute("UPDATE alembic_version SET version_num = ?", [revision])
        connection.close()
        report = report_of(url)
        assert report["schema"] == {"revision": revision, "head": head(), "is_head": False}
        assert report["counts"] is None
        assert warned(report, words)
        assert f"{revision} (this code needs {head()})" in text_of(url)

    def test_an_empty_file_is_an_older_database(self, tmp_path):
        (tmp_path / "a.db").touch(mode=0o600)
        assert warned(report_of(f"sqlite:///{tmp_path}/a.db"), "older than this code")
        assert (tmp_path / "a.db").read_bytes() == b""

    def test_an_empty_postgresql_too(self, postgres):
        with postgres.database() as url:
            report = report_of(f"{url}&password=secret")
        assert warned(report, "older than this code")
        assert report["database"]["place"] == f"{make_url(url).database} on {postgres.folder}"
        assert "secret" not in json.dumps(report)

    def test_a_look_leaves_no_file_and_no_byte_behind(self, tmp_path):
        url = made(tmp_path / "a.db")
        before, bytes_before = names(tmp_path), (tmp_path / "a.db").read_bytes()
        report_of(url)
        assert (names(tmp_path), (tmp_path / "a.db").read_bytes()) == (before, bytes_before)

    def test_what_a_server_has_not_moved_from_its_log_yet_is_counted(self, tmp_path):
        engine = create_engine(made(tmp_path / "a.db"))
        with writing(engine) as session:
            people.alice(session, utc_now())
        assert report_of(str(engine.url))["counts"]["people"]["member"] == 1
        engine.dispose()

    def test_a_name_with_signs_of_an_address_in_it_is_found(self, tmp_path):
        folder = tmp_path / "50% of a#b"
        folder.mkdir()
        assert report_of(made(folder / "a.db"))["counts"]["topics"] == 0

    def test_what_is_no_database_is_one_line(self, tmp_path, monkeypatch, capsys):
        (tmp_path / "a.db").write_bytes(b"no database at all" * 1_000)
        monkeypatch.setenv("HEADROOM_DATABASE_URL", f"sqlite:///{tmp_path}/a.db")
        monkeypatch.setattr(sys, "argv", ["headroom", "status"])
        with pytest.raises(SystemExit) as left:
            main()
        output = capsys.readouterr()
        assert (left.value.code, output.out) == (1, "")
        assert output.err == "headroom: the database refused: file is not a database\n"
