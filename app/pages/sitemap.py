"""The sitemap: every public address, for search engines."""

from fastapi import APIRouter, Request, Response

from app.browsing.sitemap import sitemap
from app.web.deps import DbSession
from app.web.rendering import render_xml

router = APIRouter()


@router.get("/sitemap.xml", name="sitemap.show")
def show(request: Request, session: DbSession) -> Response:
    """Home, drills, facts, topics and questions, as sitemaps.org asks."""
    return render_xml(request, "sitemap/show.xml", media_type="application/xml", sitemap=sitemap(session))
