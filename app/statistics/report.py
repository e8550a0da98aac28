"""Everything that the statistics show at once, for page, CSV and API."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.core.errors import Invalid
from app.core.fields import did_you_mean
from app.practice.summaries import WHOLE_BANK
from app.statistics.asked import PAGE_SIZE, Asked, Show, in_order, shown
from app.statistics.over_time import Point, over_time
from app.statistics.questions import QuestionNumbers, TopicNumbers, question_numbers, topic_numbers
from app.statistics.totals import Totals, totals
from app.statistics.unlocks import CodeNumbers, UnlockNumbers, code_numbers, unlock_numbers


@dataclass(frozen=True)
class Report:
    """The statistics at one moment.

    `scope` is the title of the topic or question of the series, None for all. `questions` are all that are shown, in
    order; `page` the 100 of them that the page shows. `found` says how many there are to show of each kind.
    """

    asked: Asked
    totals: Totals
    scope: str | None
    points: list[Point]
    questions: list[QuestionNumbers]
    found: dict[Show, int]
    topics: list[TopicNumbers]
    unlocks: list[UnlockNumbers]
    codes: CodeNumbers

    @property
    def page(self) -> list[QuestionNumbers]:
        """The questions of the page that was asked for; none past the last."""
        return self.questions[PAGE_SIZE * (self.asked.page - 1) : PAGE_SIZE * self.asked.page]

    @property
    def page_count(self) -> int:
        """How many pages the questions fill, at least 1."""
        return max(1, -(-len(self.questions) // PAGE_SIZE))


def report(session: Session, asked: Asked, *, now: datetime) -> Report:
    """The statistics as asked. Six queries, whatever was practiced. Raises Invalid for a topic or question unknown."""
    questions = question_numbers(session, now=now)
    topics = topic_numbers(session, questions)
    scope, question_ids = _scope(asked, questions, topics)
    shows: tuple[Show, ...] = ("all", "never", "opened")
    return Report(
        asked=asked,
        totals=totals(session, questions, now=now),
        scope=scope,
        points=over_time(session, asked.period, question_ids, now=now),
        questions=in_order(shown(questions, asked.show), asked),
        found={show: len(shown(questions, show)) for show in shows},
        topics=topics,
        unlocks=unlock_numbers(session, now=now),
        codes=code_numbers(session, now=now),
    )


def _scope(
    asked: Asked, questions: list[QuestionNumbers], topics: list[TopicNumbers]
) -> tuple[str | None, tuple[int, ...]]:
    """The title of what the series is about, and the questions whose rows it takes."""
    if asked.topic and asked.question:
        raise Invalid({"question": "Choose a topic or a question, not both."})
    if asked.topic:
        titles = {topic.slug: topic.title for topic in topics}
        title = _named("topic", asked.topic, titles)
        return title, tuple(one.question_id for one in questions if one.topic_slug == asked.topic)
    if asked.question:
        title = _named("question", asked.question, {one.slug: one.title for one in questions})
        return title, tuple(one.question_id for one in questions if one.slug == asked.question)
    return None, (WHOLE_BANK,)


def _named(name: str, slug: str, titles: dict[str, str]) -> str:
    if slug not in titles:
        near = did_you_mean(slug[:80], titles)
        raise Invalid({name: f"There is no {name} with this slug{near}. Slugs are in the addresses of {name}s."})
    return titles[slug]
