"""The audit log: whole, append-only, and right with two writers at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.audit.chain import first_broken, record
from app.audit.models import AuditEntry
from app.core.db import writing

IN_ORDER = sa.select(AuditEntry).order_by(AuditEntry.id)


def record_many(session: Session, now: datetime) -> list[AuditEntry]:
    for number in range(3):
        record(session, actor="cli", action="tests.act", target=f"thing {number}", details={"n": number}, now=now)
    return list(session.scalars(IN_ORDER.execution_options(populate_existing=True)))


def test_entries_follow_from_each_other(session: Session, now: datetime) -> None:
    entries = record_many(session, now)
    assert first_broken(entries) is None
    assert [entry.details for entry in entries[-3:]] == [{"n": 0}, {"n": 1}, {"n": 2}]


def test_a_changed_entry_is_named(session: Session, now: datetime) -> None:
    entries = record_many(session, now)
    for entry in entries:
        session.expunge(entry)
    entries[-2].target = "somebody else"
    assert first_broken(entries) == entries[-2].id


def test_a_missing_entry_is_noticed(session: Session, now: datetime) -> None:
    entries = record_many(session, now)
    del entries[-2]
    assert first_broken(entries) == entries[-1].id


@pytest.mark.parametrize("statement", [sa.update(AuditEntry).values(actor="x"), sa.delete(AuditEntry)])
def test_the_database_refuses_to_change_the_past(session: Session, now: datetime, statement: sa.Executable) -> None:
    record_many(session, now)
    with pytest.raises(sa.exc.DatabaseError, match="append-only"), session.begin_nested():
        session.execute(statement)


def test_many_writers_make_one_chain(own_engine: sa.Engine, now: datetime) -> None:
    def write(number: int) -> None:
        with writing(own_engine) as session:
            record(session, actor=f"writer {number}", action="tests.race", target="chain", details={}, now=now)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(24)))
    with Session(own_engine) as session:
        entries = list(session.scalars(IN_ORDER))
        assert first_broken(entries) is None
        assert sum(entry.action == "tests.race" for entry in entries) >= 24
