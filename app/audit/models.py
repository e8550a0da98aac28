"""The audit log's table; a trigger refuses changes and deletions."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base


class AuditEntry(Base):
    """One act. `hash` covers the row and the hash before it."""

    __tablename__ = "audit_entries"
    id: Mapped[int] = mapped_column(sa.Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str]
    target: Mapped[str]
    details: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    previous_hash: Mapped[str]
    hash: Mapped[str] = mapped_column(unique=True)
    __table_args__ = (
        sa.Index("ix_audit_entries_action", "action", "id"),
        sa.Index("ix_audit_entries_actor", "actor", "id"),
        sa.Index("ix_audit_entries_target", "target", "id"),
    )
