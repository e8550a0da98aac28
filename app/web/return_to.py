"""Where to go after signing in: a path of our own, never another site."""

from urllib.parse import quote, urlsplit

from fastapi import Request

MAX_LENGTH = 500


def safe_path(text: str | None) -> str:
    """`text` if it is a path of this site, else `/`. Refuses hosts, schemes, backslashes and control characters."""
    if not text or len(text) > MAX_LENGTH or not text.startswith("/") or text.startswith("//") or "\\" in text:
        return "/"
    if any(ord(character) < 0x20 or ord(character) == 0x7F for character in text):  # noqa: PLR2004
        return "/"
    parts = urlsplit(text)
    return "/" if parts.scheme or parts.netloc else text


def sign_in_path(request: Request) -> str:
    """The sign-in page that leads back to where the person was."""
    path = request.url.path
    if request.method == "GET" and request.url.query:
        path = f"{path}?{request.url.query}"
    return f"{request.app.url_path_for('sign_in.new')}?next={quote(safe_path(path), safe='/')}"


def came_from(request: Request) -> str:
    """The path of our own page that sent this form; `/` where the browser does not say."""
    try:
        referrer = urlsplit(request.headers.get("referer", ""))
    except ValueError:
        return "/"
    if referrer.netloc.casefold() != request.headers.get("host", "").casefold():
        return "/"
    return safe_path(referrer.path + (f"?{referrer.query}" if referrer.query else ""))
