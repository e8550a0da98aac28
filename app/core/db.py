"""The database: base class, column types, engines for SQLite and PostgreSQL, and the one-writer lock."""

import fcntl
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Session

WRITE_WAIT_SECONDS = 5.0


class DatabaseBusy(Exception):
    """Another writer held the database longer than a writer may wait."""


class ReadOnlyFolder(Exception):
    """The folder of the database can't be written; the message names it and says why."""


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """An instant in UTC: aware in Python, naive UTC in SQLite, timestamptz in PostgreSQL."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """To what the driver stores; an instant without a zone is a bug of ours."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = f"{value!r} has no time zone"
            raise ValueError(message)
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:  # noqa: ARG002
        """To aware UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Every table; constraint names are fixed so that migrations can name them on both databases."""

    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime, str: sa.Text()}  # noqa: RUF012 - SQLAlchemy's own class attribute


def sqlite_path(url: sa.URL) -> Path | None:
    """The file behind a SQLite URL; None for PostgreSQL."""
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def create_engine(database_url: str) -> sa.Engine:
    """An engine with the pragmas, transactions and pool that the rest relies on; its errors name no values."""
    url = sa.make_url(database_url)
    path = sqlite_path(url)
    if path is None:
        # Behind a transaction pooler a prepared statement belongs to another connection the next time.
        return sa.create_engine(
            url,
            pool_size=40,
            max_overflow=0,
            pool_timeout=10,
            pool_pre_ping=True,
            hide_parameters=True,
            connect_args={"prepare_threshold": None, "connect_timeout": 5},
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            # It will hold answers and the hashes of passwords. SQLite gives the files beside it the same mode.
            path.touch(mode=0o600)
    except OSError as error:
        raise ReadOnlyFolder(f"{path.parent} can't be written ({error.strerror})") from None
    engine = sa.create_engine(
        url,
        pool_size=40,
        max_overflow=0,
        pool_timeout=10,
        hide_parameters=True,
        connect_args={"timeout": WRITE_WAIT_SECONDS},
    )
    sa.event.listen(engine, "connect", _prepare_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def open_as_is(database_url: str) -> sa.Engine:
    """An engine that only reads, for whoever looks at a database of any age; SQLite's file must be there."""
    url = sa.make_url(database_url)
    path = sqlite_path(url)
    if path is None:
        return create_engine(database_url)
    # Nobody has a database open that has no log beside it, and only as immutable it can be read without making one.
    how = {"mode": "ro"} if Path(f"{path}-wal").exists() else {"immutable": "1"}
    file = sa.URL.create(url.drivername, database=f"file:{quote(str(path))}", query={**how, "uri": "true"})
    engine = sa.create_engine(file, hide_parameters=True, connect_args={"isolation_level": None})
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    # Python 3.11's own transaction handling leaks savepoints: switch it off and begin ourselves.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000", "temp_store=MEMORY"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    how = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {how}")


@contextmanager
def machine_lock(
    path: Path, *, wait_seconds: float = WRITE_WAIT_SECONDS, busy: str = "another writer holds the database"
) -> Iterator[None]:
    """Holds the advisory lock `<database>.lock`, so that one process on the machine writes at a time.

    SQLite before 3.51.3 can corrupt a WAL when two connections write and checkpoint at the same instant.
    Raises DatabaseBusy, which says `busy`, after `wait_seconds`, and ReadOnlyFolder where the lock can't be made.
    """
    try:
        handle = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise ReadOnlyFolder(f"{path.parent} can't be written ({error.strerror})") from None
    deadline = time.monotonic() + wait_seconds
    try:
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise DatabaseBusy(busy) from None
                time.sleep(0.005)
        yield
    finally:
        os.close(handle)


@contextmanager
def writing(engine: sa.Engine, *, wait_seconds: float = WRITE_WAIT_SECONDS) -> Iterator[Session]:
    """One write transaction: committed at the end, rolled back on an exception. Holds the writer's lock on SQLite."""
    path = sqlite_path(engine.url)
    if path is None:
        with Session(engine, expire_on_commit=False) as session, session.begin():
            yield session
        return
    with machine_lock(path, wait_seconds=wait_seconds):
        writer = engine.execution_options(sqlite_begin="IMMEDIATE")
        with Session(writer, expire_on_commit=False) as session, session.begin():
            yield session


@contextmanager
def reading(engine: sa.Engine) -> Iterator[Session]:
    """One read transaction, always rolled back."""
    with Session(engine) as session:
        yield session


@contextmanager
def alone(engine: sa.Engine, work: str, number: int) -> Iterator[None]:
    """Keeps every other process from the same `work` on this database; raises DatabaseBusy at once where one is at it.

    `number` is the work's lock on PostgreSQL, where a transaction holds it; a process that dies lets go of it.
    """
    path, busy = sqlite_path(engine.url), f"another {work} is running on this database; wait until it ends"
    if path is not None:
        with machine_lock(path.with_name(f"{path.name}.{work}"), wait_seconds=0, busy=busy):
            yield
        return
    with engine.connect() as connection:
        if not connection.scalar(sa.select(sa.func.pg_try_advisory_xact_lock(number))):
            raise DatabaseBusy(busy)
        yield
