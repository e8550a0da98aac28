"""How much there is of everything, counted now: for `headroom status` and for monitoring."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.audit.models import AuditEntry
from app.practice.models import PracticeSummary
from app.practice.summaries import WHOLE_BANK
from app.questions.models import Batch, Question, Topic
from app.questions.versions import fingerprint
from app.unlocks.codes import is_redeemable
from app.unlocks.models import Unlock
from app.unlocks.policy import is_active


@dataclass(frozen=True)
class Census:
    """What there is. A person is a `guest`, a `member`, or named by their role; disabled people count too.

    `unlocks` are all that were ever granted, `withdrawn_marks` are attempted questions that have no mark now.
    """

    questions: Mapping[str, int]  # by status
    people: Mapping[str, int]  # by kind
    unlocks: Mapping[str, int]  # by source
    topics: int
    active_unlocks: int
    redeemable_codes: int
    attempts: int
    marks: int
    withdrawn_marks: int
    batches: int
    audit_entries: int
    fingerprint: str


def take_census(session: Session, *, now: datetime) -> Census:
    """Everything, counted. Four queries, whose cost does not grow with attempts."""
    counts: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for what, kind, count in session.execute(_counts(now)):
        counts[what][kind or ""] = count
    return Census(
        questions=counts.pop("questions", {}),
        people={kind or "member": count for kind, count in counts.pop("people").items()},
        unlocks=counts.pop("unlocks", {}),
        fingerprint=fingerprint(session),
        **{what: of[""] for what, of in counts.items()},
    )


def _counts(now: datetime) -> sa.CompoundSelect[Any]:
    """Rows of what was counted, its kind or null, and the count."""
    ever = PracticeSummary.period == "ever"
    in_bank, at_questions = PracticeSummary.question_id == WHOLE_BANK, PracticeSummary.question_id != WHOLE_BANK
    one = sa.func.count()
    return sa.union_all(
        _part("questions", one, Question.status).group_by(Question.status),
        _part("people", one, Person.role).where(Person.email_key.is_not(None)).group_by(Person.role),
        _part("people", one, sa.literal("guest")).where(Person.email_key.is_(None)),
        _part("unlocks", one, Unlock.source).group_by(Unlock.source),
        _part("topics", one).select_from(Topic),
        _part("active_unlocks", one).where(is_active(now)),
        _part("redeemable_codes", one).where(is_redeemable(now)),
        _part("attempts", _sum(PracticeSummary.attempts)).where(ever, in_bank),
        _part("marks", _sum(Question.practiced_count)),
        _part("withdrawn_marks", _sum(PracticeSummary.people - PracticeSummary.marks)).where(ever, at_questions),
        _part("batches", one).select_from(Batch),
        _part("audit_entries", sa.func.coalesce(sa.func.max(AuditEntry.id), 0)),  # its ids have no gaps
    )


def _part(what: str, count: Any, kind: Any = None) -> sa.Select[Any]:
    return sa.select(sa.literal(what), sa.cast(sa.null(), sa.Text) if kind is None else kind, count)


def _sum(column: Any) -> sa.ColumnElement[int]:
    return sa.func.coalesce(sa.func.sum(column), 0)
