"""What an unlock opens, and redeeming a code."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from app.unlocks.codes import normalized, redeem
from app.unlocks.granting import unlocks_of
from app.web.admission import Credentials
from app.web.code_tries import CodeTries
from app.web.deps import Config, DbSession, Now, Viewer
from app.web.flash import flash
from app.web.forms import FormModel, blank, form
from app.web.limits import return_tries
from app.web.rendering import render
from app.web.return_to import came_from

router = APIRouter()


class Redemption(FormModel):
    """The one field."""

    code: str


@router.get("/unlock", name="unlocks.new")
def new(request: Request, session: DbSession, viewer: Viewer, config: Config, now: Now) -> Response:
    """What an unlock opens, what is open to this person, and the form."""
    unlocks = unlocks_of(session, viewer, now=now) if viewer else []
    return render(request, "unlocks/new.html", unlocks=unlocks, gate=config.gate, **blank(Redemption))


@router.post("/unlock", name="unlocks.create")
def create(
    *,
    redemption: Annotated[Redemption, Depends(form(Redemption, "unlocks/new.html"))],
    tries: CodeTries,
    request: Request,
    session: DbSession,
    viewer: Viewer,
    config: Config,
    now: Now,
) -> Response:
    """Redeems the code; without an account, asks for one and keeps the code in the form."""
    back = came_from(request)
    back = back if back.startswith("/questions/") else "/questions"
    if viewer is None or viewer.is_guest:
        normalized(redemption.code)
        template = "sign_in/new.html" if config.sign_up == "closed" else "sign_up/new.html"
        return render(request, template, status=401, **blank(Credentials, code=redemption.code, next=back))
    redeem(session, viewer, redemption.code, now=now)
    return_tries(session, tries, now=now)
    flash(request, "unlocked")
    return RedirectResponse(back, 303)
