"""`recount`."""

import json
from dataclasses import asdict
from typing import Annotated

import typer

from app.cli.options import AsJson

MAX_LINES = 20


def recount(
    *,
    check: Annotated[bool, typer.Option("--check", help="Only compare; exit 1 on a difference.")] = False,
    as_json: AsJson = False,
) -> None:
    """Recompute the practiced counters and their summaries from attempts, marks and openings."""
    from app.cli.database import opened_engine  # noqa: PLC0415 - heavy libraries are imported when they are needed
    from app.core.db import reading, writing  # noqa: PLC0415
    from app.practice import recount as counters  # noqa: PLC0415

    with opened_engine() as engine, (reading if check else writing)(engine) as session:
        wrong = counters.differences(session) if check else counters.recount(session)
    if as_json:
        typer.echo(json.dumps({"wrong": [asdict(difference) for difference in wrong], "is_mended": not check}))
    else:
        for one in wrong[:MAX_LINES]:
            name = f"{one.id} {one.slug}".strip()
            typer.echo(f"{name}: {one.number} is {one.stored}, by a recount {one.counted}")
        if len(wrong) > MAX_LINES:
            typer.echo(f"… and {len(wrong) - MAX_LINES} more")
        end = "differ from" if check else "set right, now equal to"
        typer.echo(f"{len(wrong)} numbers {end} a recount." if wrong else "Every number equals a recount.")
    if check and wrong:
        raise typer.Exit(1)
