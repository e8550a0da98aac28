"""store worksheets with their answers, which of them are drilled, and the facts that prompts use."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Filled when `migrate` renders the stored sources again: their stamp is that of older code.
    for table, column in (("answers", "worksheets"), ("questions", "prompt_facts")):
        op.add_column(table, sa.Column(column, sa.JSON(), server_default="[]", nullable=False))
    # An upload under review keeps its review as JSON, which says more of facts now: whoever waits uploads again.
    op.execute("DELETE FROM seed_uploads")
    op.create_table(
        "drilled_worksheets",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_drilled_worksheets_question_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("question_id", "position", name=op.f("pk_drilled_worksheets")),
    )
