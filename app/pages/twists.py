"""The interviewer's "what if": a guess first, then what the worksheet makes of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.browsing.worksheets import open_worksheet
from app.core.clock import utc_now
from app.drills.twists import guess, twist_view
from app.unlocks.policy import Gate
from app.web.callers import caller_of
from app.web.deps import Config, DbSession, Now, Viewer, config
from app.web.forms import ShownForm, sent_fields
from app.web.guests import Practicer
from app.web.path_numbers import RowId, number_in_path
from app.web.rendering import render

router = APIRouter()

SHOW = "twists/show.html"


@dataclass(frozen=True)
class Place:
    """Which twist the path names: number `twist` of worksheet number `worksheet`."""

    slug: str
    worksheet: int
    twist: int


def place_in_path(slug: str, worksheet: RowId, twist: RowId) -> Place:
    """The place that the path names."""
    return Place(slug, worksheet, twist)


def _around(request: Request, session: Session) -> Mapping[str, Any]:
    path = request.path_params
    place = Place(path["slug"], number_in_path(path["worksheet"]), number_in_path(path["twist"]))
    now = utc_now()
    viewer = caller_of(session, request, now=now).person
    return _shown(session, viewer, place, gate=config(request).gate, now=now)


async def typed_guesses(request: Request) -> Mapping[str, str]:
    """What was typed, by result; shown again where it cannot be taken."""
    typed = await sent_fields(request)
    request.state.form = ShownForm(SHOW, typed, _around)
    return typed


@router.get("/questions/{slug}/worksheets/{worksheet}/twists/{twist}", name="twists.show")
def show(
    *,
    request: Request,
    place: Annotated[Place, Depends(place_in_path)],
    session: DbSession,
    viewer: Viewer,
    config: Config,
    now: Now,
) -> Response:
    """What is asked; after one's own guess, what comes of it and the author's words."""
    shown = _shown(session, viewer, place, gate=config.gate, now=now)
    return render(request, SHOW, values={}, errors={}, **shown)


@router.post("/questions/{slug}/worksheets/{worksheet}/twists/{twist}", name="twists.create")
def create(
    *,
    typed: Annotated[Mapping[str, str], Depends(typed_guesses)],
    person: Practicer,
    request: Request,
    place: Annotated[Place, Depends(place_in_path)],
    session: DbSession,
    config: Config,
    now: Now,
) -> Response:
    """Keeps the guess and shows what comes of it; the first guess counts."""
    opened = open_worksheet(session, person, place.slug, place.worksheet, gate=config.gate, now=now)
    guess(
        session,
        person,
        opened.question,
        opened.sheet,
        worksheet=place.worksheet,
        number=place.twist,
        typed=typed,
        now=now,
    )
    return RedirectResponse(request.url.path, 303)


def _shown(session: Session, viewer: Person | None, place: Place, *, gate: Gate, now: datetime) -> Mapping[str, Any]:
    opened = open_worksheet(session, viewer, place.slug, place.worksheet, gate=gate, now=now)
    shown = twist_view(session, viewer, opened.question, opened.sheet, worksheet=place.worksheet, number=place.twist)
    return {"opened": opened, "twist": shown}
