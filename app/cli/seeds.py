"""`seeds check`, `load`, `export`, `verify`."""

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from app.cli.facts_moved import as_json as moved_as_json
from app.cli.facts_moved import as_lines as moved_as_lines
from app.cli.options import AsJson

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from app.core.fields import Problem
    from app.questions.preparing import Prepared
    from app.questions.seed_files import SeedFile
    from app.questions.seed_loading import LoadReport
    from app.questions.stored_bank import StoredBank

app = typer.Typer(help="Check, load, export and compare seed files.", no_args_is_help=True)

Paths = Annotated[list[Path], typer.Argument(help="Seed files, or folders of a bank or topic.", metavar="PATH...")]


@app.command()
def check(paths: Paths, *, as_json: AsJson = False) -> None:
    """Report every problem of the files at once; exit 1 if any is an error. Needs no database."""
    from app.questions.preparing import prepare  # noqa: PLC0415 - heavy libraries are imported when they are needed
    from app.questions.seed_files import read_paths  # noqa: PLC0415

    files, problems = read_paths(paths)
    problems += _with_origins(prepare(files).problems, files)
    error_count = sum(not problem.is_warning for problem in problems)
    warning_count = len(problems) - error_count
    if as_json:
        found = [problem.as_json() for problem in problems]
        typer.echo(json.dumps({"problems": found, "errors": error_count, "warnings": warning_count}))
    else:
        for problem in problems:
            typer.echo(str(problem))
        typer.echo(f"{_count(len(files), 'file')}: {_count(error_count, 'error')}, {_count(warning_count, 'warning')}")
    if error_count:
        raise typer.Exit(1)


@app.command()
def load(
    paths: Paths,
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Write nothing, print the same, and what facts move.")
    ] = False,
    prune: Annotated[bool, typer.Option("--prune", help="Retire what the bank's folder no longer holds.")] = False,
    name: Annotated[str | None, typer.Option(help="What to call this load in the log.", metavar="TEXT")] = None,
    as_json: AsJson = False,
) -> None:
    """Load seed files: all or nothing. Loading twice changes nothing."""
    from app.cli.database import opened_engine  # noqa: PLC0415
    from app.questions.preparing import WrongSeeds  # noqa: PLC0415

    if dry_run:
        _try_on(paths, prune=prune, as_json=as_json)
        return
    name = name or ", ".join(str(path) for path in paths)
    try:
        with opened_engine() as engine:
            report = load_into(engine, paths, actor="cli", name=name, prune=prune)
    except WrongSeeds as wrong:
        if as_json:
            typer.echo(json.dumps(_as_problems(wrong.problems)))
        _refuse(wrong.problems)
    typer.echo(json.dumps(as_counts(report)) if as_json else str(report))


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(help="A new or empty folder.", metavar="DIR")], *, as_json: AsJson = False
) -> None:
    """Write the bank as seed files, byte for byte."""
    from app.questions import export as exporting  # noqa: PLC0415

    files = _stored_files()
    exporting.write_files(files, folder)
    typer.echo(json.dumps({"files": len(files)}) if as_json else f"{len(files)} files written to {folder}")


@app.command()
def verify(
    folder: Annotated[Path, typer.Argument(help="The bank's folder.", metavar="DIR")], *, as_json: AsJson = False
) -> None:
    """Compare a folder with the bank; exit 1 and the list where they differ."""
    from app.questions import export as exporting  # noqa: PLC0415
    from app.questions.preparing import WrongSeeds  # noqa: PLC0415
    from app.questions.seed_files import read_paths  # noqa: PLC0415

    files, problems = read_paths([folder])
    if problems:
        raise WrongSeeds(problems)
    lines = exporting.differences(files, _stored_files())
    if as_json:
        typer.echo(json.dumps({"differences": lines}))
    else:
        for line in lines:
            typer.echo(line)
        typer.echo(f"{len(lines)} differences" if lines else f"{len(files)} files agree with the bank")
    if lines:
        raise typer.Exit(1)


def as_counts(report: "LoadReport") -> dict[str, int | None]:
    """The report as its JSON says it."""
    return {
        "added": report.added,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "retired": report.retired,
        "batch": report.batch_id,
    }


