"""The worksheets of answers that a viewer may read: one at an address, and all that can be drilled."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.browsing.answer import open_question
from app.browsing.readable import Readable
from app.core.errors import NotFound
from app.estimates.worksheet import Worksheet
from app.questions.models import Question
from app.unlocks.policy import Drill, Gate, active_unlocks, drills


@dataclass(frozen=True)
class OpenWorksheet:
    """Worksheet number `position` of an answer that the viewer may read."""

    question: Question
    topic_slug: str
    topic_title: str
    position: int
    sheet: Worksheet


def open_worksheet(
    session: Session, viewer: Person | None, slug: str, position: int, *, gate: Gate, now: datetime
) -> OpenWorksheet:
    """The worksheet if the viewer may read its answer. At most three queries.

    Refuses as `read_answer` does before it looks whether there is such a worksheet: what a locked answer holds shows
    nowhere. Raises NotFound where there is none.
    """
    found, answer = open_question(session, viewer, slug, gate=gate, now=now)
    if not 1 <= position <= len(answer.worksheets):
        raise NotFound("This answer has no such worksheet.")
    sheet = answer.worksheets[position - 1]
    return OpenWorksheet(found.question, found.topic_slug, found.topic_title, position, sheet)


def readable_drills(session: Session, viewer: Person | None, *, gate: Gate, now: datetime) -> list[Drill]:
    """What this viewer may be drilled with, in syllabus order. At most two queries."""
    unlocks = active_unlocks(session, viewer, now=now)
    return drills(session, Readable(viewer, gate, unlocks).condition())


def free_drills(session: Session) -> list[Drill]:
    """What everybody may be drilled with, in syllabus order. One query."""
    return drills(session, Question.is_free)
