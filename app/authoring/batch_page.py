"""A batch as its page shows it: what it did to each file, whom that reaches now, and whether it can be taken back."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.authoring.undo import CantBeUndone, read_undo
from app.core.errors import NotFound
from app.questions.batches import ListedBatch
from app.questions.source_changes import FileChange, file_changes

ON_A_PAGE = 100


@dataclass(frozen=True)
class ShownBatch:
    """Page `number` of `count` of the files of a batch; `reasons` say why it can't be undone, none where it can.

    `most_people` practiced the one of its questions that most people did.
    """

    batch: ListedBatch
    files: tuple[FileChange, ...]
    file_count: int
    most_people: int
    number: int
    count: int
    reasons: tuple[str, ...]


def show(session: Session, batch_id: int, number: int, reasons: tuple[str, ...] = ()) -> ShownBatch:
    """The batch with a page of its files. At most nine queries. Raises NotFound.

    `reasons` are those that only trying to undo it finds: what would be left of the bank takes long to check.
    """
    try:
        batch = read_undo(session, batch_id).batch
    except CantBeUndone as refusal:
        batch, reasons = refusal.batch, tuple(refusal.reasons)
    files = file_changes(session, batch_id)
    count = max(1, -(-len(files) // ON_A_PAGE))
    if number > count:
        raise NotFound(f"The files of this batch fill {count} pages.")
    return ShownBatch(
        batch=batch,
        files=tuple(files[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]),
        file_count=len(files),
        most_people=max((file.people for file in files), default=0),
        number=number,
        count=count,
        reasons=reasons,
    )
