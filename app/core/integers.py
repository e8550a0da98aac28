"""Whole numbers as text, and what a database holds of them."""

# The most an integer column holds; PostgreSQL compares one with no more either.
MAX_INTEGER = 2**31 - 1


def whole_number(text: str, most: int) -> int | None:
    """The number from 0 to `most` that this text is; None for any other text."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= len(str(most))
    return int(text) if is_number and int(text) <= most else None
