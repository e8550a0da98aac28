"""Marking a question practiced, and taking the mark back."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import Field, field_validator

from app.browsing.finding import find
from app.practice.recording import MAX_KEY, MAX_MINUTES, Grade, record_attempt, withdraw
from app.web.deps import DbSession, Now, Viewer
from app.web.flash import flash
from app.web.forms import FormModel, form
from app.web.guests import Practicer

router = APIRouter()


class Practice(FormModel):
    """What a form may tell about an attempt; all of it may stay empty."""

    grade: Grade | None = None
    minutes: Annotated[int, Field(ge=1, le=MAX_MINUTES)] | None = None
    key: Annotated[str, Field(max_length=MAX_KEY)] | None = None

    @field_validator("*", mode="before")
    @classmethod
    def _nothing(cls, value: Any) -> Any:
        return None if value == "" else value


@router.post("/questions/{slug}/practice", name="practice.create")
def create(
    *,
    practice: Annotated[Practice, Depends(form(Practice))],
    person: Practicer,
    request: Request,
    slug: str,
    session: DbSession,
    now: Now,
) -> Response:
    """Records one attempt and marks the question."""
    question = find(session, slug, person, now=now).question
    record_attempt(session, person, question, **practice.model_dump(), now=now)
    flash(request, "practiced")
    return _back(request, slug)


@router.post("/questions/{slug}/practice/delete", name="practice.delete")
def delete(request: Request, slug: str, session: DbSession, viewer: Viewer, now: Now) -> Response:
    """Takes the mark back; without one nothing changes."""
    found = find(session, slug, viewer, now=now)
    if viewer is not None:
        withdraw(session, viewer, found.question)
        flash(request, "withdrawn")
    return _back(request, slug)


def _back(request: Request, slug: str) -> Response:
    return RedirectResponse(f"{request.app.url_path_for('questions.show', slug=slug)}#attempt", 303)