def load_into(engine: "Engine", paths: list[Path], *, actor: str, name: str, prune: bool = False) -> "LoadReport":
    """Loads the files into the bank. Raises WrongSeeds with every error."""
    from app.core.clock import utc_now  # noqa: PLC0415
    from app.core.db import writing  # noqa: PLC0415
    from app.questions import seed_loading  # noqa: PLC0415
    from app.questions.load_retry import retried  # noqa: PLC0415
    from app.questions.seed_files import read_paths  # noqa: PLC0415

    files, unreadable = read_paths(paths)

    def attempt() -> "LoadReport":
        prepared, _ = _prepare(engine, files, prune=prune)
        prepared.problems = unreadable + _with_origins(prepared.problems, files)
        prepared.refuse_errors()
        if prepared.is_empty:
            return seed_loading.report(prepared)
        with writing(engine) as session:
            return seed_loading.load(session, prepared, actor=actor, name=name, now=utc_now())

    return retried(attempt)


def _try_on(paths: list[Path], *, prune: bool, as_json: bool) -> None:
    """Prints what loading the files would write, and what the facts it changes would move; exit 1 for an error."""
    from app.authoring.facts_moved import facts_moved  # noqa: PLC0415
    from app.cli.database import opened_engine  # noqa: PLC0415
    from app.questions.seed_files import read_paths  # noqa: PLC0415
    from app.questions.seed_loading import report  # noqa: PLC0415

    files, unreadable = read_paths(paths)
    with opened_engine() as engine:
        prepared, stored = _prepare(engine, files, prune=prune)
    moved = facts_moved(files, prepared, stored)
    problems = unreadable + _with_origins(prepared.problems, files)
    errors = [problem for problem in problems if not problem.is_warning]
    counts = report(prepared)
    if as_json:
        typer.echo(json.dumps((_as_problems(errors) if errors else as_counts(counts)) | moved_as_json(moved)))
    else:
        for line in [*([] if errors else [str(counts)]), *moved_as_lines(moved)]:
            typer.echo(line)
    if errors:
        _refuse(errors)


def _refuse(errors: "list[Problem]") -> NoReturn:
    for error in errors:
        typer.echo(str(error), err=True)
    typer.echo(f"headroom: nothing was loaded, {_count(len(errors), 'error')}", err=True)
    raise typer.Exit(1)


def _as_problems(errors: "list[Problem]") -> dict[str, Any]:
    return {"problems": [problem.as_json() for problem in errors]}


def _prepare(engine: "Engine", files: "list[SeedFile]", *, prune: bool) -> "tuple[Prepared, StoredBank]":
    from app.core.db import reading  # noqa: PLC0415
    from app.questions.preparing import prepare  # noqa: PLC0415
    from app.questions.versions import read_bank  # noqa: PLC0415

    with reading(engine) as session:
        stored = read_bank(session)
    return prepare(files, stored, prune=prune), stored


def render_stale(engine: "Engine") -> int:
    """Renders stored sources again where this code or a fact would make other HTML; the number of questions.

    What this code refuses is named on stderr, and shown as it was until it is mended and loaded.
    """
    from app.core.db import reading, writing  # noqa: PLC0415
    from app.questions import seed_loading  # noqa: PLC0415
    from app.questions.preparing import prepare  # noqa: PLC0415
    from app.questions.versions import read_bank  # noqa: PLC0415

    with reading(engine) as session:
        stored = read_bank(session)
    prepared = prepare([], stored)
    for problem in prepared.problems:
        if not problem.is_warning:
            typer.echo(f"{problem} (shown as it was rendered before; mend the file and load it)", err=True)
    if prepared.is_empty:
        return 0
    try:
        with writing(engine) as session:
            return seed_loading.render_again(session, prepared)
    except seed_loading.BankChanged:
        return 0  # the load that came between has rendered with this code or will be rendered at the next start


def _stored_files() -> "list[SeedFile]":
    from app.cli.database import opened_engine  # noqa: PLC0415
    from app.core.db import reading  # noqa: PLC0415
    from app.questions import export as exporting  # noqa: PLC0415

    with opened_engine() as engine, reading(engine) as session:
        return exporting.stored_files(session)


def _with_origins(problems: "list[Problem]", files: "list[SeedFile]") -> "list[Problem]":
    """The problems with the paths as the person knows them."""
    origins = {file.path: file.origin for file in files}
    return [replace(problem, path=origins.get(problem.path, problem.path)) for problem in problems]


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
