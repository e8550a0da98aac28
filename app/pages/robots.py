"""What crawlers may read."""

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse

from app.web.origin import origin_of

router = APIRouter()

# Beginnings of addresses. A list is worth finding once, not in every order and with every filter; a worksheet not with
# every number, and drills have no end.
# The star after `?` is for parsers that drop an empty query, Python's among them: they would keep all questions out.
PRIVATE = (
    "/admin", "/account", "/api/", "/sign-in", "/sign-out", "/sign-up",
    "/questions?*", "/questions/*?*", "/topics/*?*", "/facts?*", "/drills/",
)  # fmt: skip


@router.get("/robots.txt", name="robots.show")
async def show(request: Request) -> PlainTextResponse:
    """The same for every crawler (RFC 9309)."""
    sitemap = f"{origin_of(request)}{request.app.url_path_for('sitemap.show')}"
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in PRIVATE), "", f"Sitemap: {sitemap}"]
    return PlainTextResponse("\n".join(lines) + "\n")
