"""What a person asks of the statistics: which series, which questions, in which order."""

from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Literal

from app.statistics.over_time import Step
from app.statistics.questions import QuestionNumbers

Show = Literal["all", "never", "opened"]
Sort = Literal["title", "topic", "practiced", "members", "recent", "attempts", "opened"]
Order = Literal["", "asc", "desc"]
PAGE_SIZE = 100

LABELS: dict[Sort, str] = {
    "title": "Question",
    "topic": "Topic",
    "practiced": "Practiced",
    "members": "Without guests",
    "recent": "30 days",
    "attempts": "Attempts",
    "opened": "Opened, not practiced",
}


@dataclass(frozen=True)
class Asked:
    """The parameters of the page. `order` "": numbers from the largest, words from A. `page` counts from 1."""

    period: Step = "day"
    topic: str = ""
    question: str = ""
    show: Show = "all"
    sort: Sort = "practiced"
    order: Order = ""
    page: int = 1

    @property
    def is_descending(self) -> bool:
        """Whether the largest, or Z, comes first."""
        return self.order == "desc" or (not self.order and self.sort not in {"title", "topic"})

    def parameters(self, **changes: Any) -> dict[str, Any]:
        """Those of the URL with these changed; what says nothing new is left out."""
        changed = asdict(replace(self, **changes))
        return {field.name: changed[field.name] for field in fields(self) if changed[field.name] != field.default}


@dataclass(frozen=True)
class Column:
    """A head of the table of questions: `parameters` are those of the link that sorts by it, or turns it around."""

    label: str
    is_number: bool
    aria_sort: str | None
    parameters: dict[str, Any]


def table_columns(asked: Asked) -> list[Column]:
    """Every column, in order."""
    return [_column(asked, name, label) for name, label in LABELS.items()]


def _column(asked: Asked, name: Sort, label: str) -> Column:
    is_number = name not in {"title", "topic"}
    if asked.sort != name:
        return Column(label, is_number, None, asked.parameters(sort=name, order="", page=1))
    turned = "asc" if asked.is_descending else "desc"
    aria_sort = "descending" if asked.is_descending else "ascending"
    return Column(label, is_number, aria_sort, asked.parameters(order=turned, page=1))


def shown(questions: list[QuestionNumbers], show: Show) -> list[QuestionNumbers]:
    """All, those nobody practiced, or those that somebody opened without practicing."""
    if show == "never":
        return [question for question in questions if question.is_never_practiced]
    return [question for question in questions if show == "all" or question.opened.everybody]


def in_order(questions: list[QuestionNumbers], asked: Asked) -> list[QuestionNumbers]:
    """Sorted as asked; equal ones in the order of the syllabus."""
    keys: dict[Sort, Any] = {
        "title": lambda question: question.title.casefold(),
        "topic": lambda question: question.topic_position,
        "practiced": lambda question: question.practiced.everybody,
        "members": lambda question: question.practiced.members,
        "recent": lambda question: question.recent.everybody,
        "attempts": lambda question: question.attempts.everybody,
        "opened": lambda question: question.opened.everybody,
    }
    return sorted(questions, key=keys[asked.sort], reverse=asked.is_descending)
