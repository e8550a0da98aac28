"""The audit log: whole, append-only, right with two writers at once, and telling who changed the past."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.audit.chain import CHUNK, Verdict, record, verify
from app.audit.models import AuditEntry
from app.core.db import writing
from tests.queries import statements

CUT = {
    "sqlite": ("DROP TRIGGER audit_entries_keep_on_update", "DROP TRIGGER audit_entries_keep_on_delete"),
    "postgresql": ("ALTER TABLE audit_entries DISABLE TRIGGER ALL",),
}


def act(session: Session, now: datetime, *, times: int = 5) -> None:
    for number in range(times):
        record(session, actor="cli", action="tests.act", target=f"thing {number}", details={"n": number}, now=now)


@pytest.fixture
def tampered(own_engine: sa.Engine, now: datetime):
    """Runs SQL against a chain of five entries as somebody would who may do everything; the verdict after it."""

    def tamper(*commands: str) -> Verdict:
        with writing(own_engine) as session:
            act(session, now)
            for command in (*CUT[own_engine.name], *commands):
                session.execute(sa.text(command))
            session.expire_all()
            return verify(session)

    return tamper


def test_a_new_log_is_whole(session: Session) -> None:
    assert verify(session) == Verdict(0, "")


def test_entries_follow_from_each_other(session: Session, now: datetime) -> None:
    act(session, now)
    last = session.get_one(AuditEntry, 5)
    assert verify(session) == Verdict(5, last.hash)


def test_what_looks_whole_names_its_end_so_that_a_cut_is_known_to_who_noted_it(tampered) -> None:
    cut = tampered("DELETE FROM audit_entries WHERE id = 5")
    assert (cut.is_whole, cut.count) == (True, 4)


@pytest.mark.parametrize(
    "change",
    ["at = '2026-11-24 12:00:01'", "actor = 'person 1'", "action = 'tests.other'", "target = 'thing 9'",
     """details = '{"n": 3}'"""],
)  # fmt: skip
def test_an_entry_with_another_content_is_named(tampered, change) -> None:
    verdict = tampered(f"UPDATE audit_entries SET {change} WHERE id = 3")
    assert (verdict.count, verdict.broken_id, verdict.reason) == (2, 3, "its content does not fit its hash")


def test_an_entry_with_another_hash_is_named(tampered) -> None:
    assert tampered("UPDATE audit_entries SET hash = 'x' WHERE id = 3").broken_id == 3


@pytest.mark.parametrize("change", ["previous_hash = ''", "previous_hash = hash"])
def test_an_entry_that_hangs_elsewhere_is_named(tampered, change) -> None:
    verdict = tampered(f"UPDATE audit_entries SET {change} WHERE id = 3")
    assert (verdict.broken_id, verdict.reason) == (3, "it does not carry the hash of the entry before it")


def test_an_entry_with_another_number_is_named(tampered) -> None:
    verdict = tampered("UPDATE audit_entries SET id = 9 WHERE id = 3")
    assert (verdict.broken_id, verdict.reason) == (4, "it stands where entry 3 should")


def test_a_deleted_entry_is_noticed_wherever_it_was(tampered) -> None:
    assert tampered("DELETE FROM audit_entries WHERE id IN (1, 4)").broken_id == 2


def test_a_deleted_entry_is_noticed_though_the_rest_was_numbered_anew(tampered) -> None:
    verdict = tampered("DELETE FROM audit_entries WHERE id = 4", "UPDATE audit_entries SET id = 4 WHERE id = 5")
    assert verdict.broken_id == 4


def test_two_entries_that_changed_places_are_noticed(tampered) -> None:
    steps = ((2, 99), (3, 2), (99, 3))
    assert tampered(*(f"UPDATE audit_entries SET id = {new} WHERE id = {old}" for old, new in steps)).broken_id == 2


def test_an_entry_put_in_between_is_noticed(tampered) -> None:
    copied = "INSERT INTO audit_entries SELECT 3, at, 'cli', action, target, details, previous_hash, 'x'"
    verdict = tampered(
        "DELETE FROM audit_entries WHERE id = 3", f"{copied} FROM audit_entries WHERE id = 2"
    )  # fmt: skip
    assert verdict.broken_id == 3


def test_an_entry_that_nobody_can_read_any_more_is_named(tampered, own_engine: sa.Engine) -> None:
    value = "x" if own_engine.name == "sqlite" else "infinity"
    assert tampered(f"UPDATE audit_entries SET at = '{value}' WHERE id = 3").reason == "its content can't be read"


def test_a_long_log_is_read_in_one_query(session: Session, now: datetime) -> None:
    act(session, now, times=CHUNK + 5)
    with statements(session.connection()) as seen:
        assert verify(session).count == CHUNK + 5
    assert len(seen) == 1


def test_details_come_back_as_they_were_recorded(session: Session, now: datetime) -> None:
    details = {"name": 'Größe ✓ \\ "quoted"', "share": 0.1, "none": None, "list": [1, "two", {"three": True}]}
    record(session, actor="cli", action="tests.act", target="thing", details=details, now=now)
    assert verify(session).is_whole


@pytest.mark.parametrize("statement", [sa.update(AuditEntry).values(actor="x"), sa.delete(AuditEntry)])
def test_the_database_refuses_to_change_the_past(session: Session, now: datetime, statement: sa.Executable) -> None:
    act(session, now)
    with pytest.raises(sa.exc.DatabaseError, match="append-only"), session.begin_nested():
        session.execute(statement)


def test_many_writers_make_one_chain(own_engine: sa.Engine, now: datetime) -> None:
    def write(number: int) -> None:
        with writing(own_engine) as session:
            record(session, actor=f"writer {number}", action="tests.race", target="chain", details={}, now=now)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(24)))
    with Session(own_engine) as session:
        assert (verify(session).is_whole, verify(session).count) == (True, 24)
