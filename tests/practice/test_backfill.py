"""The migration that adds the summaries fills them from what was practiced before."""

from datetime import timedelta

import sqlalchemy as sa
from alembic import command

from app import migration
from app.core.db import reading, writing
from app.practice.recording import record_attempt, withdraw
from app.practice.recount import differences
from app.practice.revealing import reveal
from tests.bank import add_person
from tests.factories import make_question
from tests.practice.summing import expected, stored

BEFORE = (
    "DROP TABLE practice_summaries",
    "DROP INDEX ix_attempts_person",
    "DROP INDEX ix_marks_latest",
    "UPDATE alembic_version SET version_num = '0005'",
)


def practice(session, now):
    """Members and guests who do a little of everything, over two weeks."""
    questions = [make_question(session, number) for number in (1, 2, 3)]
    people = [add_person(session, email) for email in ("alice@example.org", "bob@example.org", None, None)]
    for day in range(12):
        person, question = people[day % 4], questions[day % 3]
        record_attempt(session, person, question, now=now + timedelta(days=day))
        reveal(session, people[(day + 1) % 4], question, now=now + timedelta(days=day))
    withdraw(session, people[0], questions[0])


def test_the_migration_counts_what_was_practiced_before(own_engine, now):
    with writing(own_engine) as session:
        practice(session, now)
    with own_engine.begin() as connection:
        for statement in BEFORE:
            connection.execute(sa.text(statement))
    with own_engine.connect() as connection:
        config = migration._config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0006")
        connection.commit()
    with reading(own_engine) as session:
        assert len(stored(session)) > 100
        assert stored(session) == expected(session)
        assert differences(session) == []
