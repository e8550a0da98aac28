"""Writes a prepared load: all of it in the caller's transaction, or nothing. Statements are few whatever the size."""

import gc
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Session

from app.audit import chain
from app.core.errors import Busy
from app.questions import rows, search, versions
from app.questions.answers import Answer, AnswerDiagram, DrilledWorksheet, FollowUp, RubricPoint
from app.questions.facets import count_facets
from app.questions.models import Batch, OldSlug, PromptDiagram, Question, QuestionLabel, Topic
from app.questions.pages_loading import write_pages
from app.questions.preparing import Prepared, PreparedQuestion
from app.questions.source_changes import record_changes
from app.questions.topic_moves import move_questions

_DERIVED: tuple[type[DeclarativeBase], ...] = (
    RubricPoint, FollowUp, AnswerDiagram, PromptDiagram, QuestionLabel, DrilledWorksheet, Answer,
)  # fmt: skip


class BankChanged(Busy):
    """Somebody loaded something else since the files were compared with the bank: prepare again."""


@dataclass(frozen=True)
class LoadReport:
    """What a load did, or would do; `batch_id` is None where nothing was written."""

    added: int
    changed: int
    unchanged: int
    retired: int
    batch_id: int | None = None

    def __str__(self) -> str:
        return f"{self.added} added, {self.changed} changed, {self.unchanged} unchanged, {self.retired} retired"


def report(prepared: Prepared, batch_id: int | None = None) -> LoadReport:
    """The counts of a prepared load: what a dry run prints."""
    added = prepared.added_count
    changed = len(prepared.questions) - added
    return LoadReport(added, changed, prepared.unchanged_count, len(prepared.retired), batch_id)


def load(
    session: Session, prepared: Prepared, *, actor: str, name: str, now: datetime, undoes_id: int | None = None
) -> LoadReport:
    """Writes the load as one batch with an audit entry; nothing at all where the bank already agrees.

    `undoes_id` is the batch that this one takes back. Raises WrongSeeds where the files have errors, BankChanged where
    the bank is no longer the one they were compared with. About 40 statements, whatever the number of questions.
    """
    prepared.refuse_errors()
    if prepared.is_empty:
        return report(prepared)
    _claim(session, prepared)
    counts = report(prepared)
    batch = Batch(
        name=name,
        actor=actor,
        loaded_at=now,
        added_count=counts.added,
        changed_count=counts.changed,
        unchanged_count=counts.unchanged,
        retired_count=counts.retired,
        undoes_id=undoes_id,
    )
    session.add(batch)
    session.flush()
    record_changes(session, prepared, batch.id)
    _write(session, prepared)
    details = {"name": name, "added": counts.added, "changed": counts.changed, "retired": counts.retired}
    action = "seeds.undo" if undoes_id else "seeds.load"
    chain.record(session, actor=actor, action=action, target=f"batch {batch.id}", details=details, now=now)
    return report(prepared, batch.id)


def render_again(session: Session, prepared: Prepared) -> int:
    """Stores HTML that was rendered anew from the stored sources; the number of questions. No batch: no source moved.

    What this code refuses stays as it was, for a server must start after an upgrade; the prepared problems name it.
    Raises BankChanged as `load` does.
    """
    if not prepared.is_empty:
        _claim(session, prepared)
        _write(session, prepared)
    return len(prepared.questions)


def _claim(session: Session, prepared: Prepared) -> None:
    """Makes sure that the bank is still what the load was compared with, until this transaction ends."""
    if session.get_bind().dialect.name == "postgresql":
        # Row by row, a load and somebody who practices several questions would wait for each other. Reading goes on.
        session.execute(sa.text("LOCK TABLE questions IN EXCLUSIVE MODE"))
    if versions.last_batch(session) != prepared.basis:
        raise BankChanged("The bank was changed by another load meanwhile; nothing was loaded. Load again.")


def _write(session: Session, prepared: Prepared) -> None:
    # All that was prepared lives on anyway: walking it again and again would take a fifth of the transaction.
    gc.freeze()
    try:
        _write_all(session, prepared)
    finally:
        gc.unfreeze()


def _write_all(session: Session, prepared: Prepared) -> None:
    moved = write_pages(session, prepared)
    topics = {slug: (id_, position, title) for slug, id_, position, title in session.execute(_TOPICS)}
    keys = {
        q.seed.front.id: rows.sort_key(topics[q.seed.front.topic][1], q.seed.front.topic, q.seed.front.id)
        for q in prepared.questions
    }
    _retire(session, [question.id for question in prepared.retired])
    _clear(session, [question.stored.id for question in prepared.questions if question.stored])
    _write_questions(
        session, prepared, {q.seed.front.id: topics[q.seed.front.topic][0] for q in prepared.questions}, keys
    )
    ids = _ids(session, prepared.questions)
    _write_derived(session, prepared.questions, ids, keys)
    _index(session, prepared.questions, ids, {slug: title for slug, (_, _, title) in topics.items()})
    move_questions(session, moved)
    count_facets(session)


