"""Seeds of drills: the one in the query, and a fresh one."""

import secrets
from typing import Annotated

from fastapi import Depends
from pydantic import BeforeValidator

from app.core.errors import NotFound
from app.core.integers import whole_number

# The most that every program takes for a whole number.
MAX_SEED = 2**53
# Short enough to be told to a partner.
_FRESH = 1_000_000


def seed_in_query(text: str) -> int:
    """The seed that this text is; raises NotFound for what is none."""
    seed = whole_number(text, MAX_SEED)
    if seed is None:
        raise NotFound(f"A drill's seed is a whole number from 0 to {MAX_SEED:,}.")
    return seed


def fresh_seed() -> int:
    """A seed by chance."""
    return secrets.randbelow(_FRESH)


SeedInQuery = Annotated[int, BeforeValidator(seed_in_query)]
FreshSeed = Annotated[int, Depends(fresh_seed)]
