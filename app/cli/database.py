"""The database that commands work on: the one of the settings, brought to this code's schema."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Engine


def open_engine() -> "Engine":
    """An engine whose database is at head; raises NewerDatabase or WrongSetting, each with its one line."""
    from app.core.db import create_engine  # noqa: PLC0415 - commands import heavy libraries when they run
    from app.migration import migrate  # noqa: PLC0415
    from app.settings import load_settings  # noqa: PLC0415

    engine = create_engine(load_settings().database_url)
    migrate(engine)
    return engine


@contextmanager
def opened_engine() -> Iterator["Engine"]:
    """What `open_engine` gives, for the length of a command; its connections are closed at the end."""
    engine = open_engine()
    try:
        yield engine
    finally:
        engine.dispose()
