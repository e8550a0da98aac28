"""Who may read the metrics: a program on this machine, or one with an admin's token."""

from ipaddress import ip_address
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request
from starlette.exceptions import HTTPException

from app.web.bearer import sent_token
from app.web.deps import Viewer

FORWARDED = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip")


def scraper(request: Request, viewer: Viewer) -> None:
    """Lets the metrics be read; for everybody else there is nothing at this address."""
    has_admins_token = sent_token(request) is not None and viewer is not None and viewer.is_admin
    if not has_admins_token and not is_on_this_machine(request):
        raise HTTPException(404)


def is_on_this_machine(request: Request) -> bool:
    """Whether a program of this machine asks for itself: no proxy for somebody else, no page in a browser.

    A page of another site could make its name lead here; then the Host header still says that name.
    """
    peer = request.client.host if request.client else ""
    is_forwarded = any(name in request.headers for name in FORWARDED)
    return _is_loopback(peer) and _is_loopback(_named_host(request)) and not is_forwarded


def _named_host(request: Request) -> str:
    try:
        return urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
    except ValueError:
        return ""


def _is_loopback(host: str) -> bool:
    try:
        address = ip_address(host)
    except ValueError:
        return host == "localhost"
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback


Scraper = Annotated[None, Depends(scraper)]
