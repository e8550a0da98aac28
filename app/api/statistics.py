"""Practiced counts for programs of the staff."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from app.statistics.over_time import Step
from app.statistics.report import report
from app.web.deps import DbSession, Member, Now
from app.web.problems import problems
from app.web.statistics_query import InStatistics

router = APIRouter(prefix="/api/v1/admin/stats", tags=["admin"])


class Numbers(BaseModel):
    """What every model here is read from."""

    model_config = ConfigDict(from_attributes=True)


class Count(Numbers):
    """A number of everybody, and of members alone: without those who are guests now."""

    everybody: int
    members: int


Practiced = Annotated[Count, Field(description="Standing marks: distinct people for each question.")]
Recent = Annotated[Count, Field(description="Standing marks whose last attempt is less than 30 times 24 hours ago.")]
Attempts = Annotated[Count, Field(description="Attempts, repeated ones too.")]
Opened = Annotated[Count, Field(description="People for each question who opened the answer and have no mark.")]
Active = Annotated[Count, Field(description="Distinct people with an attempt.")]


class Totals(Numbers):
    """The whole bank. Today begins at midnight UTC, the week on Monday."""

    practiced: Practiced
    recent: Recent
    attempts: Attempts
    opened: Opened
    active_today: Active
    active_this_week: Active
    people: Annotated[Count, Field(description="Distinct people who ever made an attempt.")]


class Point(Numbers):
    """A UTC day, or a week from its Monday; the last one is not over."""

    starts_on: date
    practiced: Annotated[Count, Field(description="Marks that were set in it and still stand.")]
    attempts: Attempts
    people: Annotated[Count | None, Field(description="Distinct people with an attempt in it; null for a topic.")]


class QuestionItem(Numbers):
    """The numbers of one question."""

    id: str
    slug: str
    title: str
    topic: Annotated[str, Field(validation_alias="topic_slug", description="Slug of its topic.")]
    status: Literal["ready", "draft", "retired"]
    practiced: Practiced
    recent: Recent
    attempts: Attempts
    opened: Opened


class TopicNumbers(Numbers):
    """Sums over the questions of one topic."""

    slug: str
    title: str
    count: Annotated[int, Field(description="Ready questions.")]
    never: Annotated[int, Field(description="Ready questions that nobody has a mark of.")]
    practiced: Practiced
    recent: Recent
    attempts: Attempts
    opened: Opened


class Unlocks(Numbers):
    """Unlocks by where they came from; an ended one is over or revoked."""

    source: str
    active: int
    ended: int


class Codes(Numbers):
    """What became of the unlock codes."""

    minted: Annotated[int, Field(description="Codes.")]
    revoked: Annotated[int, Field(description="Codes.")]
    uses: Annotated[int, Field(description="Redemptions that all codes could give.")]
    used: Annotated[int, Field(description="Redemptions that there were.")]
    left: Annotated[int, Field(description="Redemptions still open: codes neither revoked nor past their last day.")]


class Statistics(BaseModel):
    """The statistics at one moment."""

    totals: Totals
    period: Step
    points: Annotated[list[Point], Field(description="90 days or 52 weeks, the earliest first.")]
    questions: Annotated[list[QuestionItem], Field(description="One page, at most 100.")]
    question_count: Annotated[int, Field(description="Questions on all pages.")]
    page_count: int
    topics: Annotated[list[TopicNumbers], Field(description="Every topic in the order of the syllabus.")]
    unlocks: list[Unlocks]
    codes: Codes


@router.get("", name="api_statistics.show", responses=problems(401, 403, 422))
def show(query: InStatistics, session: DbSession, _member: Member, now: Now) -> Statistics:
    """What is practiced, in numbers, with and without guests. For admins and authors."""
    found = report(session, query.asked(), now=now)
    return Statistics(
        totals=Totals.model_validate(found.totals),
        period=found.asked.period,
        points=[Point.model_validate(point) for point in found.points],
        questions=[QuestionItem.model_validate(question) for question in found.page],
        question_count=len(found.questions),
        page_count=found.page_count,
        topics=[TopicNumbers.model_validate(topic) for topic in found.topics],
        unlocks=[Unlocks.model_validate(unlocks) for unlocks in found.unlocks],
        codes=Codes.model_validate(found.codes),
    )
