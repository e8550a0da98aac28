"""INSERT … ON CONFLICT for whichever database the session speaks to."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Session


def insert(session: Session, table: type[DeclarativeBase]) -> Any:
    """The dialect's own insert, which knows `on_conflict_do_nothing` and `on_conflict_do_update`."""
    maker = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    return maker(table)
