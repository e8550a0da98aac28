"""Keeps the source before and after of every file that a batch changes, so that a load can be taken back."""

from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.questions.answers import Answer, SourceChange
from app.questions.models import Bank, Question, Topic
from app.questions.preparing import Prepared, PreparedPage, PreparedQuestion
from app.questions.seed_files import BANK, FACTS, TOPIC
from app.questions.stored_bank import digest

# What is stored now goes from table to table; it need not pass through here.
_FROM_ANSWERS = sa.insert(SourceChange).from_select(
    ["batch_id", "path", "external_id", "before", "after"],
    sa.select(
        sa.bindparam("batch", type_=sa.Integer),
        Answer.path,
        sa.bindparam("external", type_=sa.Text),
        Answer.source,
        sa.bindparam("new", type_=sa.Text),
    ).where(Answer.question_id == sa.bindparam("question")),
)


def record_changes(session: Session, prepared: Prepared, batch_id: int) -> None:
    """Writes one row for each file that the load adds, changes or takes away. Call it before the sources change."""
    replaced = [_replaced(question, batch_id) for question in prepared.questions if _stays(question)]
    replaced += [
        {"batch": batch_id, "question": q.id, "external": q.external_id, "new": None}
        for q in [*prepared.retired, *(q.stored for q in prepared.questions if q.stored and _moves(q))]
        if q.has_file
    ]
    new = [
        _row(batch_id, q.seed.path, None, q.seed.source, external_id=q.seed.front.id)
        for q in prepared.questions
        if q.stored is None or not q.stored.has_file or _moves(q)
    ]
    if replaced:
        session.connection().execute(_FROM_ANSWERS, replaced)
    new += _page_rows(session, prepared, batch_id)
    if new:
        session.connection().execute(sa.insert(SourceChange), new)


def changed_since(session: Session, batch_id: int) -> dict[int, set[str]]:
    """What each later batch touched: questions by external id, other files by path. One query."""
    touched = sa.func.coalesce(SourceChange.external_id, SourceChange.path)
    changes: dict[int, set[str]] = {}
    for later, what in session.execute(
        sa.select(SourceChange.batch_id, touched).where(SourceChange.batch_id > batch_id)
    ):
        changes.setdefault(later, set()).add(what)
    return changes


@dataclass(frozen=True)
class ChangedSource:
    """What a batch did to one file, with its source before; `after` is the hash of the file then, None if it had none.

    A question has its external id; a file that moved is one that is gone and one that is new.
    """

    path: str
    external_id: str | None
    before: str | None
    after: str | None


def changed_sources(session: Session, batch_id: int) -> list[ChangedSource]:
    """What the batch did to each file, in order of path. One query; the later sources are not kept in memory."""
    rows = session.execute(
        sa.select(SourceChange.path, SourceChange.external_id, SourceChange.before, SourceChange.after)
        .where(SourceChange.batch_id == batch_id)
        .order_by(SourceChange.path, SourceChange.id)
        .execution_options(yield_per=500)
    )
    return [
        ChangedSource(path, external_id, before, None if after is None else digest(after.encode()))
        for path, external_id, before, after in rows
    ]


@dataclass(frozen=True)
class FileChange:
    """What a batch did to one file; `question` and `slug` are the title and address today, None for other files.

    `people` practiced the question so far, guests included.
    """

    path: str
    kind: Literal["added", "changed", "retired"]
    external_id: str | None
    question: str | None
    slug: str | None
    people: int


def file_changes(session: Session, batch_id: int) -> list[FileChange]:
    """What the batch did to each file, in order of path, without the sources. One query."""
    kind = sa.case((SourceChange.before.is_(None), "added"), (SourceChange.after.is_(None), "retired"), else_="changed")
    people = sa.func.coalesce(Question.practiced_count, 0)
    rows = session.execute(
        sa.select(SourceChange.path, kind, SourceChange.external_id, Question.title, Question.slug, people)
        .outerjoin(Question, Question.external_id == SourceChange.external_id)
        .where(SourceChange.batch_id == batch_id)
        .order_by(SourceChange.path, SourceChange.id)
    )
    return [FileChange(*row) for row in rows]


def _moves(question: PreparedQuestion) -> bool:
    """Whether its file lies elsewhere than before: that is one file gone and one new."""
    return question.stored is not None and question.stored.has_file and question.stored.path != question.seed.path


def _stays(question: PreparedQuestion) -> bool:
    """Whether its file has other bytes than before, in the same place."""
    stored = question.stored
    return stored is not None and stored.path == question.seed.path and stored.digest != question.digest


def _replaced(question: PreparedQuestion, batch_id: int) -> dict[str, Any]:
    stored = question.stored
    assert stored is not None  # noqa: S101 - narrows the type
    return {"batch": batch_id, "question": stored.id, "external": stored.external_id, "new": question.seed.source}


def _row(
    batch_id: int, path: str, before: str | None, after: str | None, *, external_id: str | None = None
) -> dict[str, Any]:
    return {"batch_id": batch_id, "path": path, "external_id": external_id, "before": before, "after": after}


def _page_rows(session: Session, prepared: Prepared, batch_id: int) -> list[dict[str, Any]]:
    """Bank, facts and topics: few, so they are compared here."""
    rows = [_page_row(batch_id, BANK, prepared.bank)] if prepared.bank else []
    rows += [_page_row(batch_id, f"{page.slug}/{TOPIC}", page) for page in prepared.topics]
    if prepared.dropped_topics:
        gone = sa.select(Topic.slug, Topic.source).where(Topic.slug.in_(prepared.dropped_topics))
        rows += [_row(batch_id, f"{slug}/{TOPIC}", source, None) for slug, source in session.execute(gone)]
    if prepared.facts_changed:
        before = session.scalar(sa.select(Bank.facts_source))
        rows.append(_row(batch_id, FACTS, before, prepared.facts_source))
    return [row for row in rows if row["before"] != row["after"]]


def _page_row(batch_id: int, path: str, page: PreparedPage) -> dict[str, Any]:
    before = page.stored.source if page.stored else ""
    return _row(batch_id, path, before or None, page.seed.source or None)
