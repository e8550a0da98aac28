"""Which answers a viewer may read, as a condition for lists; a test holds it to `unlocks.policy`."""

from dataclasses import dataclass

import sqlalchemy as sa

from app.accounts.models import Person
from app.practice import marks
from app.questions.models import Question
from app.unlocks.models import Reveal
from app.unlocks.policy import Gate, Unlocks


@dataclass(frozen=True)
class Readable:
    """A viewer at a gate. `unlocks` matter under the gate `unlock` only."""

    viewer: Person | None
    gate: Gate
    unlocks: Unlocks

    def condition(self) -> sa.ColumnElement[bool]:
        """Whether the viewer may read the answer of the selected question."""
        return sa.or_(Question.is_free, self.opened())

    def opened(self) -> sa.ColumnElement[bool]:
        """Whether the viewer may read it even if it is not free."""
        if self.gate == "open" or (self.gate == "unlock" and self.unlocks.covers_all):
            return sa.true()
        if self.gate == "unlock":
            return Question.topic_id.in_(self.unlocks.topic_ids) if self.unlocks.topic_ids else sa.false()
        if self.viewer is None:
            return sa.false()
        skipped = sa.select(Reveal.question_id).where(
            Reveal.person_id == self.viewer.id, Reveal.question_id == Question.id
        )
        return sa.or_(marks.has_attempted(self.viewer), skipped.correlate(Question).exists())
