"""The page of one question, as one viewer sees it."""

from dataclasses import dataclass
from datetime import datetime

from app.browsing.rows import QuestionRow


@dataclass(frozen=True)
class QuestionLink:
    """Another question to go to."""

    slug: str
    title: str


@dataclass(frozen=True)
class AnswerView:
    """An answer this viewer may read. `sections` are `{name, id, html}`, `outline` is `{id, title, level}`."""

    sections: tuple[dict[str, str], ...]
    outline: tuple[dict[str, str], ...]
    reviewed: dict[str, str] | None
    checked_with: dict[str, str]
    claims: tuple[dict[str, str], ...]


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
