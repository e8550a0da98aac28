"""`gate-check`: the proof, on a throw-away copy of this bank's content, that locked answers do not leak."""

import json
import logging
import os
import time
from dataclasses import asdict
from typing import Annotated

import typer

from app.cli.options import AsJson

_LOCK_NUMBER = 727_316_003


def gate_check(
    *,
    keep: Annotated[bool, typer.Option("--keep/--no-keep", help="Keep the result in the audit log.")] = True,
    as_json: AsJson = False,
) -> None:
    """Replace every locked answer by canaries, ask everything as everybody, and report what leaks."""
    # A server that starts this has its processes count together in a folder: what is asked here is nobody's request.
    os.environ.pop("PROMETHEUS_MULTIPROC_DIR", None)

    from app.cli.database import opened_engine  # noqa: PLC0415 - heavy libraries are imported when they are needed
    from app.cli.logs import configure_logs  # noqa: PLC0415
    from app.core.clock import utc_now  # noqa: PLC0415
    from app.core.db import alone, reading, writing  # noqa: PLC0415
    from app.gate.check import check  # noqa: PLC0415
    from app.questions.export import stored_files  # noqa: PLC0415
    from app.questions.versions import fingerprint  # noqa: PLC0415
    from app.unlocks import gate_checks  # noqa: PLC0415

    configure_logs(logging.ERROR)  # thousands of requests are about to be made
    # It takes a core for as long as it runs: one at a time, whoever starts it.
    with opened_engine() as engine, alone(engine, "gate-check", _LOCK_NUMBER):
        with reading(engine) as session:
            files, tested = stored_files(session), fingerprint(session)
        began = time.monotonic()
        report = check(files)
        result = gate_checks.GateResult(
            locked=report.locked_count,
            requests=report.request_count,
            leak_count=len(report.leaks),
            leaks=tuple(str(leak) for leak in report.leaks),
            seconds=round(time.monotonic() - began, 1),
            fingerprint=tested,
        )
        if keep:
            with writing(engine) as session:
                gate_checks.keep(session, result, actor="cli", now=utc_now())
    if as_json:
        typer.echo(json.dumps({**asdict(result), "leaks": [asdict(leak) for leak in report.leaks]}))
    else:
        for line in result.leaks:
            typer.echo(f"LEAK {line}")
        typer.echo(f"{result.locked} locked answers, {result.requests} requests, {result.leak_count} leaks")
    if result.leaks:
        raise typer.Exit(1)
