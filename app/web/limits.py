"""The rate limits in one place, and how a request spends a try before its own transaction begins."""

from datetime import datetime

from fastapi import Request
from sqlalchemy.orm import Session

from app.core.clock import utc_now
from app.core.throttle import Limit, give_back, spend
from app.web.deps import in_write

MINUTE, HOUR, DAY = 60, 3600, 24 * 3600

Try = tuple[Limit, str]

SIGN_IN_BY_ACCOUNT = Limit("sign_in_account", tries=10, window_seconds=5 * MINUTE)
SIGN_IN_BY_CLIENT = Limit("sign_in_client", tries=100, window_seconds=5 * MINUTE)
SIGN_IN_BY_ALL = Limit("sign_in_all", tries=1_000, window_seconds=5 * MINUTE)
SIGN_UP_REFUSED = Limit("sign_up_refused", tries=5, window_seconds=HOUR)
CODE_BY_ACCOUNT = Limit("code_account", tries=30, window_seconds=10 * MINUTE)
CODE_BY_CLIENT = Limit("code_client", tries=30, window_seconds=10 * MINUTE)
CODE_ALARM = Limit("code_alarm", tries=1, window_seconds=10 * MINUTE)
# Mail is a nuisance to who did not ask for it. A class signs up behind one address.
MAIL_BY_ADDRESS = Limit("mail_address", tries=5, window_seconds=DAY)
SIGN_UP_MAIL_BY_CLIENT = Limit("sign_up_mail_client", tries=100, window_seconds=HOUR)
RESET_BY_CLIENT = Limit("reset_client", tries=20, window_seconds=DAY)
GATE_CHECK = Limit("gate_check", tries=6, window_seconds=10 * MINUTE)
NEW_GUEST = Limit("new_guest", tries=60, window_seconds=HOUR)


async def spend_tries(request: Request, *tries: Try) -> None:
    """Takes one try of each limit for its key, in a transaction of its own; raises TooMany when one has none left."""
    factor, now = request.app.state.settings.limit_factor, utc_now()

    def work(session: Session) -> None:
        for limit, key in tries:
            spend(session, limit, key, factor=factor, now=now)

    if factor > 0:
        await in_write(request, work)


def return_tries(session: Session, tries: tuple[Try, ...], *, now: datetime) -> None:
    """Gives tries back after a success, where only failures count; undone with the request's own transaction."""
    for limit, key in tries:
        give_back(session, limit, key, now=now)
