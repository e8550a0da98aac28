"""Estimation drills: draw, guess, see it worked, and how somebody did so far."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import Field
from sqlalchemy.orm import Session

from app.browsing.worksheets import free_drills, open_worksheet, readable_drills
from app.core.clock import utc_now
from app.drills import choosing, drill, guesses
from app.drills.history import history, lately, points_of
from app.estimates.reading import MAX_CHARACTERS
from app.web.callers import caller_of
from app.web.deps import Config, DbSession, Now, Viewer, config
from app.web.drill_seed import FreshSeed, SeedInQuery, seed_in_query
from app.web.forms import FormModel, blank, form
from app.web.guests import Practicer
from app.web.path_numbers import RowId, number_in_path
from app.web.ratio_scale import ratio_scale
from app.web.rendering import render

router = APIRouter()

SHOW = "drills/show.html"


class Guessing(FormModel):
    """A guess as it is typed, with or without its unit."""

    guess: Annotated[str, Field(max_length=MAX_CHARACTERS)]


def _around_the_form(request: Request, session: Session) -> dict[str, Any]:
    """The drill that a refused guess was at, for whoever sent it."""
    now, path = utc_now(), request.path_params
    opened = open_worksheet(
        session,
        caller_of(session, request, now=now).person,
        path["slug"],
        number_in_path(path["worksheet"]),
        gate=config(request).gate,
        now=now,
    )
    seed = seed_in_query(request.query_params.get("seed", ""))
    return {"opened": opened, "asked": drill.ask(opened.sheet, seed), "outcome": None}


@router.get("/drills", name="drills.index")
def index(*, request: Request, session: DbSession, viewer: Viewer, config: Config, now: Now) -> Response:
    """The drill of the day, all that can be started, and the viewer's own history."""
    daily = choosing.daily(free_drills(session), now.date())
    return render(
        request,
        "drills/index.html",
        today=now,
        daily=daily,
        daily_points=points_of(session, viewer, daily),
        topics=choosing.by_topic(readable_drills(session, viewer, gate=config.gate, now=now)),
        history=history(session, viewer),
    )


@router.get("/drills/next", name="drills.next")
def next_drill(
    *,
    request: Request,
    seed: FreshSeed,
    session: DbSession,
    viewer: Viewer,
    config: Config,
    now: Now,
    topic: str = "",
) -> Response:
    """Goes to a drill by chance, of one topic or of all."""
    drills = readable_drills(session, viewer, gate=config.gate, now=now)
    chosen = choosing.pick(drills, seed=seed, topic=topic, lately=lately(session, viewer))
    return _to(request, chosen.slug, chosen.position, seed)


@router.get("/drills/{slug}/{worksheet}", name="drills.show")
def show(
    *,
    request: Request,
    slug: str,
    worksheet: RowId,
    fresh: FreshSeed,
    session: DbSession,
    viewer: Viewer,
    config: Config,
    now: Now,
    seed: SeedInQuery | None = None,
) -> Response:
    """What is asked at this seed, or how the viewer's guess came out. Without a seed, goes to a fresh one."""
    opened = open_worksheet(session, viewer, slug, worksheet, gate=config.gate, now=now)
    asked = drill.ask(opened.sheet, fresh if seed is None else seed)
    if seed is None:
        return _to(request, slug, worksheet, fresh)
    own = guesses.own(session, viewer, opened.question, worksheet=worksheet, occasion="drill", number=seed)
    outcome = drill.outcome(asked, own)
    scale = ratio_scale(outcome.log_ratio) if outcome and outcome.log_ratio is not None else None
    return render(request, SHOW, opened=opened, asked=asked, outcome=outcome, scale=scale, **blank(Guessing))


@router.post("/drills/{slug}/{worksheet}", name="drills.create")
def create(
    *,
    guessing: Annotated[Guessing, Depends(form(Guessing, SHOW, _around_the_form))],
    person: Practicer,
    request: Request,
    slug: str,
    worksheet: RowId,
    seed: SeedInQuery,
    session: DbSession,
    config: Config,
    now: Now,
) -> Response:
    """Keeps the guess; the outcome is at the same address."""
    opened = open_worksheet(session, person, slug, worksheet, gate=config.gate, now=now)
    asked = drill.ask(opened.sheet, seed)
    drill.guess(session, person, opened.question, asked, worksheet=worksheet, text=guessing.guess, now=now)
    return _to(request, slug, worksheet, seed)


def _to(request: Request, slug: str, worksheet: int, seed: int) -> Response:
    path = request.app.url_path_for("drills.show", slug=slug, worksheet=worksheet)
    return RedirectResponse(f"{path}?seed={seed}", 303)
