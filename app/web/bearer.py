"""The token that a program sends (RFC 6750)."""

from fastapi import Request


def sent_token(request: Request) -> str | None:
    """The token of an `Authorization: Bearer` header; None where there is no such header."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.casefold() == "bearer" else None
