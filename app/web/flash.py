"""One message for the next page. The cookie holds a key of a fixed list, never text."""

from fastapi import Request

from app.web import session_cookie

MESSAGES = {
    "practiced": "Marked as practiced.",
    "withdrawn": "Your mark is taken back. Attempts stay, and marking again restores it.",
    "unlocked": "Unlocked. Full answers are open to you now.",
    "signed-up": "Welcome. Your account is ready.",
    "signed-in": "You are signed in.",
    "signed-out": "You are signed out.",
    "session-ended": "That session is signed out.",
    "sessions-ended": "You are signed out everywhere.",
    "password-changed": "Your password is changed, and all other sessions are signed out.",
}


def flash(request: Request, key: str) -> None:
    """Shows message `key` on the next page."""
    if key not in MESSAGES:
        raise KeyError(key)
    session_cookie.put(request, "flash", key, max_age=60)


def take(request: Request) -> str | None:
    """The message that waits for this page, shown once."""
    key = request.cookies.get(session_cookie.name_of(request.app.state.settings, "flash"))
    if key is None:
        return None
    session_cookie.put(request, "flash", "", max_age=0)
    return MESSAGES.get(key)
