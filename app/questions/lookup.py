"""Finds a question by its slug, today's or an old one."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.core.slugs import is_slug
from app.questions.models import OldSlug, Question


class Moved(Exception):
    """The question has another slug now."""

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.slug = slug


def one(session: Session, statement: sa.Select[Any], slug: str) -> sa.Row[Any]:
    """The row that `statement` selects for the question at `slug`.

    Raises Moved when the slug is an old one, NotFound when it is none or a draft's. One query; two when it raises.
    """
    # A slug of another form can be nobody's, and a NUL in it would be an error to PostgreSQL.
    row = session.execute(statement.where(Question.slug == slug)).one_or_none() if is_slug(slug) else None
    if row is not None:
        return row
    current = _current_slug(session, slug) if is_slug(slug) else None
    if current is None:
        raise no_question()
    raise Moved(current)


def no_question() -> NotFound:
    """The refusal of a question that is not there: the same words where it is there, but not for this viewer."""
    return NotFound("There is no question at this address.")


def _current_slug(session: Session, old: str) -> str | None:
    # A draft's slug is nobody's to know; its admins have the list of their files.
    known = sa.select(Question.slug).where(Question.status != "draft")
    moved = known.join(OldSlug, OldSlug.question_id == Question.id)
    return session.execute(moved.where(OldSlug.slug == old)).scalar_one_or_none()
