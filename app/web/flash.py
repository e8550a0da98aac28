"""One message for the next page. The cookie holds a key of a fixed list, never text."""

from fastapi import Request

from app.web import session_cookie

MESSAGES = {
    "practiced": "Marked as practiced.",
    "withdrawn": "Your mark is taken back. Attempts stay, and marking again restores it.",
    "unlocked": "Unlocked. Full answers are open to you now.",
    "address-confirmed": "Your address is confirmed.",
    "confirmation-sent": "A mail is on its way to your address. Its link works once, for an hour.",
    "signed-up": "Welcome. Your account is ready.",
    "signed-in": "You are signed in.",
    "signed-out": "You are signed out.",
    "session-ended": "That session is signed out.",
    "sessions-ended": "You are signed out everywhere.",
    "token-revoked": "That token is revoked. It opens nothing from now on.",
    "tokens-revoked": "Every token is revoked. They open nothing from now on.",
    "password-changed": "Your password is changed, and all other sessions are signed out.",
    "person-unlocked": "Unlocked. It counts from their next page on.",
    "person-locked": "Every unlock is revoked. The account stays.",
    "person-disabled": "Disabled and signed out everywhere. What is theirs stays.",
    "person-enabled": "Enabled. They can sign in again.",
    "person-signed-out": "Signed out everywhere.",
    "choices-saved": "Your choices are kept.",
    "upload-applied": "Loaded, as this batch.",
    "upload-was-applied": "This upload was applied already, as this batch. Nothing was loaded twice.",
    "upload-deleted": "The upload is gone. The bank is as it was.",
    "batch-undone": "Taken back, by this batch. What people did stays.",
    "role-changed": "The role is changed. It counts from their next page on.",
    "codes-revoked": "Revoked. What was unlocked stays unlocked.",
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
