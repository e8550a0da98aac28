"""What keys do, and switching single keys off."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from app.web import session_cookie
from app.web.deps import Viewer
from app.web.forms import FormModel, form
from app.web.rendering import render

router = APIRouter()


class Keys(FormModel):
    """The switch of this page."""

    keys: Literal["on", "off"]


@router.get("/keyboard", name="keyboard.show")
def show(request: Request, _viewer: Viewer) -> Response:
    """Every key with what it does, and the switch."""
    return render(request, "keyboard/show.html")


@router.post("/keyboard", name="keyboard.update")
async def update(request: Request, switch: Annotated[Keys, Depends(form(Keys))]) -> RedirectResponse:
    """Keeps the choice in this browser."""
    session_cookie.keep(request, "keys", "off" if switch.keys == "off" else "")
    return RedirectResponse(request.app.url_path_for("keyboard.show"), 303)
