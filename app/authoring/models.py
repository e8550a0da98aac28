"""The table of uploads under review."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base


class SeedUpload(Base):
    """Files that somebody uploaded and nobody loaded yet; over after a day.

    `archive` holds the files as a zip of our own, `review` what loading them would do to the bank with `fingerprint`,
    `left_out` the paths that the load shall leave alone.
    """

    __tablename__ = "seed_uploads"
    id: Mapped[int] = mapped_column(sa.Integer, primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    uploaded_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    is_prune: Mapped[bool]
    fingerprint: Mapped[str]
    archive: Mapped[bytes] = mapped_column(sa.LargeBinary)
    review: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    left_out: Mapped[list[str]] = mapped_column(sa.JSON)
