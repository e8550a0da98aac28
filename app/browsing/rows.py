"""A question as one viewer sees it in a list."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from app.browsing.readable import Readable
from app.core.words import WORD, words
from app.practice import marks
from app.questions.models import Question, Topic
from app.questions.search import MIN_PREFIX

Access = Literal["free", "unlocked", "locked"]


@dataclass(frozen=True)
class TitlePart:
    """A piece of a title, and whether a search found it."""

    text: str
    is_match: bool = False


@dataclass(frozen=True, kw_only=True)
class QuestionRow:
    """One line of a list. `id` is the external id; `title_parts` is the title cut at the words of a search."""

    id: str
    slug: str
    title: str
    title_parts: tuple[TitlePart, ...]
    topic_slug: str
    topic_title: str
    difficulty: str
    kind: str
    minutes: int
    tags: tuple[str, ...]
    levels: tuple[str, ...]
    is_free: bool
    access: Access
    is_practiced: bool
    practiced_count: int
    practiced_30d: int
    version: int
    updated_on: date


def columns(readable: Readable, *, now: datetime) -> list[Any]:
    """What a query over questions and topics must select for `row`."""
    of_question = (
        Question.slug,
        Question.title,
        Question.difficulty,
        Question.kind,
        Question.minutes,
        Question.tags,
        Question.levels,
        Question.is_free,
        Question.practiced_count,
        Question.version,
        Question.updated_on,
    )
    return [
        *of_question,
        Question.external_id.label("id"),
        Topic.slug.label("topic_slug"),
        Topic.title.label("topic_title"),
        readable.condition().label("is_readable"),
        marks.is_practiced(readable.viewer).label("is_practiced"),
        marks.recent_count(now=now).label("practiced_30d"),
    ]


def row(found: Any, query: tuple[str, ...] = ()) -> QuestionRow:
    """The line of one row that `columns` selected; `query` are the words of a search."""
    return QuestionRow(
        id=found.id,
        slug=found.slug,
        title=found.title,
        title_parts=title_parts(found.title, query),
        topic_slug=found.topic_slug,
        topic_title=found.topic_title,
        difficulty=found.difficulty,
        kind=found.kind,
        minutes=found.minutes,
        tags=tuple(found.tags),
        levels=tuple(found.levels),
        is_free=found.is_free,
        access=access(is_free=found.is_free, is_readable=found.is_readable),
        is_practiced=bool(found.is_practiced),
        practiced_count=found.practiced_count,
        practiced_30d=found.practiced_30d,
        version=found.version,
        updated_on=found.updated_on,
    )


def access(*, is_free: bool, is_readable: bool) -> Access:
    """What pages and the API call a viewer's access."""
    if is_free:
        return "free"
    return "unlocked" if is_readable else "locked"


def title_parts(title: str, query: tuple[str, ...]) -> tuple[TitlePart, ...]:
    """The title cut so that the words a search found stand alone."""
    parts: list[TitlePart] = []
    end = 0
    for match in WORD.finditer(title):
        if query and any(_is_found(word, query) for word in words(match.group())):
            parts += [TitlePart(title[end : match.start()]), TitlePart(match.group(), is_match=True)]
            end = match.end()
    parts.append(TitlePart(title[end:]))
    return tuple(part for part in parts if part.text)


def _is_found(word: str, query: tuple[str, ...]) -> bool:
    return any(word == wanted or (len(wanted) >= MIN_PREFIX and word.startswith(wanted)) for wanted in query)
