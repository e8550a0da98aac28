"""add summaries of practice by day, week and ever, filled from what was practiced so far."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# The first day of a period in SQL; {0} is a column of instants.
STARTS = {
    "sqlite": {
        "day": "date({0})",
        "week": "date({0}, '-6 days', 'weekday 1')",
        "ever": "'1970-01-01'",
    },
    "postgresql": {
        "day": "({0} AT TIME ZONE 'UTC')::date",
        "week": "date_trunc('week', {0} AT TIME ZONE 'UTC')::date",
        "ever": "DATE '1970-01-01'",
    },
}
NUMBERS = ("attempts", "people", "marks", "latest", "opened")
COLUMNS = (*NUMBERS, *(f"guest_{number}" for number in NUMBERS))
NO_MARK = "NOT EXISTS (SELECT 1 FROM marks m WHERE m.person_id = t.person_id AND m.question_id = t.question_id)"
# Table, column that says when, condition, and the numbers it gives of people's ids.
SOURCES = (
    ("attempts", "attempted_at", "1 = 1", {"attempts": "count({0})", "people": "count(DISTINCT {0})"}),
    ("marks", "marked_at", "1 = 1", {"marks": "count({0})"}),
    ("marks", "last_attempt_at", "1 = 1", {"latest": "count({0})"}),
    ("reveals", "revealed_at", NO_MARK, {"opened": "count({0})"}),
)


def upgrade() -> None:
    op.create_table(
        "practice_summaries",
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("question_id", sa.Integer(), autoincrement=False, nullable=False),
        *(sa.Column(name, sa.Integer(), server_default="0", nullable=False) for name in COLUMNS),
        sa.PrimaryKeyConstraint("period", "starts_on", "question_id", name=op.f("pk_practice_summaries")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_attempts_person", "attempts", ["person_id", "attempted_at"])
    op.create_index("ix_marks_latest", "marks", ["last_attempt_at", "question_id"])
    parts = [
        _part(source, f"'{period}'", start, scope)
        for source in SOURCES
        for period, start in STARTS[op.get_context().dialect.name].items()
        for scope in ("0", "t.question_id")
    ]
    sums = ", ".join(f"sum({column})" for column in COLUMNS)
    op.execute(
        f"INSERT INTO practice_summaries (period, starts_on, question_id, {', '.join(COLUMNS)})"  # noqa: S608 - only names of ours
        f" SELECT period, starts_on, question_id, {sums} FROM ({' UNION ALL '.join(parts)}) AS parts"
        " GROUP BY period, starts_on, question_id"
    )


def _part(source: tuple[str, str, str, dict[str, str]], period: str, start: str, scope: str) -> str:
    table, at, condition, counts = source
    guests = "CASE WHEN people.email_key IS NULL THEN people.id END"
    numbers = [f"{counts.get(name, '0').format('people.id')} AS {name}" for name in NUMBERS]
    numbers += [f"{counts.get(name, '0').format(guests)} AS guest_{name}" for name in NUMBERS]
    keys = f"{period} AS period, {start.format(f't.{at}')} AS starts_on, {scope} AS question_id"
    return (
        f"SELECT {keys}, {', '.join(numbers)} FROM {table} AS t JOIN people ON people.id = t.person_id"  # noqa: S608
        f" WHERE {condition} GROUP BY 2, 3"
    )
