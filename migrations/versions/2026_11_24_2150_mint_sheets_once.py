"""mint a sheet of codes once for each form, and find what was done to one person without reading the whole log."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("codes", sa.Column("mint_key", sa.Text(), nullable=True))
    op.create_index(op.f("ix_codes_mint_key"), "codes", ["mint_key"], unique=True)
    op.create_index("ix_audit_entries_target", "audit_entries", ["target", "id"])
