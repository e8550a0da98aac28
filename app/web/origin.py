"""Where this bank is reached: the beginning of every address that must be whole."""

from fastapi import Request


def origin_of(request: Request) -> str:
    """Like `https://bank.example`: the setting, or else the scheme and host that this request asked for.

    A Host header that is no host counts as none, and the address of the server stands for it.
    """
    base_url: str = request.app.state.settings.base_url
    return base_url or f"{request.url.scheme}://{request.url.netloc}"
