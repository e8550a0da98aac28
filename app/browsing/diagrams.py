"""The drawing at an address, if this viewer may see it."""

import re
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.accounts.roles import DRAFT_READERS
from app.practice import marks
from app.questions.models import PromptDiagram, Question
from app.unlocks.policy import Gate, no_drawing, readable_diagram

_DIGEST = re.compile(r"[0-9a-f]{64}")


def readable_svg(session: Session, digest: str, viewer: Person | None, *, gate: Gate, now: datetime) -> str:
    """The SVG: of a prompt for everybody (of a draft's for admins), of an answer for whoever may read that answer.

    Raises NotFound for all others, as for a drawing that is not there. One query for a prompt's, at most five.
    """
    # A digest of another form is nobody's, and a NUL in it would be an error to PostgreSQL.
    if not _DIGEST.fullmatch(digest):
        raise no_drawing()
    prompts = (
        sa.select(PromptDiagram.svg)
        .join(Question, Question.id == PromptDiagram.question_id)
        .where(PromptDiagram.digest == digest)
        .limit(1)
    )
    if viewer is None or viewer.role not in DRAFT_READERS:
        prompts = prompts.where(Question.status != "draft")
    svg = session.scalar(prompts)
    if svg is not None:
        return svg

    def has_attempted(question: Question) -> bool:
        return session.scalar(sa.select(marks.has_attempted(viewer)).where(Question.id == question.id)) is True

    return readable_diagram(session, digest, viewer, gate=gate, has_attempted=has_attempted, now=now)
