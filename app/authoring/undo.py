"""Takes a load back: every file as it was before, as a batch of its own. What people did with questions stays.

In three steps, because the middle one is slow: `read_undo` in a transaction that reads, `prepare_undo` in none, `undo`
in one that writes. If the bank changes in between, the last one says so and writes nothing.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.core.errors import Invalid
from app.questions.batches import ListedBatch, batches, find_batch
from app.questions.preparing import Prepared, WrongSeeds, prepare
from app.questions.seed_files import SeedFile
from app.questions.seed_loading import LoadReport, load
from app.questions.source_changes import ChangedSource, changed_since, changed_sources
from app.questions.stored_bank import StoredBank
from app.questions.versions import read_bank


class CantBeUndone(Invalid):
    """Something stands in the way of undoing `batch`; `reasons` are all of it, each a line."""

    def __init__(self, batch: ListedBatch, reasons: list[str]) -> None:
        self.batch, self.reasons = batch, reasons
        more = f" (and {len(reasons) - 1} more reasons)" if len(reasons) > 1 else ""
        super().__init__({"batch": f"Batch {batch.id} can't be undone: {reasons[0]}{more}"})


@dataclass(frozen=True)
class Undo:
    """What taking `batch` back means: the files to load into `stored`, and the paths at which nothing may stay."""

    batch: ListedBatch
    stored: StoredBank
    files: tuple[SeedFile, ...]
    leaving: frozenset[str]


def read_undo(session: Session, batch_id: int) -> Undo:
    """How to take the batch back. Raises NotFound, and CantBeUndone unless each of its files is as it left it.

    Seven queries, one more where something stands in the way.
    """
    loads = batches(session)
    batch = find_batch(loads, batch_id)
    stored = read_bank(session)
    changes = changed_sources(session, batch_id)
    if batch.undone_by_id:
        by = batch.undone_by_id
        raise CantBeUndone(batch, [f"batch {by} has undone it already. To have it back, undo batch {by}."])
    if not changes:
        raise CantBeUndone(batch, ["it changed no file, so there is nothing to take back."])
    moved_on = _moved_on(changes, stored)
    if moved_on:
        raise CantBeUndone(batch, _blamed(session, loads, batch, moved_on))
    files = tuple(SeedFile(change.path, change.before.encode()) for change in changes if change.before is not None)
    return Undo(batch, stored, files, frozenset(change.path for change in changes))


def prepare_undo(undo: Undo) -> Prepared:
    """What the undo would write; slow where much is to be rendered. Raises CantBeUndone where others need the batch."""
    try:
        prepared = prepare(list(undo.files), undo.stored, leaving=undo.leaving)
        prepared.refuse_errors()
    except WrongSeeds as wrong:
        raise CantBeUndone(undo.batch, [f"it would leave an error: {problem}" for problem in wrong.problems]) from None
    return prepared


def undo(session: Session, actor: str, batch: ListedBatch, *, prepared: Prepared, now: datetime) -> LoadReport:
    """Writes the undo of `batch`, prepared by `prepare_undo`. Raises BankChanged where the bank is another by now."""
    what = batch.label if batch.undoes_id is None else f"batch {batch.id}, which undid batch {batch.undoes_id}"
    return load(session, prepared, actor=actor, name=f"Undo of {what}", now=now, undoes_id=batch.id)


def _moved_on(changes: Collection[ChangedSource], stored: StoredBank) -> dict[str, set[str]]:
    """The files that are no longer as the batch left them, each with the ids or paths that a later change names."""
    left = {change.path: (change.external_id, change.after) for change in changes if change.after is not None}
    now = stored.holders
    moved_on: dict[str, set[str]] = {}
    for change in changes:
        holder = now.get(change.path)
        question = stored.questions.get(change.external_id or "")
        lies_elsewhere = question is not None and question.has_file and question.path not in left
        if left.get(change.path) != holder or lies_elsewhere:
            names = moved_on.setdefault(change.path, set())
            names |= {change.external_id or change.path, (holder and holder[0]) or change.path}
    return moved_on


def _blamed(
    session: Session, loads: Iterable[ListedBatch], batch: ListedBatch, moved_on: dict[str, set[str]]
) -> list[str]:
    """For each later load that changed some of the files and still holds, newest first, a line that names all three."""
    since = changed_since(session, batch.id)
    reasons = []
    for later in loads:
        takes_back_later = later.undoes_id is not None and later.undoes_id > batch.id
        files = sorted(path for path, names in moved_on.items() if names & since.get(later.id, set()))
        if files and not later.undone_by_id and not takes_back_later:
            which = files[0] if len(files) == 1 else f"{files[0]} and {len(files) - 1} more of its files"
            reasons.append(f"{later.label} by {later.by} changed {which} since. Undo batch {later.id} first.")
    return reasons
