"""A bank of 100,000 generated questions on SQLite, inserted by the driver in two seconds."""

import sqlalchemy as sa

from app.questions.front_matter import DIFFICULTIES, KINDS, LEVELS

COUNT = 100_000
TOPICS = 18
TAGS = 36

_QUESTIONS = """
INSERT INTO questions (id, external_id, slug, title, topic_id, sort_key, difficulty, difficulty_rank, kind, minutes,
  tags, roles, levels, status, is_free, is_anchor, version, updated_on, prerequisites, related, prompt_markdown,
  prompt_html, hints, practiced_count)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 10, ?, '[]', '[]', 'ready', ?, 0, 1, ?, '[]', '[]', '', '', '[]', ?)
"""


def fill(engine: sa.Engine, count: int) -> None:
    """Every filter value holds a regular share of the questions; every fifth search word is common to all."""
    rows = [_row(number, count) for number in range(1, count + 1)]
    labels = [("tag", f"tag-{row[0] % TAGS}", row[5], row[0]) for row in rows]
    labels += [("level", LEVELS[row[0] % 3], row[5], row[0]) for row in rows]
    words = [(row[0], f"common word{row[0] % 5000}", f"common word{row[0] % 5000} half{row[0] % 2}") for row in rows]
    topics = [(n, f"topic-{n}", f"Topic {n}", n) for n in range(1, TOPICS + 1)]
    facets = [("topic", f"topic-{n}", f"Topic {n}", count // TOPICS) for n in range(1, TOPICS + 1)]
    facets += [("tag", f"tag-{n}", f"tag-{n}", count // TAGS) for n in range(TAGS)]
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        driver.execute("PRAGMA synchronous=OFF")
        driver.execute("BEGIN")
        driver.executemany("INSERT INTO topics VALUES (?, ?, ?, ?, '', '', 'A file.', '')", topics)
        driver.executemany(_QUESTIONS, rows)
        driver.executemany("INSERT INTO question_labels VALUES (?, ?, ?, ?)", sorted(labels))
        driver.executemany("INSERT INTO question_search (rowid, title, body) VALUES (?, ?, ?)", words)
        driver.executemany("INSERT INTO facet_counts VALUES (0, ?, ?, ?, ?)", facets)
        driver.execute("COMMIT")


def _row(number: int, count: int) -> tuple[object, ...]:
    topic = number * TOPICS // (count + 1) + 1
    difficulty, kind = DIFFICULTIES[number % 3], KINDS[number % 5]
    key, day = f"{topic:04d}/{number:06d}", f"2026-{number % 12 + 1:02d}-01"
    return (
        *(number, f"{number:06d}", f"q-{number}", f"Common word{number % 5000}", topic, key),
        *(difficulty, number % 3 + 1, kind, f'["tag-{number % TAGS}"]', number % 10 == 0, day, number % 7),
    )
