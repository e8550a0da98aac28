"""Tries a load again where somebody else loaded while it was prepared."""

from collections.abc import Callable
from contextlib import suppress

from app.questions.seed_loading import BankChanged, LoadReport

TRIES = 3


def retried(attempt: Callable[[], LoadReport]) -> LoadReport:
    """The report of the first attempt that met the bank it was prepared for; an attempt reads, prepares and writes.

    Raises BankChanged where three in a row came too late, and what else an attempt raises.
    """
    for _ in range(TRIES - 1):
        with suppress(BankChanged):
            return attempt()
    return attempt()
