"""A question as one viewer sees it in a list."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Access = Literal["free", "unlocked", "locked"]


@dataclass(frozen=True, kw_only=True)
class QuestionRow:
    """One line of a list. `id` is the external id; `title_parts` is the title cut at the words of a search."""

    id: str
    slug: str
    title: str
    title_parts: tuple["TitlePart", ...]
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


@dataclass(frozen=True)
class TitlePart:
    """A piece of a title, and whether a search found it."""

    text: str
    is_match: bool = False
