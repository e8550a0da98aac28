"""Ids of rows in paths."""

from typing import Annotated

from pydantic import BeforeValidator

from app.core.errors import NotFound
from app.core.integers import MAX_INTEGER, whole_number


def number_in_path(text: str) -> int:
    """The number that this part of a path is; raises NotFound for what is no row's id."""
    number = whole_number(text, MAX_INTEGER)
    if number is None:
        raise NotFound("There is nothing with this number.")
    return number


# The type of a path's parameter.
RowId = Annotated[int, BeforeValidator(number_in_path)]
