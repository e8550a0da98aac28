"""The loads so far: who, when, how much each changed, and which took which back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.finding import names_of
from app.core.errors import NotFound
from app.questions.models import Batch


@dataclass(frozen=True)
class ListedBatch:
    """One load; `undoes_id` is the batch it took back, `undone_by_id` the one that took it back and still holds.

    `by` is how pages call the `actor`.
    """

    id: int
    name: str
    actor: str
    by: str
    loaded_at: datetime
    added: int
    changed: int
    unchanged: int
    retired: int
    undoes_id: int | None
    undone_by_id: int | None

    @property
    def label(self) -> str:
        """How others refer to it: `batch 7 (serving wave 2)`."""
        return f"batch {self.id} ({self.name})"


def batches(session: Session) -> list[ListedBatch]:
    """Every load, the newest first. Two queries."""
    found = session.scalars(sa.select(Batch).order_by(Batch.id.desc())).all()
    names = names_of(session, {batch.actor for batch in found})
    undone_by = _undone_by((batch.id, batch.undoes_id) for batch in found)
    return [
        ListedBatch(
            id=batch.id,
            name=batch.name,
            actor=batch.actor,
            by=names[batch.actor],
            loaded_at=batch.loaded_at,
            added=batch.added_count,
            changed=batch.changed_count,
            unchanged=batch.unchanged_count,
            retired=batch.retired_count,
            undoes_id=batch.undoes_id,
            undone_by_id=undone_by.get(batch.id),
        )
        for batch in found
    ]


def find_batch(loads: Iterable[ListedBatch], batch_id: int) -> ListedBatch:
    """One of the loads; raises NotFound."""
    for batch in loads:
        if batch.id == batch_id:
            return batch
    raise NotFound(f"There is no batch {batch_id}; `seeds batches` and /admin/seeds list them.")


def _undone_by(newest_first: Iterable[tuple[int, int | None]]) -> dict[int, int]:
    """For each batch that is taken back, the batch that did it: a later one, itself not taken back."""
    undone_by: dict[int, int] = {}
    for batch_id, undoes_id in newest_first:
        if undoes_id is not None and batch_id not in undone_by:
            undone_by.setdefault(undoes_id, batch_id)
    return undone_by
