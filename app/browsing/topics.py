"""The topics of the bank with their counts, and the home page."""

from dataclasses import dataclass


@dataclass(frozen=True)
class TopicRow:
    """A topic with its counts; `practiced` is the viewer's own."""

    slug: str
    title: str
    position: int
    summary: str
    count: int
    easy: int
    medium: int
    hard: int
    practiced: int


@dataclass(frozen=True)
class StartHere:
    """The one question to begin with, and in words why this one."""

    slug: str
    title: str
    topic_title: str
    minutes: int
    reason: str


@dataclass(frozen=True)
class Home:
    """The bank at a glance; `start_here` is None in an empty bank."""

    title: str
    summary: str
    body_html: str
    topics: tuple[TopicRow, ...]
    question_count: int
    practiced: int
    start_here: StartHere | None
