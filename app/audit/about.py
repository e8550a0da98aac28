"""What was done to one person or thing."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry


def last_about(session: Session, target: str, *, most: int = 20) -> list[AuditEntry]:
    """The newest entries with this target (`person 7`), newest first. One query."""
    about = sa.select(AuditEntry).where(AuditEntry.target == target).order_by(AuditEntry.id.desc()).limit(most)
    return list(session.scalars(about))
