"""Public full-text search: title, prompt, tags and topic, never answers.

One table on each database, keyed by `rowid` (the question's id): FTS5 on SQLite, tsvector on PostgreSQL. Both get
words already split by `core.words`, and the index is public text only, so that no word, count or rank depends on an
answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session

from app.core.words import words

Where = Literal["anywhere", "title", "not_title"]

MAX_QUERY = 200
MAX_WORDS = 12
MIN_PREFIX = 3

_TABLE = sa.table("question_search", sa.column("rowid"), sa.column("title"), sa.column("body"))
ROW_ID = _TABLE.c.rowid
_TABLE_NAME: sa.ColumnElement[str] = sa.literal_column("question_search")
_INSERT = {
    "sqlite": sa.text("INSERT INTO question_search (rowid, title, body) VALUES (:row, :title, :body)"),
    "postgresql": sa.text(
        "INSERT INTO question_search (rowid, title, body) VALUES (:row,"
        " array_to_tsvector(string_to_array(:title, ' ')), array_to_tsvector(string_to_array(:body, ' ')))"
    ),
}


@dataclass(frozen=True)
class SearchText:
    """The public words of one question."""

    question_id: int
    title: str
    body: str


def shortened(query: str) -> str:
    """At most 200 characters of a query, cut between words: half a word would find nothing."""
    return query if len(query) <= MAX_QUERY else query[:MAX_QUERY].rpartition(" ")[0] or query[:MAX_QUERY]


def query_words(query: str) -> tuple[str, ...]:
    """The words of a query, at most 12; none means that the query is no filter."""
    return tuple(dict.fromkeys(words(shortened(query))))[:MAX_WORDS]


def index(session: Session, texts: Iterable[SearchText]) -> None:
    """Puts the words of these questions into the index, in place of what was there. Two statements."""
    rows: list[dict[str, Any]] = []
    for text in texts:
        title = words(text.title)
        rows.append({"row": text.question_id, "title": " ".join(title), "body": " ".join(title + words(text.body))})
    if rows:
        remove(session, [row["row"] for row in rows])
        session.execute(_INSERT["postgresql" if _is_postgres(session) else "sqlite"], rows)


def remove(session: Session, question_ids: Iterable[int]) -> None:
    """Takes questions out of the index."""
    rows = [{"row": question_id} for question_id in question_ids]
    if rows:
        session.execute(sa.text("DELETE FROM question_search WHERE rowid = :row"), rows)


def matches(session: Session, query: tuple[str, ...], *, where: Where = "anywhere") -> sa.Select[Any]:
    """Selects the ids of the questions that hold every word, anywhere or in the title; `not_title`: not all in it.

    A word of three letters or more also finds words that begin with it.
    """
    if _is_postgres(session):
        expression = " & ".join(f"'{word}':*" if len(word) >= MIN_PREFIX else f"'{word}'" for word in query)
        terms = sa.cast(expression, postgresql.TSQUERY())
        in_title, in_body = _TABLE.c.title.op("@@")(terms), _TABLE.c.body.op("@@")(terms)
        found = {"title": in_title, "anywhere": in_body, "not_title": sa.and_(in_body, sa.not_(in_title))}[where]
        return sa.select(ROW_ID).where(found)
    phrase = " ".join(f'"{word}"*' if len(word) >= MIN_PREFIX else f'"{word}"' for word in query)
    title, body = f"title : ({phrase})", f"body : ({phrase})"
    wanted = {"title": title, "anywhere": body, "not_title": f"({body}) NOT ({title})"}[where]
    return sa.select(ROW_ID).where(_TABLE_NAME.op("MATCH")(wanted))


def _is_postgres(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"
