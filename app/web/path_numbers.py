"""Ids of rows in paths."""

from app.core.errors import NotFound

MAX_ID = 2**31 - 1  # what an integer column compares with


def number_in_path(text: str) -> int:
    """The number that this part of a path is; raises NotFound for what is no row's id."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= len(str(MAX_ID))
    if not is_number or int(text) > MAX_ID:
        raise NotFound("There is nothing with this number.")
    return int(text)
