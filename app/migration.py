"""Brings a database to the schema of this code: one process migrates, the others wait."""

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from app.core.db import machine_lock, sqlite_path

_ROOT = Path(__file__).resolve().parent.parent
_LOCK_NUMBER = 727_316_001
_WAIT_SECONDS = 600.0


class NewerDatabase(Exception):
    """The database was made by newer code than this."""


def _config() -> Config:
    return Config(toml_file=_ROOT / "pyproject.toml")


def head() -> str:
    """The newest revision this code knows."""
    revision = ScriptDirectory.from_config(_config()).get_current_head()
    if revision is None:
        raise LookupError("no migrations beside the code")
    return revision


def known() -> frozenset[str]:
    """Every revision this code knows."""
    return frozenset(script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions())


def current(engine: sa.Engine) -> str | None:
    """The revision of the database; None where it is empty."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def migrate(engine: sa.Engine) -> None:
    """Brings the database to head; raises NewerDatabase when it is past it. Many processes may call this at once."""
    path = sqlite_path(engine.url)
    lock: AbstractContextManager[None] = machine_lock(path, wait_seconds=_WAIT_SECONDS) if path else nullcontext()
    with lock, engine.execution_options(sqlite_begin="IMMEDIATE").connect() as connection:
        if path is None:
            # Held until this connection's transaction ends.
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK_NUMBER)))
        revision = MigrationContext.configure(connection).get_current_revision()
        if revision is not None and revision not in known():
            message = (
                f"The database (revision {revision}) is newer than this code. Update Headroom or restore a backup."
            )
            raise NewerDatabase(message)
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()
