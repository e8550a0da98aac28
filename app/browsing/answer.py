"""An answer as a viewer may read it, or the refusal that says how to open it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.browsing.finding import Found, find
from app.core.errors import Forbidden, SignInNeeded
from app.estimates.plain_html import plain_html
from app.estimates.turning import Turned, turn
from app.estimates.worksheet import Worksheet, from_json
from app.questions.slots import SLOT
from app.unlocks.policy import Access, Gate, readable_answer


class Locked(Forbidden):
    """No unlock covers this answer."""

    title = "The answer is locked"
    code = "locked"


class AttemptFirst(Forbidden):
    """An attempt or a skip would open this answer."""

    title = "Attempt it first"
    code = "attempt_first"


@dataclass(frozen=True)
class SectionView:
    """One section of an answer: its parts are HTML, or the number of the one of `worksheets` that stands there."""

    name: str
    id: str
    parts: tuple[str | int, ...]
    worksheets: tuple[Worksheet, ...]

    @property
    def html(self) -> str:
        """All of it, for programs."""
        return "".join(plain_html(self.worksheets[part - 1]) if isinstance(part, int) else part for part in self.parts)


@dataclass(frozen=True)
class AnswerView:
    """An answer this viewer may read. `worksheets` count from 1, `outline` is `{id, title, level}`."""

    sections: tuple[SectionView, ...]
    worksheets: tuple[Worksheet, ...]
    outline: tuple[dict[str, str], ...]
    reviewed: dict[str, str] | None
    checked_with: dict[str, str]
    claims: tuple[dict[str, str], ...]

    @property
    def turned(self) -> tuple[Turned, ...]:
        """The worksheets with their authors' numbers, to be turned."""
        return tuple(turn(sheet) for sheet in self.worksheets)


def read_answer(session: Session, viewer: Person | None, slug: str, *, gate: Gate, now: datetime) -> AnswerView:
    """The answer of the question at `slug`. At most three queries.

    Raises SignInNeeded for a visitor or guest without the right, Locked or AttemptFirst for the others, and what
    `find` raises.
    """
    return open_question(session, viewer, slug, gate=gate, now=now)[1]


def open_question(
    session: Session, viewer: Person | None, slug: str, *, gate: Gate, now: datetime
) -> tuple[Found, AnswerView]:
    """The question at `slug` with the answer that this viewer may read. Queries and refusals of `read_answer`."""
    found = find(session, slug, viewer, now=now)
    access = access_to(session, found, viewer, gate=gate, now=now)
    view = answer_view(access)
    if view is not None:
        return found, view
    if access.state == "attempt_first":
        raise AttemptFirst("Record an attempt at this question, or skip to the answer; then it opens.")
    if viewer is None or viewer.is_guest:
        raise SignInNeeded("Full answers open to accounts with an unlock. Sign in, then redeem an unlock code.")
    raise Locked("Full answers open with an unlock code from whoever runs this bank. Redeem it at /unlock.")


def access_to(session: Session, found: Found, viewer: Person | None, *, gate: Gate, now: datetime) -> Access:
    """The answer if the viewer may read it, and why or why not. At most two queries."""
    return readable_answer(session, found.question, viewer, gate=gate, has_attempted=found.has_attempted, now=now)


def answer_view(access: Access) -> AnswerView | None:
    """What a face renders of an answer, never its source; None where it may not be read."""
    answer = access.answer
    if answer is None:
        return None
    worksheets = tuple(from_json(stored) for stored in answer.worksheets)
    return AnswerView(
        sections=tuple(_section(section, worksheets) for section in answer.sections),
        worksheets=worksheets,
        outline=tuple(answer.outline),
        reviewed=answer.reviewed,
        checked_with=answer.checked_with,
        claims=tuple(answer.claims),
    )


def _section(stored: dict[str, str], worksheets: tuple[Worksheet, ...]) -> SectionView:
    # Splitting gives HTML and numbers in turn.
    parts = tuple(int(part) if index % 2 else part for index, part in enumerate(SLOT.split(stored["html"])))
    return SectionView(stored["name"], stored["id"], parts, worksheets)
