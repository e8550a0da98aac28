"""The query of the statistics, the same for page, CSV and API."""

from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, Field

from app.statistics.asked import Asked, Order, Show, Sort
from app.statistics.over_time import Step
from app.statistics.tables import TableName

MAX_PAGE = 100_000


class StatisticsQuery(BaseModel):
    """Which series, which questions, in which order."""

    period: Step = Field("day", description="Points of the series: the last 90 days, or the last 52 weeks.")
    topic: str = Field("", description="Slug of a topic: the series of its questions alone.")
    question: str = Field("", description="Slug of a question: its series alone.")
    show: Show = Field("all", description="Which questions: all, those never practiced, or opened but not practiced.")
    sort: Sort = Field("practiced", description="The order of the questions; `members` is practiced without guests.")
    order: Order = Field("", description="Without one: numbers from the largest, words from A.")
    page: int = Field(1, ge=1, le=MAX_PAGE, description="Page of the questions, 100 on each.")

    def asked(self) -> Asked:
        """The same for the domain."""
        return Asked(**{name: getattr(self, name) for name in StatisticsQuery.model_fields})


class ExportQuery(StatisticsQuery):
    """The same, and which table."""

    table: TableName = "questions"


InStatistics = Annotated[StatisticsQuery, Query()]
InExport = Annotated[ExportQuery, Query()]
