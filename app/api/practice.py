"""Marking a question practiced, and taking the mark back, for programs."""

from typing import Annotated, Any

from fastapi import APIRouter, Body
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, JsonValue

from app.browsing.finding import find
from app.practice.recording import MAX_KEY, MAX_MINUTES, Grade, Practiced, record_attempt, withdraw
from app.web.deps import DbSession, Now, Viewer
from app.web.guests import Practicer
from app.web.problems import problems

router = APIRouter(prefix="/api/v1/questions", tags=["practice"])

Share = Annotated[float, Field(ge=0, le=1, strict=True)]
PointNumber = Annotated[str, Field(pattern=r"^[1-9][0-9]?$")]


# Pydantic describes such a mapping by `patternProperties` alone, which would allow any other name beside them.
ONLY_NUMBERS: dict[str, JsonValue] = {"additionalProperties": False}


def _a_number(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("must be a number")  # noqa: TRY004 - Pydantic turns only this into a message
    return value


class AttemptBody(BaseModel):
    """What there is to tell about an attempt; all of it is optional."""

    model_config = ConfigDict(extra="forbid")

    grade: Grade | None = None
    # JSON's 25.0 is a whole number too; "25" and true are none.
    minutes: Annotated[int, Field(ge=1, le=MAX_MINUTES), BeforeValidator(_a_number)] | None = None
    rubric: (
        Annotated[
            dict[PointNumber, Share],
            Field(
                max_length=20,
                description="Point of the rubric → share of it that was met.",
                json_schema_extra=ONLY_NUMBERS,
            ),
        ]
        | None
    ) = None
    key: (
        Annotated[
            str,
            Field(
                min_length=1,
                max_length=MAX_KEY,
                pattern=r"^[!-~]+$",
                description="One key is one attempt, however often it comes.",
            ),
        ]
        | None
    ) = None


class Standing(BaseModel):
    """Whether you have the mark now, and how many people do."""

    practiced: bool
    practiced_count: int


@router.put("/{slug}/practice", name="api_practice.create", responses=problems(404, 422, 429, 503))
def create(
    person: Practicer, slug: str, session: DbSession, now: Now, attempt: Annotated[AttemptBody | None, Body()] = None
) -> Standing:
    """Records one attempt and marks the question; without an account a guest begins."""
    question = find(session, slug, person, now=now).question
    details = attempt or AttemptBody()
    return _standing(record_attempt(session, person, question, **details.model_dump(), now=now))


@router.delete("/{slug}/practice", name="api_practice.delete", responses=problems(404, 503))
def delete(slug: str, session: DbSession, viewer: Viewer, now: Now) -> Standing:
    """Takes the mark back; attempts stay, and without a mark nothing changes."""
    question = find(session, slug, viewer, now=now).question
    if viewer is None:
        return Standing(practiced=False, practiced_count=question.practiced_count)
    return _standing(withdraw(session, viewer, question))


def _standing(now_stands: Practiced) -> Standing:
    return Standing(practiced=now_stands.is_practiced, practiced_count=now_stands.practiced_count)
