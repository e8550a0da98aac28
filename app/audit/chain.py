"""The audit log as a hash chain: appending an entry, and proving that none was changed, put in or taken out since."""

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry

CHUNK = 1_000
_LOCK_NUMBER = 727_316_002
_LAST = sa.select(AuditEntry.id, AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)
# As text: an entry that somebody made unreadable must be named like every other.
_AS_STORED = sa.select(
    AuditEntry.id,
    sa.cast(AuditEntry.at, sa.Text).label("at"),
    AuditEntry.actor,
    AuditEntry.action,
    AuditEntry.target,
    sa.cast(AuditEntry.details, sa.Text).label("details"),
    AuditEntry.previous_hash,
    AuditEntry.hash,
).order_by(AuditEntry.id)


@dataclass(frozen=True)
class Verdict:
    """How far the chain holds: from entry 1 to entry `count`, whose hash is `last_hash` (both empty for none).

    `broken_id` is the first entry that does not follow, and `reason` says why; None where the chain is whole.
    """

    count: int = 0
    last_hash: str = ""
    broken_id: int | None = None
    reason: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether every entry follows from the one before."""
        return self.broken_id is None


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
    entry.hash = _hash_of(entry.id, entry.at, actor, action, target, details, entry.previous_hash)
    session.add(entry)
    session.flush()


def verify(session: Session) -> Verdict:
    """Walks the whole chain, oldest entry first. One query, of which 1,000 entries are held at a time.

    A chain that was cut at its end, or made anew from some entry on, looks whole: only somebody who noted an earlier
    `count` and `last_hash` elsewhere can tell.
    """
    held = Verdict()
    with session.execute(_AS_STORED, execution_options={"yield_per": CHUNK}) as rows:
        for row in rows:
            reason = _fault(row, held)
            if reason:
                return replace(held, broken_id=row.id, reason=reason)
            held = Verdict(row.id, row.hash)
    return held


def _fault(row: sa.Row[*tuple[Any, ...]], before: Verdict) -> str | None:
    """Why this entry does not follow from the ones before; None if it does."""
    if row.id != before.count + 1:
        return f"it stands where entry {before.count + 1} should"
    if row.previous_hash != before.last_hash:
        return "it does not carry the hash of the entry before it"
    try:
        at, details = datetime.fromisoformat(row.at), json.loads(row.details)
        at = at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)  # SQLite stores UTC without saying so
        found = _hash_of(row.id, at, row.actor, row.action, row.target, details, row.previous_hash)
    except (TypeError, ValueError):
        return "its content can't be read"
    return None if row.hash == found else "its content does not fit its hash"


def _hash_of(entry_id: int, at: datetime, *rest: object) -> str:
    """The hash over an entry; `rest` are actor, action, target, details and the hash before it, `at` is in UTC."""
    covered = [entry_id, at.isoformat(), *rest]
    return hashlib.sha256(json.dumps(covered, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
