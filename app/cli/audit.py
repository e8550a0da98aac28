"""`audit`: the log of who did what to whom."""

import json
from dataclasses import asdict

import typer

from app.cli.options import AsJson

app = typer.Typer(help="The audit log: prove that it is whole.", no_args_is_help=True)


@app.callback()
def _noun() -> None:
    """Keeps `verify` a word of its own: Typer would drop the name of an only command."""


@app.command()
def verify(*, as_json: AsJson = False) -> None:
    """Walk the hash chain: nothing was changed, put in or taken out. Exit 1 and the first broken entry where not.

    A chain that was cut at its end still looks whole: note the last hash elsewhere, and look for it the next time.
    """
    from app.audit import chain  # noqa: PLC0415 - heavy libraries are imported when they are needed
    from app.cli.database import opened_engine  # noqa: PLC0415
    from app.core.db import reading  # noqa: PLC0415

    with opened_engine() as engine, reading(engine) as session:
        verdict = chain.verify(session)
    if as_json:
        typer.echo(json.dumps({"is_whole": verdict.is_whole, **asdict(verdict)}))
    elif verdict.is_whole:
        typer.echo(f"Whole: {verdict.count} entries. The last one's hash is {verdict.last_hash or 'none'}.")
    else:
        typer.echo(f"Entry {verdict.broken_id} is broken: {verdict.reason}.")
        typer.echo(f"The {verdict.count} entries before it are whole.")
    if not verdict.is_whole:
        raise typer.Exit(1)
