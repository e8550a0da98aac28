"""Drawings of prompts and answers; those of an answer open to whoever may read the answer."""

from fastapi import APIRouter, Response

from app.browsing.diagrams import readable_svg
from app.web.deps import Config, DbSession, Now, Viewer

router = APIRouter()

# A drawing carries its own style; opened by itself it may still do nothing else.
DRAWING_CSP = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@router.get("/diagrams/{digest}.svg", name="diagrams.show")
def show(digest: str, session: DbSession, viewer: Viewer, config: Config, now: Now) -> Response:
    """The drawing; 404 for one that this viewer may not see, as for one that is not there."""
    svg = readable_svg(session, digest, viewer, gate=config.gate, now=now)
    return Response(svg, media_type="image/svg+xml", headers={"Content-Security-Policy": DRAWING_CSP})
