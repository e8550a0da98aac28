"""Commands, one file per noun. Heavy libraries are imported inside the commands, so that `--help` answers at once."""

import sys
from typing import TYPE_CHECKING, NoReturn

import typer

from app.cli import audit, bank, batches, codes, gate, seeds, serving, status, users

if TYPE_CHECKING:
    from sqlalchemy.exc import DBAPIError

app = typer.Typer(
    name="headroom",
    help="Headroom: a self-hosted interview-prep question bank.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("serve")(serving.serve)
app.command("migrate")(serving.migrate)
app.add_typer(seeds.app, name="seeds")
seeds.app.command("batches")(batches.list_batches)
seeds.app.command("undo")(batches.undo)
app.add_typer(users.app, name="users")
app.add_typer(codes.app, name="codes")
app.add_typer(audit.app, name="audit")
app.command("recount")(bank.recount)
app.command("gate-check")(gate.gate_check)
app.command("status")(status.status)


def main() -> None:
    """Runs a command. What it refuses is one line on stderr and exit 1; wrong usage is exit 2."""
    try:
        "".join(sys.argv).encode()
    except UnicodeEncodeError:
        # A shell passes any bytes; what is no text can be neither stored nor shown.
        _leave("an argument is no text in UTF-8", code=2)
    try:
        app()
    except Exception as error:
        line = _as_line(error)
        if line is None:
            raise
        _leave(line, code=1)


def _leave(line: str, *, code: int) -> NoReturn:
    sys.stderr.write(f"headroom: {line}\n")
    sys.exit(code)


def _as_line(error: Exception) -> str | None:
    """The one line for an error that is the input's or the state's fault; None for a bug of ours."""
    from sqlalchemy.exc import DBAPIError  # noqa: PLC0415 - only when something failed

    from app.core.db import DatabaseBusy, ReadOnlyFolder  # noqa: PLC0415
    from app.core.errors import Refusal  # noqa: PLC0415
    from app.migration import NewerDatabase  # noqa: PLC0415
    from app.settings import WrongSetting  # noqa: PLC0415

    if isinstance(error, Refusal | DatabaseBusy | ReadOnlyFolder | NewerDatabase | WrongSetting):
        return str(error)
    if isinstance(error, DBAPIError) and _is_its_state(error):
        return f"the database refused: {str(error.orig).splitlines()[0]}"
    return None


def _is_its_state(error: "DBAPIError") -> bool:
    """Whether the database is away, full, read-only or broken, rather than asked something wrong."""
    from sqlalchemy.exc import DatabaseError, InternalError, OperationalError  # noqa: PLC0415

    # A corrupted SQLite file raises the base class itself; without a statement, connecting failed.
    return (
        isinstance(error, OperationalError | InternalError) or type(error) is DatabaseError or error.statement is None
    )
