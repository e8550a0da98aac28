"""name each token of a person once, and find what one person did without reading the whole log."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # A unique index, because SQLite can't add a constraint to a table that is there.
    op.create_index("uq_api_tokens_name", "api_tokens", ["person_id", "name"], unique=True)
    op.create_index("ix_audit_entries_actor", "audit_entries", ["actor", "id"])
