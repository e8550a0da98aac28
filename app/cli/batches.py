"""`seeds batches` and `seeds undo`."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.options import AsJson
from app.cli.seeds import as_counts
from app.core.integers import MAX_INTEGER

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from app.questions.batches import ListedBatch
    from app.questions.seed_loading import LoadReport

ACTOR = "cli"


def list_batches(*, as_json: AsJson = False) -> None:
    """List the loads so far, newest first: number, when, by whom, what changed, name."""
    from app.cli.database import opened_engine  # noqa: PLC0415 - heavy libraries are imported when they are needed
    from app.core.db import reading  # noqa: PLC0415
    from app.questions.batches import batches  # noqa: PLC0415

    with opened_engine() as engine, reading(engine) as session:
        listed = batches(session)
    if as_json:
        typer.echo(json.dumps({"batches": [asdict(batch) for batch in listed]}, default=datetime.isoformat))
        return
    for batch in listed:
        typer.echo(_line(batch))


def undo(
    batch_id: Annotated[int, typer.Argument(metavar="BATCH", min=1, max=MAX_INTEGER, help="From `seeds batches`.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Take a load back: every file as it was before, as a load of its own. What people did stays."""
    from app.cli.database import opened_engine  # noqa: PLC0415

    with opened_engine() as engine:
        report = undo_in(engine, batch_id)
    if as_json:
        typer.echo(json.dumps({**as_counts(report), "undoes": batch_id}))
    else:
        typer.echo(f"Batch {batch_id} undone as batch {report.batch_id}: {report}")


def undo_in(engine: "Engine", batch_id: int) -> "LoadReport":
    """Takes the batch back. Raises NotFound, and CantBeUndone with the reason."""
    from app.authoring.undo import prepare_undo, read_undo, undo  # noqa: PLC0415
    from app.core.clock import utc_now  # noqa: PLC0415
    from app.core.db import reading, writing  # noqa: PLC0415
    from app.questions.load_retry import retried  # noqa: PLC0415

    def attempt() -> "LoadReport":
        with reading(engine) as session:
            planned = read_undo(session, batch_id)
        prepared = prepare_undo(planned)
        with writing(engine) as session:
            return undo(session, ACTOR, planned.batch, prepared=prepared, now=utc_now())

    return retried(attempt)


def _line(batch: "ListedBatch") -> str:
    counts = f"{batch.added} added, {batch.changed} changed, {batch.unchanged} unchanged, {batch.retired} retired"
    undone = f"undone by batch {batch.undone_by_id}" if batch.undone_by_id else ""
    parts = [str(batch.id), f"{batch.loaded_at:%Y-%m-%d %H:%M} UTC", batch.actor, counts, batch.name, undone]
    return "\t".join(parts).rstrip()
