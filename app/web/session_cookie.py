"""Cookies: the session of a member or guest, and the few small ones beside it."""

from fastapi import Request

from app.core.tokens import could_be_token
from app.settings import Settings
from app.web.bearer import sent_token

SESSION = "headroom"
YEAR_SECONDS = 365 * 24 * 60 * 60


def name_of(settings: Settings, name: str) -> str:
    """The cookie's name; the prefix makes browsers refuse it from another host or without https."""
    return f"__Host-{name}" if settings.is_https else name


def read(request: Request) -> str | None:
    """The session's token as the browser sent it; None where there is none or it can't be one of ours.

    A program that sends a token of its own is that token's person, whatever cookies come along.
    """
    if sent_token(request) is not None:
        return None
    token = request.cookies.get(name_of(request.app.state.settings, SESSION))
    return token if token and could_be_token(token) else None


def remember(request: Request, token: str, *, days: int) -> None:
    """Gives the browser this session's token, for as long as the session lasts."""
    put(request, SESSION, token, max_age=days * 24 * 60 * 60)


def forget(request: Request) -> None:
    """Takes the session's token from the browser."""
    put(request, SESSION, "", max_age=0)


def put(request: Request, name: str, value: str, *, max_age: int | None = None) -> None:
    """Sets a cookie on the coming response, if the request succeeds. `max_age` None: until the browser closes."""
    settings: Settings = request.app.state.settings
    parts = [f"{name_of(settings, name)}={value}", "Path=/", "HttpOnly", "SameSite=Lax"]
    if max_age is not None:
        parts.append(f"Max-Age={max_age}")
    if settings.is_https:
        parts.append("Secure")
    pending(request).append("; ".join(parts))


def keep(request: Request, name: str, value: str) -> None:
    """Keeps a choice of this browser for a year; an empty one is no choice, and takes the cookie away."""
    put(request, name, value, max_age=YEAR_SECONDS if value else 0)


def pending(request: Request) -> list[str]:
    """The cookies that wait for the response."""
    cookies: list[str] = request.scope.setdefault("state", {}).setdefault("cookies", [])
    return cookies
