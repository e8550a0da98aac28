"""Whole numbers that a database holds."""

# The most an integer column holds; PostgreSQL compares one with no more either.
MAX_INTEGER = 2**31 - 1
