"""Results of the gate's self-test, kept as entries of the audit log: when, by whom, of which bank, what leaked."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.finding import names_of
from app.audit.chain import record
from app.audit.models import AuditEntry

ACTION = "gate.check"
MAX_LEAKS = 20


@dataclass(frozen=True)
class GateResult:
    """One self-test: `locked` answers replaced, `requests` compared, a line in `leaks` for each that told something.

    `fingerprint` is that of the bank whose content was tested.
    """

    locked: int
    requests: int
    leak_count: int
    leaks: tuple[str, ...]
    seconds: float
    fingerprint: str


@dataclass(frozen=True)
class KeptCheck:
    """A result with the first 20 of its leaks, and who ran it: an address, or the shell."""

    at: datetime
    by: str
    result: GateResult


def keep(session: Session, result: GateResult, *, actor: str, now: datetime) -> None:
    """Keeps a result in the audit log, with its first 20 leaks."""
    kept = replace(result, leaks=result.leaks[:MAX_LEAKS])
    record(session, actor=actor, action=ACTION, target="bank", details=asdict(kept), now=now)


def kept_checks(session: Session, *, limit: int = 20) -> list[KeptCheck]:
    """The last results, newest first. At most two queries."""
    entries = session.scalars(
        sa.select(AuditEntry).where(AuditEntry.action == ACTION).order_by(AuditEntry.id.desc()).limit(limit)
    ).all()
    names = names_of(session, {entry.actor for entry in entries})
    return [
        KeptCheck(
            at=entry.at,
            by=names[entry.actor],
            result=GateResult(**{**entry.details, "leaks": tuple(entry.details["leaks"])}),
        )
        for entry in entries
    ]
