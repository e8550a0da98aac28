"""Counts the queries that something takes."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa


@contextmanager
def statements(bind: sa.Engine | sa.Connection) -> Iterator[list[tuple[str, Any]]]:
    """The queries that run inside with their parameters, as a list that grows."""
    seen: list[tuple[str, Any]] = []

    def note(_connection, _cursor, statement, parameters, _context, _is_many):
        if not statement.startswith("BEGIN"):
            seen.append((statement, parameters))

    sa.event.listen(bind, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        sa.event.remove(bind, "before_cursor_execute", note)
