"""Unguessable tokens: made by the system's generator, kept only as a hash."""

import hashlib
import secrets

MAX_LENGTH = 100


def new_token() -> str:
    """256 random bits, URL-safe."""
    return secrets.token_urlsafe(32)


def could_be_token(text: str) -> bool:
    """Whether the text could be one of ours: nothing else is worth looking up."""
    return 0 < len(text) <= MAX_LENGTH and text.isascii()


def token_hash(token: str) -> str:
    """SHA-256 in hex; enough for tokens of 80 random bits and more, which no list holds."""
    return hashlib.sha256(token.encode()).hexdigest()
