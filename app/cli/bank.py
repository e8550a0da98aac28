"""`recount`."""

import json
from dataclasses import asdict
from typing import Annotated

import typer

from app.cli.options import AsJson


def recount(
    *,
    check: Annotated[bool, typer.Option("--check", help="Only compare; exit 1 on a difference.")] = False,
    as_json: AsJson = False,
) -> None:
    """Recompute the practiced counters from the marks."""
    from app.cli.database import opened_engine  # noqa: PLC0415 - heavy libraries are imported when they are needed
    from app.core.db import reading, writing  # noqa: PLC0415
    from app.practice import recount as counters  # noqa: PLC0415

    with opened_engine() as engine, (reading if check else writing)(engine) as session:
        wrong = counters.differences(session) if check else counters.recount(session)
    if as_json:
        typer.echo(json.dumps({"wrong": [asdict(difference) for difference in wrong], "is_mended": not check}))
    else:
        for difference in wrong:
            typer.echo(f"{difference.id} {difference.slug}: {difference.stored}, by its marks {difference.counted}")
        end = "differ from" if check else "set right, now equal to"
        typer.echo(f"{len(wrong)} counters {end} the marks." if wrong else "Every counter equals its marks.")
    if check and wrong:
        raise typer.Exit(1)
