"""Questions and answers for programs."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from app.browsing.answer import read_answer
from app.browsing.question_list import question_list
from app.browsing.question_page import question_page
from app.web.deps import Config, DbSession, Now, Viewer
from app.web.list_query import InQuery
from app.web.problems import problems

router = APIRouter(prefix="/api/v1/questions", tags=["questions"])


class Item(BaseModel):
    """A question in a list, in the spelling of its seed. `topic` is the slug; `practiced` is your own mark."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    slug: str
    title: str
    topic: Annotated[str, Field(validation_alias="topic_slug")]
    tags: list[str]
    difficulty: str
    kind: str
    minutes: int
    levels: list[str]
    is_free: bool
    access: Literal["free", "unlocked", "locked"]
    practiced_count: Annotated[int, Field(description="Distinct people with the mark, guests included.")]
    practiced_30d: Annotated[int, Field(description="Those of them whose last attempt is under 30 times 24 hours old.")]
    practiced: Annotated[bool, Field(validation_alias="is_practiced")]
    version: int
    updated: Annotated[date, Field(validation_alias="updated_on")]


def _texts_of(hints: Iterable[dict[str, str]]) -> list[str]:
    return [hint["markdown"] for hint in hints]


class Detail(Item):
    """One question with its prompt and hints, both Markdown."""

    prompt_markdown: str
    hints: Annotated[list[str], BeforeValidator(_texts_of)]


class FacetCount(BaseModel):
    """A filter value with its count before other filters."""

    model_config = ConfigDict(from_attributes=True)

    value: str
    label: str
    count: int


class Page(BaseModel):
    """A page of a list; `next` is the cursor for `after`."""

    items: list[Item]
    next: str | None
    facets: dict[str, list[FacetCount]]


class Section(BaseModel):
    """A part of an answer as HTML."""

    model_config = ConfigDict(from_attributes=True)

    name: str
    id: str
    html: str


class WorksheetInput(BaseModel):
    """A given of a worksheet in its unit, and the range within which it may be turned."""

    model_config = ConfigDict(from_attributes=True)

    name: str
    label: str
    value: float
    unit: str
    low: Annotated[float | None, Field(description="The lower end of the range; null where it is fixed.")]
    high: Annotated[float | None, Field(description="The upper end of the range; null where it is fixed.")]


class WorksheetResult(BaseModel):
    """A formula over inputs, earlier results and units, and what it gives in its unit, as rounded by the author."""

    model_config = ConfigDict(from_attributes=True)

    name: str
    formula: str
    value: float
    unit: str


class WorksheetTwist(BaseModel):
    """What an interviewer changes. What comes of it is shown on its page, after a guess."""

    model_config = ConfigDict(from_attributes=True)

    ask: str
    set: Annotated[dict[str, float], Field(description="Values of inputs, in their units.")]


class WorksheetBody(BaseModel):
    """A worksheet: its results follow from its inputs."""

    model_config = ConfigDict(from_attributes=True)

    title: str
    inputs: list[WorksheetInput]
    results: list[WorksheetResult]
    twists: list[WorksheetTwist]


class AnswerBody(BaseModel):
    """An answer. `reviewed` is null until a second head has solved and checked it."""

    model_config = ConfigDict(from_attributes=True)

    sections: list[Section]
    worksheets: list[WorksheetBody]
    reviewed: dict[str, str] | None
    checked_with: dict[str, str]
    claims: list[dict[str, str]]


@router.get("", name="api_questions.index", responses=problems(422))
def index(query: InQuery, session: DbSession, viewer: Viewer, config: Config, now: Now) -> Page:
    """A page of the questions that match, with counts beside each filter value."""
    shown = question_list(session, viewer, query.asked(), gate=config.gate, now=now)
    facets = {facet.name: [FacetCount.model_validate(value) for value in facet.values] for facet in shown.facets}
    return Page(items=[Item.model_validate(row) for row in shown.rows], next=shown.next, facets=facets)


@router.get("/{slug}", name="api_questions.show", responses=problems(404))
def show(slug: str, session: DbSession, viewer: Viewer, config: Config, now: Now) -> Detail:
    """One question; its answer has an address of its own."""
    return Detail.model_validate(question_page(session, viewer, slug, gate=config.gate, now=now))


@router.get("/{slug}/answer", name="api_questions.answer", responses=problems(401, 403, 404))
def answer(slug: str, session: DbSession, viewer: Viewer, config: Config, now: Now) -> AnswerBody:
    """The answer, if you may read it."""
    return AnswerBody.model_validate(read_answer(session, viewer, slug, gate=config.gate, now=now))
