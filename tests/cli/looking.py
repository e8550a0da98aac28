"""Asks `headroom status` about a database."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer import Typer
from typer.testing import CliRunner

from app.cli.status import status
from app.core.db import create_engine
from app.migration import migrate

_app = Typer()
_app.command()(status)


def made(path: Path) -> str:
    """The URL of a new database, at head and empty."""
    engine = create_engine(f"sqlite:///{path}")
    migrate(engine)
    engine.dispose()
    return f"sqlite:///{path}"


def text_of(url: str, *arguments: str, **settings: str) -> str:
    """What the command prints with this database and these settings."""
    with pytest.MonkeyPatch.context() as environment:
        for name, value in {"database_url": url, **settings}.items():
            environment.setenv(f"HEADROOM_{name.upper()}", value)
        result = CliRunner().invoke(_app, arguments, catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


def report_of(url: str, **settings: str) -> dict[str, Any]:
    """The same as JSON."""
    report: dict[str, Any] = json.loads(text_of(url, "--json", **settings))
    return report


def warned(report: dict[str, Any], words: str) -> str:
    """The one warning that says these words."""
    (warning,) = [line for line in report["warnings"] if words in line]
    return str(warning)
