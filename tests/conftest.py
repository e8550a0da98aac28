"""Databases for the tests: every test that asks for one runs on SQLite and on a real PostgreSQL."""

import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.db import create_engine
from app.main import create_app
from app.migration import migrate
from app.settings import Settings
from tests.mail_sink import sink  # noqa: F401 - a fixture
from tests.postgres import PostgresServer
from tests.visiting import Visits, fill

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    with PostgresServer() as server:
        yield server


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An empty database of each kind, shared by the session."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('sqlite') / 'headroom.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    with server.database() as url:
        yield url


@pytest.fixture(scope="session")
def engine(database_url: str) -> Iterator[sa.Engine]:
    engine = create_engine(database_url)
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def own_database_url(
    database_url: str, engine: sa.Engine, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[str]:
    """A migrated database of this test alone, for what commits or is a process of its own."""
    if engine.name == "sqlite":
        with engine.connect() as connection:  # not a copy of the file: its newest pages may be in the log beside it
            connection.execution_options(isolation_level="AUTOCOMMIT")
            connection.connection.execute(f"VACUUM INTO '{tmp_path / 'own.db'}'")  # type: ignore[attr-defined]
        yield f"sqlite:///{tmp_path / 'own.db'}"
        return
    engine.dispose()  # a template must have no connections
    server: PostgresServer = request.getfixturevalue("postgres")
    with server.copy_of(database_url) as url:
        yield url


@pytest.fixture
def own_engine(own_database_url: str) -> Iterator[sa.Engine]:
    engine = create_engine(own_database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: sa.Engine) -> Iterator[Session]:
    """A session whose work is undone after the test, whatever it commits."""
    with engine.connect() as connection:
        outer = connection.begin()
        with Session(connection, join_transaction_mode="create_savepoint", expire_on_commit=False) as session:
            yield session
        outer.rollback()


Copies = tuple[Callable[[], AbstractContextManager[str]], dict[str, str]]


@pytest.fixture(scope="session")
def filled_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copies]:
    """Makes copies of a database with the tests' bank and the cast; also gives the tokens of the cast."""
    if request.param == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres")
        with server.database() as url:
            yield partial(server.copy_of, url), fill(url)
        return
    folder = tmp_path_factory.mktemp("filled")
    tokens = fill(f"sqlite:///{folder / 'filled.db'}")
    yield partial(_copy_of, folder / "filled.db"), tokens


@contextmanager
def _copy_of(path: Path) -> Iterator[str]:
    copy = path.with_name(f"{secrets.token_hex(6)}.db")
    shutil.copyfile(path, copy)
    yield f"sqlite:///{copy}"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Whoever asks for a filled database runs on both kinds."""
    if "filled_database" in metafunc.fixturenames:
        metafunc.parametrize("filled_database", ["sqlite", "postgresql"], indirect=True, scope="session")


@pytest.fixture
def visits(filled_database: Copies, request: pytest.FixtureRequest) -> Iterator[Visits]:
    """The whole app over a fresh bank, and the cast; `@pytest.mark.settings(gate="open")` changes settings.

    A test that also asks for `sink` has a mail server there.
    """
    copy, tokens = filled_database
    marker = request.node.get_closest_marker("settings")
    changes = dict(marker.kwargs) if marker else {}
    if "sink" in request.fixturenames:
        changes["smtp_url"] = request.getfixturevalue("sink").url
    with copy() as url:
        app = create_app(Settings(**{"database_url": url, "limit_factor": 0, "seeds": "none", **changes}))
        with Visits(app, tokens) as visits:
            yield visits


@pytest.fixture(scope="session")
def looks(filled_database: Copies) -> Iterator[Visits]:
    """The same app over a bank that every test only looks at."""
    copy, tokens = filled_database
    with copy() as url:
        app = create_app(Settings(database_url=url, limit_factor=0, seeds="none"))
        with Visits(app, tokens) as visits:
            yield visits


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture(scope="session")
def root() -> Path:
    return Path(__file__).parent.parent
