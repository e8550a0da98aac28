"""The database that commands work on: the one of the settings, brought to this code's schema."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Engine


@contextmanager
def opened_engine() -> Iterator["Engine"]:
    """An engine whose database is at head, for the length of a command.

    Raises NewerDatabase or WrongSetting, each with its one line.
    """
    from app.core.db import create_engine  # noqa: PLC0415 - commands import heavy libraries when they run
    from app.migration import migrate  # noqa: PLC0415
    from app.settings import load_settings  # noqa: PLC0415

    engine = create_engine(load_settings().database_url)
    try:
        migrate(engine)
        yield engine
    finally:
        engine.dispose()
