"""Runs migrations on the engine given by the caller, or on a scratch one for `alembic revision --autogenerate`."""

import os
from typing import Any

from alembic import context

from app import schema
from app.core.db import create_engine


def include_name(name: str | None, kind: str, _parents: Any) -> bool:
    """The search tables differ by database and are written by hand."""
    return not (kind == "table" and name is not None and name.startswith("question_search"))


def run() -> None:
    """One transaction for each migration, so that a kill leaves one revision or the other."""
    connection = context.config.attributes.get("connection")
    if connection is None:
        engine = create_engine(os.environ["HEADROOM_DATABASE_URL"])
        with engine.connect() as scratch:
            migrate(scratch)
            scratch.commit()
        return
    migrate(connection)


def migrate(connection: Any) -> None:
    """Configures Alembic for this connection and runs what was asked for."""
    context.configure(
        connection=connection,
        target_metadata=schema.metadata,
        include_name=include_name,
        compare_server_default=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
