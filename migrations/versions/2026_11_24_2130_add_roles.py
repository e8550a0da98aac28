"""give people a role in place of the flag of admins, and the time at which their address was confirmed."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("people", sa.Column("role", sa.Text(), nullable=True))
    op.add_column("people", sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE people SET role = 'admin' WHERE is_admin")
    # Nothing was released with it, so no older code runs on this schema.
    op.drop_column("people", "is_admin")
    op.create_index(op.f("ix_people_role"), "people", ["role"])
    # The gate's last self-test is the newest entry of its action.
    op.create_index("ix_audit_entries_action", "audit_entries", ["action", "id"])
