"""Whom to tell about a security fault (RFC 9116)."""

from datetime import timedelta

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse

from app.core.errors import NotFound
from app.web.deps import Config, Now

router = APIRouter()

DAYS_VALID = 364  # the standard asks for less than a year


@router.get("/.well-known/security.txt", name="security_txt.show")
async def show(request: Request, config: Config, now: Now) -> PlainTextResponse:
    """The contact of whoever runs this bank, if they name one. The same all day, and never stale."""
    if not config.contact:
        raise NotFound("Whoever runs this bank has named no contact for security faults.")
    lines = [
        f"Contact: {config.contact}",
        f"Expires: {now.date() + timedelta(days=DAYS_VALID)}T23:59:59Z",
        "Preferred-Languages: en",
    ]
    if config.base_url:
        lines.append(f"Canonical: {config.base_url}{request.url.path}")
    return PlainTextResponse("\n".join(lines) + "\n")
