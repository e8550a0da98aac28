"""A large bank and a small one of the same making, for plans and counts of queries."""

import pytest

from app.core.db import create_engine
from app.migration import migrate
from tests.bank import add_person
from tests.browsing import many


def made(tmp_path_factory, count):
    engine = create_engine(f"sqlite:///{tmp_path_factory.mktemp('many') / 'headroom.db'}")
    migrate(engine)
    many.fill(engine, count)
    return engine


@pytest.fixture(scope="session")
def large(tmp_path_factory):
    engine = made(tmp_path_factory, many.COUNT)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def small(tmp_path_factory):
    engine = made(tmp_path_factory, 20)
    yield engine
    engine.dispose()


@pytest.fixture
def alice(session):
    return add_person(session, "alice@example.org")
