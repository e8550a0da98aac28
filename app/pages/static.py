"""Style sheets, behaviors and pictures, under names that carry the hash of their bytes."""

from fastapi import APIRouter, Request, Response

from app.web.assets import Assets

router = APIRouter()


@router.get("/static/{name}", name="static.show")
async def show(request: Request, name: str) -> Response:
    """One file from memory."""
    assets: Assets = request.app.state.assets
    return assets.serve(name)
