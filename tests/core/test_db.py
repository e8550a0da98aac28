"""Instants, transactions and the one-writer lock."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa

from app.core.db import DatabaseBusy, UtcDateTime, create_engine, machine_lock, writing
from app.core.throttle import ThrottleWindow


def test_an_instant_comes_back_in_utc_whatever_zone_it_was_written_in(session):
    tokyo = datetime(2026, 11, 24, 21, 0, tzinfo=timezone(timedelta(hours=9)))
    back = (
        session.scalar(sa.select(sa.cast(sa.bindparam("at", tokyo, UtcDateTime()), UtcDateTime())))
        if (session.get_bind().dialect.name == "postgresql")
        else UtcDateTime().process_result_value(
            UtcDateTime().process_bind_param(tokyo, session.get_bind().dialect), None
        )
    )
    assert back == datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    assert back.tzinfo is UTC


def test_an_instant_without_a_zone_is_refused(session):
    with pytest.raises(ValueError, match="no time zone"):
        UtcDateTime().process_bind_param(datetime(2026, 11, 24), session.get_bind().dialect)  # noqa: DTZ001


def test_sqlite_keeps_what_it_acknowledged_through_a_power_cut(tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path / 'a.db'}")
    with engine.connect() as connection:
        pragma = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")
        }
    assert pragma == {"journal_mode": "wal", "synchronous": 2}
    engine.dispose()


def test_a_failed_write_leaves_nothing(engine):
    with pytest.raises(ZeroDivisionError), writing(engine) as session:
        session.add(ThrottleWindow(limit="x", key="y", ends_at=1, count=1))
        session.flush()
        raise ZeroDivisionError
    with engine.connect() as connection:
        assert connection.scalar(sa.select(sa.func.count()).where(ThrottleWindow.limit == "x")) == 0


def test_a_second_process_waits_for_the_writer_and_gives_up_clearly(tmp_path):
    path = tmp_path / "a.db"
    holder = "import sys, time; from pathlib import Path; from app.core.db import machine_lock\n"
    holder += "with machine_lock(Path(sys.argv[1])): print('held', flush=True); time.sleep(30)"
    with subprocess.Popen([sys.executable, "-c", holder, path], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "held\n"
        with pytest.raises(DatabaseBusy), machine_lock(path, wait_seconds=0.1):
            pass
        process.kill()
    with machine_lock(path, wait_seconds=1):
        pass


def test_an_error_of_the_database_names_no_values(session):
    with pytest.raises(sa.exc.DBAPIError) as failure, session.begin_nested():
        session.execute(sa.text("SELECT nothing FROM nowhere WHERE secret = :secret"), {"secret": "a secret"})
    assert "a secret" not in str(failure.value)


def test_nobody_else_on_the_machine_may_read_the_database(tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path / 'new' / 'headroom.db'}")
    with writing(engine) as session:
        session.execute(sa.text("CREATE TABLE more (id INTEGER)"))
        files = sorted((tmp_path / "new").iterdir())
        assert [(file.name, file.stat().st_mode & 0o077) for file in files] == [
            ("headroom.db", 0),
            ("headroom.db-shm", 0),
            ("headroom.db-wal", 0),
            ("headroom.db.lock", 0),
        ]
    engine.dispose()
