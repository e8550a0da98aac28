"""Appends to the audit log: each entry's hash covers the entry and the hash before it."""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry

_LOCK_NUMBER = 727_316_002
_LAST = sa.select(AuditEntry.id, AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)


def record(session: Session, *, actor: str, action: str, target: str, details: dict[str, Any], now: datetime) -> None:
    """Appends one entry: `actor` did `action` (`unlocks.grant`) to `target` (`person 7`).

    Labels and ids only, never a secret or an answer. `details` must be JSON. Call it last in a verb: on PostgreSQL
    the entry holds a lock until the transaction ends. Two queries, three on PostgreSQL.
    """
    if session.get_bind().dialect.name == "postgresql":
        # Two writers would read the same last entry; SQLite lets only one write anyway.
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK_NUMBER)))
    last = session.execute(_LAST).one_or_none()
    entry = AuditEntry(
        id=last.id + 1 if last else 1,
        at=now.astimezone(UTC),
        actor=actor,
        action=action,
        target=target,
        details=details,
        previous_hash=last.hash if last else "",
    )
    entry.hash = _hash_of(entry)
    session.add(entry)
    session.flush()


def first_broken(entries: Iterable[AuditEntry]) -> int | None:
    """The id of the first entry, in order of ids, that does not follow from the one before; None if all do."""
    previous_hash = ""
    for expected_id, entry in enumerate(entries, start=1):
        if (entry.id, entry.previous_hash, entry.hash) != (expected_id, previous_hash, _hash_of(entry)):
            return entry.id
        previous_hash = entry.hash
    return None


def _hash_of(entry: AuditEntry) -> str:
    covered = [
        entry.id,
        entry.at.isoformat(),
        entry.actor,
        entry.action,
        entry.target,
        entry.details,
        entry.previous_hash,
    ]
    return hashlib.sha256(json.dumps(covered, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
