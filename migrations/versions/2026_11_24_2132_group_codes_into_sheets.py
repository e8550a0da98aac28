"""group codes that were minted together, so that a class is one row and can be revoked at once."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("codes", sa.Column("sheet_id", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("codes", sa.Column("name", sa.Text(), nullable=False, server_default=""))
    op.execute(
        "UPDATE codes SET sheet_id = (SELECT min(first.id) FROM codes AS first"
        " WHERE first.minted_at = codes.minted_at AND first.minted_by = codes.minted_by)"
    )
    op.create_index(op.f("ix_codes_sheet_id"), "codes", ["sheet_id"])
