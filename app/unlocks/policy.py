"""The one door to answers: who may read which, decided at each request and never kept in a session or cache."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.core.errors import NotFound
from app.questions.answers import Answer, AnswerDiagram, DrilledWorksheet
from app.questions.models import Question, Topic
from app.unlocks.models import Reveal, Unlock

Gate = Literal["unlock", "attempt", "open"]
State = Literal["free", "unlocked", "locked", "attempt_first"]


@dataclass(frozen=True)
class Unlocks:
    """What a person's unlocks open right now: everything, or some topics."""

    covers_all: bool = False
    topic_ids: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Access:
    """What a viewer gets of an answer: the answer where the state is `free` or `unlocked`, else None."""

    state: State
    answer: Answer | None


def is_active(now: datetime) -> sa.ColumnElement[bool]:
    """The condition that an unlock is neither revoked nor over."""
    return sa.and_(
        Unlock.revoked_at.is_(None),
        Unlock.granted_at <= now,
        sa.or_(Unlock.expires_at.is_(None), Unlock.expires_at > now),
    )


def active_unlocks(session: Session, viewer: Person | None, *, now: datetime) -> Unlocks:
    """What the viewer's unlocks open; nothing for guests and visitors. At most one query."""
    if viewer is None or viewer.is_guest:
        return Unlocks()
    topic_ids = session.scalars(sa.select(Unlock.topic_id).where(Unlock.person_id == viewer.id, is_active(now))).all()
    return Unlocks(None in topic_ids, frozenset(topic_id for topic_id in topic_ids if topic_id is not None))


def access_of(unlocks: Unlocks, *, is_free: bool, topic_id: int, gate: Gate, has_attempted: bool = False) -> State:
    """The state of one question's answer for a viewer with these unlocks; pure, for lists too.

    `has_attempted` also counts a skip; it matters under the gate `attempt` only, where unlocks do not.
    """
    if is_free:
        return "free"
    if gate == "attempt":
        return "unlocked" if has_attempted else "attempt_first"
    is_open = gate == "open" or unlocks.covers_all or topic_id in unlocks.topic_ids
    return "unlocked" if is_open else "locked"


def readable_answer(
    session: Session, question: Question, viewer: Person | None, *, gate: Gate, has_attempted: bool, now: datetime
) -> Access:
    """The answer if the viewer may read it, and why or why not.

    `has_attempted`: whether the viewer has an attempt at the question; skips are looked up here. One query for a free
    question, none for a visitor at a locked one, at most two otherwise.
    """
    state = _state(session, question, viewer, gate=gate, has_attempted=has_attempted, now=now)
    return Access(state, session.get(Answer, question.id) if state in {"free", "unlocked"} else None)


def readable_diagram(
    session: Session,
    digest: str,
    viewer: Person | None,
    *,
    gate: Gate,
    has_attempted: Callable[[Question], bool],
    now: datetime,
) -> str:
    """The SVG of an answer's drawing if the viewer may read an answer that shows it; else NotFound, as for no drawing.

    `has_attempted` is asked under the gate `attempt` only.
    """
    rows = session.execute(
        sa.select(Question, AnswerDiagram.svg)
        .join(AnswerDiagram, AnswerDiagram.question_id == Question.id)
        .where(AnswerDiagram.digest == digest, Question.status != "draft")
    )
    # Nearly always one: two answers rarely hold the very same drawing.
    for question, svg in rows.all():
        attempted = gate == "attempt" and not question.is_free and has_attempted(question)
        if _state(session, question, viewer, gate=gate, has_attempted=attempted, now=now) in {"free", "unlocked"}:
            return svg
    raise no_drawing()


@dataclass(frozen=True)
class Drill:
    """A worksheet that people are drilled with; `quantity` is the kind of what it asks for."""

    slug: str
    title: str
    topic_slug: str
    topic_title: str
    position: int
    quantity: str


def drills(session: Session, is_readable: sa.SQLColumnExpression[bool]) -> list[Drill]:
    """The drills of the ready questions for which the condition holds, in syllabus order. One query."""
    statement = (
        sa.select(
            Question.slug,
            Question.title,
            Topic.slug.label("topic_slug"),
            Topic.title.label("topic_title"),
            DrilledWorksheet.position,
            DrilledWorksheet.quantity,
        )
        .join_from(DrilledWorksheet, Question, Question.id == DrilledWorksheet.question_id)
        .join(Topic, Topic.id == Question.topic_id)
        .where(Question.status == "ready", is_readable)
        .order_by(Question.sort_key, DrilledWorksheet.position)
    )
    return [Drill(**row._asdict()) for row in session.execute(statement)]


@dataclass(frozen=True)
class CitingQuestion:
    """A question that cites facts: in its prompt, and in its answer as far as that may be read."""

    slug: str
    title: str
    prompt_facts: tuple[str, ...]
    answer_facts: tuple[str, ...]


def citing_questions(session: Session, is_readable: sa.SQLColumnExpression[bool]) -> list[CitingQuestion]:
    """The ready questions that cite facts, in syllabus order. One query.

    Where the condition does not hold, the answer is as good as one that cites nothing.
    """
    of_answer = sa.case((is_readable, Answer.facts_used))
    statement = (
        sa.select(Question.slug, Question.title, Question.prompt_facts, of_answer)
        .join_from(Question, Answer)
        .where(
            Question.status == "ready",
            sa.or_(_cites(Question.prompt_facts), sa.and_(is_readable, _cites(Answer.facts_used))),
        )
        .order_by(Question.sort_key)
    )
    return [
        CitingQuestion(slug, title, tuple(in_prompt), tuple(sorted(set(used or ()) - set(in_prompt))))
        for slug, title, in_prompt, used in session.execute(statement)
    ]


def _cites(facts: sa.SQLColumnExpression[list[str]]) -> sa.ColumnElement[bool]:
    # JSON text of an empty list, as both databases store it.
    return sa.cast(facts, sa.Text) != "[]"


def no_drawing() -> NotFound:
    """The refusal of a drawing that is not there: the same words where it is there, but not for this viewer."""
    return NotFound("There is no such drawing.")


def has_revealed(session: Session, viewer: Person | None, question: Question) -> bool:
    """Whether the viewer opened or skipped to this answer. At most one query."""
    return viewer is not None and session.get(Reveal, (viewer.id, question.id)) is not None


def _state(
    session: Session, question: Question, viewer: Person | None, *, gate: Gate, has_attempted: bool, now: datetime
) -> State:
    unlocks = Unlocks()
    if not question.is_free and gate == "attempt":
        has_attempted = has_attempted or has_revealed(session, viewer, question)
    if not question.is_free and gate == "unlock":
        unlocks = active_unlocks(session, viewer, now=now)
    return access_of(
        unlocks, is_free=question.is_free, topic_id=question.topic_id, gate=gate, has_attempted=has_attempted
    )
