"""The migrations make exactly the tables of the code, on both databases."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from app import migration, schema
from app.core.db import create_engine

DIRECTED = {"ix_questions_practiced", "ix_questions_newest", "ix_attempts_latest"}


def test_upgrading_an_empty_database_gives_the_tables_of_the_code(engine):
    def is_comparable(item, name, kind, _reflected, _counterpart):
        # SQLite cannot reflect the direction of an index; PostgreSQL compares those three too.
        return not (kind == "index" and name in DIRECTED and engine.name == "sqlite") and "question_search" not in name

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": is_comparable})
        assert compare_metadata(context, schema.metadata) == []


def test_the_indexes_with_a_direction_exist(engine):
    catalog = "sqlite_master WHERE type = 'index'" if engine.name == "sqlite" else "pg_class WHERE relkind = 'i'"
    column = "name" if engine.name == "sqlite" else "relname"
    with engine.connect() as connection:
        names = set(connection.exec_driver_sql(f"SELECT {column} FROM {catalog}").scalars())
    assert names >= DIRECTED


def test_there_is_one_head():
    assert len(ScriptDirectory.from_config(migration._config()).get_heads()) == 1


def test_migrating_twice_changes_nothing(engine):
    before = migration.current(engine)
    migration.migrate(engine)
    assert migration.current(engine) == before == migration.head()


def test_a_database_newer_than_the_code_is_refused_untouched(tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path / 'newer.db'}")
    migration.migrate(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'fffffff'")
    with pytest.raises(migration.NewerDatabase, match="newer than this code"):
        migration.migrate(engine)
    assert migration.current(engine) == "fffffff"
    engine.dispose()
