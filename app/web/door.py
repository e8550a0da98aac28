"""The door: what every request is asked before anything of its route runs, its body included."""

import re
from urllib.parse import unquote

import structlog
from fastapi import Request

from app.accounts.tokens import PREFIX
from app.core.clock import utc_now
from app.core.errors import Refusal
from app.web.authorization import require, rule_of
from app.web.bearer import sent_token
from app.web.callers import caller_of
from app.web.deps import SAFE_METHODS, in_read
from app.web.policy import ANYBODY

_TOKEN = re.compile(rf"(?<![A-Za-z0-9_-]){PREFIX}[A-Za-z0-9_-]{{43}}(?![A-Za-z0-9_-])")

log = structlog.get_logger("headroom")


class TokenInAddress(Refusal):
    """A token stood where browsers, proxies and logs keep it."""

    title = "A token must not stand in an address"
    code = "token_in_address"


async def authorize(request: Request) -> None:
    """Refuses unsafe requests of whoever may not send them.

    The viewer's dependency keeps the same rule in the request's own transaction, since a right may be lost meanwhile;
    for safe requests that is enough.
    """
    if _TOKEN.search(unquote(f"{request.scope['path']}?{request.url.query}")):
        log.warning("tokens.in_address", route=request.scope["route"].path)
        advice = "Send it as `Authorization: Bearer`, and revoke this one at /account: addresses are kept in many logs."
        raise TokenInAddress(advice)
    rule = rule_of(request)
    if request.method in SAFE_METHODS or (rule == ANYBODY and sent_token(request) is None):
        return
    await in_read(request, lambda session: require(rule, caller_of(session, request, now=utc_now())))
