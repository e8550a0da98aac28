"""The numbers beside filter values: those of the bank or a topic from the facet table, own ones for the viewer."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.browsing.readable import Readable
from app.practice import marks
from app.questions.facets import WHOLE_BANK
from app.questions.models import FacetCount, Question


class FacetTable:
    """The facet counts of the bank, of one topic, and the free questions of unlocked topics. One query."""

    def __init__(self, session: Session, scope: int, unlocked: frozenset[int]) -> None:
        rows = session.execute(
            sa.select(FacetCount.topic_id, FacetCount.facet, FacetCount.value, FacetCount.count).where(
                sa.or_(
                    FacetCount.topic_id.in_({WHOLE_BANK, scope}),
                    sa.and_(FacetCount.topic_id.in_(unlocked), FacetCount.facet == "free"),
                )
            )
        )
        self._counts = {(topic_id, facet, value): count for topic_id, facet, value, count in rows}

    def of(self, scope: int) -> dict[tuple[str, str], int]:
        """(facet, value) → count in the bank (0) or a topic."""
        return {(facet, value): count for (at, facet, value), count in self._counts.items() if at == scope}

    def free(self, scope: int) -> int:
        """How many questions have an answer for everybody."""
        return self._counts.get((scope, "free", "true"), 0)

    def total(self, scope: int) -> int:
        """How many questions there are."""
        return self.free(scope) + self._counts.get((scope, "free", "false"), 0)


def own_counts(session: Session, table: FacetTable, readable: Readable, scope: int) -> dict[tuple[str, str], int]:
    """The counts of `status` and `access` for the viewer. At most one query; two under the gate `attempt`."""
    total, free = table.total(scope), table.free(scope)
    practiced = 0
    if readable.viewer is not None:
        by_topic = marks.counts_by_topic(session, readable.viewer)
        practiced = sum(by_topic.values()) if scope == WHOLE_BANK else by_topic.get(scope, 0)
    return {
        ("status", "practiced"): practiced,
        ("status", "new"): total - practiced,
        ("access", "free"): free,
        ("access", "locked"): total - free - _opened(session, table, readable, scope),
    }


def _opened(session: Session, table: FacetTable, readable: Readable, scope: int) -> int:
    """How many answers that are not free the viewer may read."""
    if readable.gate == "attempt":
        if readable.viewer is None:
            return 0
        opened = sa.select(sa.func.count()).where(Question.status == "ready", ~Question.is_free, readable.opened())
        if scope != WHOLE_BANK:
            opened = opened.where(Question.topic_id == scope)
        return session.execute(opened).scalar_one()
    if readable.gate == "open" or readable.unlocks.covers_all:
        return table.total(scope) - table.free(scope)
    topics = readable.unlocks.topic_ids
    within = topics if scope == WHOLE_BANK else topics & {scope}
    return sum(table.total(topic_id) - table.free(topic_id) for topic_id in within)
