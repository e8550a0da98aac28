"""`status`."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from app.cli.options import AsJson

if TYPE_CHECKING:
    from app.cli.status_report import Report

KIB = 1024
# What the census counts of kinds, as a line of it is called.
KINDS = {"questions": "{} questions", "people": "{}s", "unlocks": "unlocks granted by {}"}


def status(*, as_json: AsJson = False) -> None:
    """Tell what the bank holds, what it runs on, and what deserves a look. Changes nothing, whatever it finds."""
    from app.cli.status_report import look  # noqa: PLC0415 - heavy libraries are imported when they are needed
    from app.core.clock import utc_now  # noqa: PLC0415
    from app.settings import load_settings  # noqa: PLC0415

    report = look(load_settings(), now=utc_now())
    if as_json:
        typer.echo(json.dumps(asdict(report)))
        return
    parts = [list(part) for part in (_counted(report), _database(report), report.versions.items())]
    width = max(len(name) for part in parts for name, _ in part)
    blocks = [[f"{name:<{width}}  {value}" for name, value in part] for part in parts]
    blocks.append([f"warning: {warning}" for warning in report.warnings])
    typer.echo("\n\n".join("\n".join(lines) for lines in blocks if lines))


def _counted(report: "Report") -> Iterator[tuple[str, str]]:
    for what, count in (report.counts or {}).items():
        if isinstance(count, dict):
            for kind, number in sorted(count.items()):
                yield KINDS[what].format(kind), f"{number:,}"
        else:
            hint = " (compare: headroom recount --check)" if what == "marks" else ""
            yield what.replace("_", " "), f"{count:,}{hint}"
    if report.fingerprint:
        yield "fingerprint", report.fingerprint


def _database(report: "Report") -> Iterator[tuple[str, str]]:
    database, schema = report.database, report.schema
    yield "database", f"{database.kind} {database.version or ''}".rstrip()
    yield "kept at", database.place
    if database.bytes is not None:
        yield "size", f"{database.bytes / KIB:,.0f} kB"
    yield "schema", f"{schema.revision or 'none'} ({'head' if schema.is_head else f'this code needs {schema.head}'})"
