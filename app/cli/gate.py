"""`gate-check`: the proof, on a throw-away copy of this bank's content, that locked answers do not leak."""

import json
import logging

import typer

from app.cli.options import AsJson


def gate_check(*, as_json: AsJson = False) -> None:
    """Replace every locked answer by canaries, ask everything as everybody, and report what leaks."""
    from app.cli.database import opened_engine  # noqa: PLC0415 - heavy libraries are imported when they are needed
    from app.cli.logs import configure_logs  # noqa: PLC0415
    from app.core.db import reading  # noqa: PLC0415
    from app.gate.check import check  # noqa: PLC0415
    from app.questions.export import stored_files  # noqa: PLC0415

    configure_logs(logging.ERROR)  # thousands of requests are about to be made
    with opened_engine() as engine, reading(engine) as session:
        files = stored_files(session)
    report = check(files)
    if as_json:
        leaks = [{"observer": leak.observer, "call": leak.call, "what": leak.what} for leak in report.leaks]
        typer.echo(json.dumps({"locked": report.locked_count, "requests": report.request_count, "leaks": leaks}))
    else:
        for leak in report.leaks:
            typer.echo(f"LEAK {leak}")
        typer.echo(f"{report.locked_count} locked answers, {report.request_count} requests, {len(report.leaks)} leaks")
    if report.leaks:
        raise typer.Exit(1)
