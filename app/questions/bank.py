"""The bank as a whole."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.questions.models import Bank


def bank_title(session: Session) -> str:
    """What the bank is called; before anything is loaded, like its software. One query."""
    return session.scalar(sa.select(Bank.title)) or "Headroom"
