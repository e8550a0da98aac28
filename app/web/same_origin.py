"""Refuses forged hosts, and unsafe requests that another site made a browser send."""

from urllib.parse import urlsplit

from fastapi import Request

from app.core.errors import Forbidden, Refusal
from app.web.bearer import sent_token
from app.web.deps import SAFE_METHODS

# A supervisor asks these at an address of its own; the first two tell nothing, the last decides for itself.
PROBES = frozenset({"/healthz", "/readyz", "/metrics"})


class WrongHost(Refusal):
    """The Host header is not this bank's."""

    status = 421
    title = "Wrong host"
    code = "wrong_host"


async def same_origin(request: Request) -> None:
    """Runs before everything of every route.

    A browser tells where a request came from by `Sec-Fetch-Site`, except over plain http on a LAN, where `Origin`
    must name our own host. What sends neither is refused.
    """
    base_url = request.app.state.settings.base_url
    host = request.headers.get("host", "")
    is_other = bool(base_url) and host.casefold() != urlsplit(base_url).netloc.casefold()
    if is_other and request.scope["path"] not in PROBES:
        raise WrongHost(f"This bank is served at {base_url}.")
    # No browser adds a token by itself, so there is nothing to forge; cookies beside it are ignored.
    if request.method in SAFE_METHODS or sent_token(request) is not None:
        return
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin", "")
    if site is not None:
        is_ours = site in {"same-origin", "none"}
    else:
        is_ours = bool(host) and _host_of(origin) == host.casefold()
    if not is_ours:
        raise Forbidden("This request came from another site. Open the page here and send it again.")


def _host_of(origin: str) -> str:
    try:
        return urlsplit(origin).netloc.casefold()
    except ValueError:
        return ""
