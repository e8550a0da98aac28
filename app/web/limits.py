"""The rate limits in one place, and how a request spends a try before its own transaction begins."""

from fastapi import Request
from sqlalchemy.orm import Session

from app.core.clock import utc_now
from app.core.throttle import Limit, spend
from app.web.deps import in_write

MINUTE, HOUR = 60, 3600

SIGN_IN_BY_ACCOUNT = Limit("sign_in_account", tries=10, window_seconds=5 * MINUTE)
SIGN_IN_BY_CLIENT = Limit("sign_in_client", tries=100, window_seconds=5 * MINUTE)
SIGN_IN_BY_ALL = Limit("sign_in_all", tries=1_000, window_seconds=5 * MINUTE)
SIGN_UP_REFUSED = Limit("sign_up_refused", tries=5, window_seconds=HOUR)
CODE_BY_ACCOUNT = Limit("code_account", tries=30, window_seconds=10 * MINUTE)
CODE_BY_CLIENT = Limit("code_client", tries=30, window_seconds=10 * MINUTE)
NEW_GUEST = Limit("new_guest", tries=60, window_seconds=HOUR)


async def spend_tries(request: Request, *tries: tuple[Limit, str]) -> None:
    """Takes one try of each limit for its key, in a transaction of its own; raises TooMany when one has none left."""
    factor, now = request.app.state.settings.limit_factor, utc_now()

    def work(session: Session) -> None:
        for limit, key in tries:
            spend(session, limit, key, factor=factor, now=now)

    if factor > 0:
        await in_write(request, work)
