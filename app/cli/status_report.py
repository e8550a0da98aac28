"""What `status` finds: counts, versions and warnings of a database as it is, which may be absent, older or newer."""

import platform
import sqlite3
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import migration
from app.accounts.administration import has_admin
from app.authoring.models import SeedUpload
from app.cli import status_warnings
from app.core.db import open_as_is, reading, sqlite_path
from app.questions.stamps import stale_count
from app.questions.versions import read_bank
from app.settings import Settings
from app.statistics.census import take_census

LIBRARIES = ("fastapi", "sqlalchemy")


@dataclass(frozen=True)
class Database:
    """Where everything is kept; `version` and `bytes` are None where nothing is there yet."""

    kind: str
    place: str
    version: str | None = None
    bytes: int | None = None


@dataclass(frozen=True)
class Schema:
    """The revision that the database has, None where it has none, and the one that this code needs."""

    revision: str | None
    head: str
    is_head: bool


@dataclass(frozen=True)
class Report:
    """All that there is to tell. `counts` and `fingerprint` are None where the schema is another than this code's."""

    database: Database
    schema: Schema
    versions: dict[str, str]
    counts: dict[str, Any] | None = None
    fingerprint: str | None = None
    warnings: list[str] = field(default_factory=list)


def look(settings: Settings, *, now: datetime) -> Report:
    """The report on these settings and their database. Makes, migrates and writes nothing."""
    url = sa.make_url(settings.database_url)
    path = sqlite_path(url)
    if path is not None and not path.exists():
        database = Database("SQLite", str(path))
        warnings = [status_warnings.ABSENT, *status_warnings.of_settings(settings)]
        return Report(database, _schema(None), _versions(), warnings=warnings)
    engine = open_as_is(settings.database_url)
    try:
        schema = _schema(migration.current(engine))
        with reading(engine) as session:
            found = _counted(session, now=now) if schema.is_head else {"warnings": list(_of_schema(schema))}
            database = _sqlite(session, path) if path else _postgresql(session, url)
    finally:
        engine.dispose()
    warnings = [*found.pop("warnings"), *status_warnings.of_settings(settings)]
    if path is not None:
        warnings += status_warnings.of_file(path)
    return Report(database, schema, _versions(), **found, warnings=warnings)


def _counted(session: Session, *, now: datetime) -> dict[str, Any]:
    counts = asdict(take_census(session, now=now))
    under_review = sa.select(sa.func.count()).where(SeedUpload.expires_at > now)
    warnings = status_warnings.of_bank(has_admin=has_admin(session), stale_count=stale_count(read_bank(session)))
    return {
        "fingerprint": counts.pop("fingerprint"),
        "counts": {**counts, "uploads_under_review": session.scalar(under_review)},
        "warnings": list(warnings),
    }


def _schema(revision: str | None) -> Schema:
    head = migration.head()
    return Schema(revision, head, is_head=revision == head)


def _of_schema(schema: Schema) -> Iterator[str]:
    is_known = schema.revision is None or schema.revision in migration.known()
    yield status_warnings.OLDER if is_known else status_warnings.NEWER


def _sqlite(session: Session, path: Path) -> Database:
    size = sum(file.stat().st_size for file in (path, Path(f"{path}-wal")) if file.exists())
    return Database("SQLite", str(path), session.scalar(sa.select(sa.func.sqlite_version())), size)


def _postgresql(session: Session, url: sa.URL) -> Database:
    # The address may hold a password, in more than one place.
    place = f"{url.database} on {url.host or url.query.get('host') or 'this machine'}"
    size = session.scalar(sa.select(sa.func.pg_database_size(sa.func.current_database())))
    return Database("PostgreSQL", place, session.scalar(sa.select(sa.func.current_setting("server_version"))), size)


def _versions() -> dict[str, str]:
    return {
        "headroom": version("headroom"),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        **{library: version(library) for library in LIBRARIES},
    }
