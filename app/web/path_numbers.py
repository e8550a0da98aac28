"""Ids of rows in paths."""

from typing import Annotated

from pydantic import BeforeValidator

from app.core.errors import NotFound
from app.core.integers import MAX_INTEGER


def number_in_path(text: str) -> int:
    """The number that this part of a path is; raises NotFound for what is no row's id."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= len(str(MAX_INTEGER))
    if not is_number or int(text) > MAX_INTEGER:
        raise NotFound("There is nothing with this number.")
    return int(text)


# The type of a path's parameter.
RowId = Annotated[int, BeforeValidator(number_in_path)]
