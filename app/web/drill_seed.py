"""Seeds of drills: the one in the query, and a fresh one."""

import secrets
from typing import Annotated

from fastapi import Depends
from pydantic import BeforeValidator

from app.core.errors import NotFound

# The most that every program takes for a whole number.
MAX_SEED = 2**53
# Short enough to be told to a partner.
_FRESH = 1_000_000


def seed_in_query(text: str) -> int:
    """The seed that this text is; raises NotFound for what is none."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= len(str(MAX_SEED))
    if not is_number or int(text) > MAX_SEED:
        raise NotFound(f"A drill's seed is a whole number from 0 to {MAX_SEED:,}.")
    return int(text)


def fresh_seed() -> int:
    """A seed by chance."""
    return secrets.randbelow(_FRESH)


SeedInQuery = Annotated[int, BeforeValidator(seed_in_query)]
FreshSeed = Annotated[int, Depends(fresh_seed)]