_TOPICS = sa.select(Topic.slug, Topic.id, Topic.position, Topic.title)


def _many(session: Session, statement: sa.Executable, parameters: list[dict[str, Any]]) -> None:
    """One prepared statement for many rows, past the ORM."""
    if parameters:
        session.connection().execute(statement, parameters)


def _retire(session: Session, ids: list[int]) -> None:
    """Takes questions out of every list; what people have done with them, and their answers, stay."""
    if ids:
        session.execute(sa.update(Question), [{"id": id_, "status": "retired"} for id_ in ids])
        session.execute(sa.update(Answer), [{"question_id": id_, "path": "", "digest": ""} for id_ in ids])
        for table in (QuestionLabel, DrilledWorksheet):
            _many(session, _delete(table), [{"id_": id_} for id_ in ids])
        search.remove(session, ids)


def _clear(session: Session, ids: list[int]) -> None:
    """Removes everything derived from the sources that are about to be replaced."""
    for table in _DERIVED:
        _many(session, _delete(table), [{"id_": id_} for id_ in ids])
    search.remove(session, ids)


def _delete(table: type[DeclarativeBase]) -> sa.Delete:
    return sa.delete(table).where(sa.column("question_id") == sa.bindparam("id_"))


def _write_questions(session: Session, prepared: Prepared, topic_ids: dict[str, int], keys: dict[str, str]) -> None:
    made = [
        (question.stored, rows.question_row(question, topic_ids[question.seed.front.id], keys[question.seed.front.id]))
        for question in prepared.questions
    ]
    renamed = [stored for stored, row in made if stored and stored.slug != row["slug"]]
    if renamed:
        # Two questions may have swapped slugs, which a unique constraint sees halfway: park them first.
        session.execute(sa.update(Question), [{"id": question.id, "slug": f"~{question.id}"} for question in renamed])
    taken = {row["slug"] for _, row in made}
    # Who practiced a question that is gone still reads it, at an address of its own.
    outdone = [{"id": q.id, "slug": f"retired-question-{q.id}"} for q in prepared.retired if q.slug in taken]
    if outdone:
        session.execute(sa.update(Question), outdone)
    changed = [{"id": stored.id, **row} for stored, row in made if stored]
    if changed:
        session.execute(sa.update(Question), changed)
    added = [row for stored, row in made if stored is None]
    _many(session, sa.insert(Question), added)
    if renamed:
        _many(session, sa.delete(OldSlug).where(OldSlug.slug == sa.bindparam("s")), [{"s": q.slug} for q in renamed])
        session.execute(sa.insert(OldSlug), [{"slug": q.slug, "question_id": q.id} for q in renamed])
    # A current slug wins over an old one.
    session.execute(sa.delete(OldSlug).where(OldSlug.slug.in_(sa.select(Question.slug))))


def _ids(session: Session, questions: Iterable[PreparedQuestion]) -> dict[str, int]:
    ids = {question.stored.external_id: question.stored.id for question in questions if question.stored}
    if any(question.stored is None for question in questions):
        ids |= {row.external_id: row.id for row in session.execute(sa.select(Question.external_id, Question.id))}
    return ids


def _write_derived(
    session: Session, questions: list[PreparedQuestion], ids: dict[str, int], keys: dict[str, str]
) -> None:
    named = [(question, ids[question.seed.front.id]) for question in questions]
    tables: dict[type[DeclarativeBase], list[rows.Row]] = {
        Answer: [rows.answer_row(q, id_) for q, id_ in named],
        DrilledWorksheet: [row for q, id_ in named for row in rows.drill_rows(q, id_)],
        RubricPoint: [row for q, id_ in named for row in rows.rubric_rows(q, id_)],
        FollowUp: [row for q, id_ in named for row in rows.follow_up_rows(q, id_)],
        PromptDiagram: [row for q, id_ in named for row in rows.diagram_rows(q, id_, is_public=True)],
        AnswerDiagram: [row for q, id_ in named for row in rows.diagram_rows(q, id_, is_public=False)],
        QuestionLabel: [row for q, id_ in named for row in rows.label_rows(q, id_, keys[q.seed.front.id])],
    }
    for table, made in tables.items():
        _many(session, sa.insert(table), made)


def _index(session: Session, questions: list[PreparedQuestion], ids: dict[str, int], titles: dict[str, str]) -> None:
    search.index(
        session,
        [
            rows.search_text(ids[f.id], f.title, question.seed.prompt.text, list(f.tags), titles[f.topic])
            for question in questions
            if (f := question.seed.front).status == "ready"
        ],
    )
