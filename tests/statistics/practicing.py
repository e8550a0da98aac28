"""Practices in bulk, by SQL: each person once at each question, evenly over the year before `now`."""

import sqlalchemy as sa

_PEOPLE = """
INSERT INTO people (id, email, email_key, created_at)
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :people)
SELECT i, CASE WHEN i % 2 THEN i || '@example.org' END, CASE WHEN i % 2 THEN i || '@example.org' END, :now FROM n
"""
_ATTEMPTS = """
INSERT INTO attempts (person_id, question_id, attempted_at, question_version)
SELECT person, question, strftime('%Y-%m-%d %H:%M:%f000', :now, '-' || seconds || ' seconds'), 1
FROM (
  SELECT people.id AS person, questions.id AS question,
    (people.id * 7919 * 997 + questions.id * 104729) % 31536000 AS seconds
  FROM people CROSS JOIN questions WHERE questions.id <= :questions
)
"""
_MARKS = """
INSERT INTO marks (person_id, question_id, marked_at, last_attempt_at, question_version)
SELECT person_id, question_id, attempted_at, attempted_at, 1 FROM attempts
"""


def practice(session, *, people, questions, now):
    """Makes the people, every second of them a guest, and what they practiced. On SQLite only."""
    values = {"people": people, "questions": questions, "now": now.strftime("%Y-%m-%d %H:%M:%S.000000")}
    for statement in (_PEOPLE, _ATTEMPTS, _MARKS):
        session.execute(sa.text(statement), values)
