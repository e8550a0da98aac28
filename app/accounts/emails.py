"""Email addresses: stored as typed, compared by a folded key, so that one address never has two accounts."""

import re
import unicodedata

from app.core.errors import Invalid

MAX_LENGTH = 254
_ADDRESS = re.compile(r"[^\s@]{1,64}@[^\s@.]+(\.[^\s@.]+)*")


def email_key(email: str) -> str:
    """The address as it is compared: NFKC, case folded, an international domain in its ASCII form.

    Raises Invalid for what is no address.
    """
    typed = email.strip()
    if not typed:
        raise Invalid({"email": "Enter your email address."})
    if len(typed) > MAX_LENGTH:
        raise Invalid({"email": f"An email address has at most {MAX_LENGTH} characters; this one has {len(typed)}."})
    key = folded(typed)
    # Both are checked: folding may turn one character into an @ or a space.
    if not all(_ADDRESS.fullmatch(text) and text.isprintable() for text in (typed, key)):
        raise Invalid({"email": "This is not an email address. It looks like name@example.org."})
    local, _, domain = key.partition("@")
    try:
        return f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError:
        raise Invalid({"email": "The part after the @ is not a domain name."}) from None


def folded(text: str) -> str:
    """Any part of an address as it is compared: NFKC and case folded."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def counted_as(email: str) -> str:
    """What tries at an address are counted by, whether anybody has it or not: its key, or the text of no address."""
    try:
        return email_key(email)
    except Invalid:
        return email.strip()
