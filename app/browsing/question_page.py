"""The page of one question, as one viewer sees it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.browsing.answer import AnswerView, access_to, answer_view
from app.browsing.finding import Found, find
from app.browsing.rows import QuestionRow, TitlePart, access
from app.questions.models import Question
from app.questions.seed_sections import GATED
from app.unlocks.policy import Access, Gate

_MODEL_ANSWER = {
    "System Design": "Model answer: estimates, design, failure modes, trade-offs",
    "Technical": "Model answer: mechanism, smallest example, limits",
    "Coding": "Model answer: reference solution, complexity, wrong turns",
    "Estimation": "Model answer: assumptions, bounds, sensitivity",
    "Debugging": "Model answer: hypotheses, root cause, fix, guard",
}


@dataclass(frozen=True)
class QuestionLink:
    """Another question to go to."""

    slug: str
    title: str


@dataclass(frozen=True, kw_only=True)
class QuestionPage(QuestionRow):
    """A question with its prompt and hints, the viewer's own mark, and the answer or what one of its kind holds.

    `hints` are `{markdown, html}`. `answer` is None unless the viewer may read it; `must_attempt` says that an
    attempt or a skip would open it. `parts` depends on the kind alone.
    """

    prompt_markdown: str
    prompt_html: str
    hints: tuple[dict[str, str], ...]
    practiced_at: datetime | None
    is_retired: bool
    is_draft: bool
    answer: AnswerView | None
    must_attempt: bool
    parts: tuple[str, ...]
    previous: QuestionLink | None
    next: QuestionLink | None
    prerequisites: tuple[QuestionLink, ...]
    related: tuple[QuestionLink, ...]
    free_example: QuestionLink | None


def question_page(session: Session, viewer: Person | None, slug: str, *, gate: Gate, now: datetime) -> QuestionPage:
    """The question at `slug` with its answer if the viewer may read it.

    At most three queries for a visitor and four for a person. Raises lookup.Moved and NotFound as `find` does.
    """
    found = find(session, slug, viewer, now=now)
    answer = access_to(session, found, viewer, gate=gate, now=now)
    return _view(found, answer, _links(session, found.question))


def parts_of(kind: str) -> tuple[str, ...]:
    """The names of what an answer of this kind holds: the same for every question of the kind."""
    return tuple(_MODEL_ANSWER.get(kind, name) if name == "Model answer" else name for name in GATED)


def _view(found: Found, answer: Access, links: Mapping[str, QuestionLink]) -> QuestionPage:
    question = found.question
    return QuestionPage(
        id=question.external_id,
        slug=question.slug,
        title=question.title,
        title_parts=(TitlePart(question.title),),
        topic_slug=found.topic_slug,
        topic_title=found.topic_title,
        difficulty=question.difficulty,
        kind=question.kind,
        minutes=question.minutes,
        tags=tuple(question.tags),
        levels=tuple(question.levels),
        is_free=question.is_free,
        access=access(is_free=question.is_free, is_readable=answer.answer is not None),
        is_practiced=found.practiced_at is not None,
        practiced_count=question.practiced_count,
        practiced_30d=found.practiced_30d,
        version=question.version,
        updated_on=question.updated_on,
        prompt_markdown=question.prompt_markdown,
        prompt_html=question.prompt_html,
        hints=tuple(question.hints),
        practiced_at=found.practiced_at,
        is_retired=question.status == "retired",
        is_draft=question.status == "draft",
        answer=answer_view(answer),
        must_attempt=answer.state == "attempt_first",
        parts=parts_of(question.kind),
        previous=links.get("<previous>"),
        next=links.get("<next>"),
        prerequisites=tuple(links[name] for name in question.prerequisites if name in links),
        related=tuple(links[name] for name in question.related if name in links),
        free_example=links.get("<free>"),
    )


def _links(session: Session, question: Question) -> Mapping[str, QuestionLink]:
    """Where to go from here, by `<previous>`, `<next>`, `<free>` or external id. One query of public columns only."""
    ready = sa.select(Question.slug, Question.title).where(Question.status == "ready")
    in_topic = ready.where(Question.topic_id == question.topic_id, Question.is_free, Question.id != question.id)
    nearest = {
        "<previous>": ready.where(Question.sort_key < question.sort_key).order_by(Question.sort_key.desc()),
        "<next>": ready.where(Question.sort_key > question.sort_key).order_by(Question.sort_key),
        "<free>": in_topic.order_by(Question.sort_key),
    }
    parts = [sa.select(sa.literal(place), one.limit(1).subquery()) for place, one in nearest.items()]
    named = sa.select(Question.external_id, Question.slug, Question.title).where(
        Question.status == "ready", Question.external_id.in_({*question.prerequisites, *question.related})
    )
    return {place: QuestionLink(slug, title) for place, slug, title in session.execute(sa.union_all(*parts, named))}
