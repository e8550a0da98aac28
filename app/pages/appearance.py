"""The theme of this browser: as the system says, light or dark."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse

from app.web import session_cookie
from app.web.forms import FormModel, form
from app.web.return_to import came_from

router = APIRouter()


class Appearance(FormModel):
    """The buttons in the foot of every page."""

    theme: Literal["system", "light", "dark"]


@router.post("/theme", name="appearance.update")
def update(request: Request, appearance: Annotated[Appearance, Depends(form(Appearance))]) -> RedirectResponse:
    """Keeps the choice in a cookie and returns to the page it was made on."""
    session_cookie.keep(request, "theme", "" if appearance.theme == "system" else appearance.theme)
    return RedirectResponse(came_from(request), 303)
