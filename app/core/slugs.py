"""Slugs and the one folding that makes filter values comparable."""

import re
from functools import lru_cache

_LONGEST = 1_000
SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")


def is_slug(text: str) -> bool:
    """Whether `text` is 1 to 64 characters of a-z, 0-9 and inner hyphens."""
    return SLUG.fullmatch(text) is not None


def slugify(text: str) -> str:
    """The canonical spelling of a value: lower case, everything else hyphens (`System Design` → `system-design`)."""
    # Anybody may send a filter value, and the cache keeps what it was asked.
    return _slugify(text[:_LONGEST])


@lru_cache(maxsize=4_096)
def _slugify(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")[:64].strip("-")
