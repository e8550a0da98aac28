"""`serve` and `migrate`."""

import os
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from fastapi import FastAPI
    from sqlalchemy import Engine

GRACE_SECONDS = 9  # and some tenths around it: a stop takes 10 s at most
BACKLOG = 2048


def migrate() -> None:
    """Bring the database to the schema of this code, and render again what an older renderer made."""
    from app.cli.database import opened_engine  # noqa: PLC0415 - heavy libraries are imported when they are needed
    from app.cli.seeds import render_stale  # noqa: PLC0415

    with opened_engine() as engine:
        count = render_stale(engine)
    typer.echo(f"The database is at head; {count} questions were rendered again.")


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.", metavar="H")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", metavar="P", min=1, max=65535)] = 8000,
    workers: Annotated[int, typer.Option(help="Processes that serve.", metavar="N", min=1, max=64)] = 1,
) -> None:
    """Migrate, fill an empty bank from the seeds, and serve."""
    import uvicorn  # noqa: PLC0415

    from app.cli.database import opened_engine  # noqa: PLC0415
    from app.cli.seeds import render_stale  # noqa: PLC0415
    from app.cli.workers import Workers, shared_metrics  # noqa: PLC0415
    from app.web.arrival import PromptProtocol  # noqa: PLC0415

    config = uvicorn.Config(
        "app.cli.serving:make_app",
        factory=True,
        http=PromptProtocol,
        workers=workers,
        access_log=False,
        log_config=None,
        log_level="warning",
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
        limit_concurrency=1_000,
    )
    with _listen(host, port) as listener:
        with opened_engine() as engine:
            render_stale(engine)
            _fill_if_empty(engine)
            _tidy(engine)
            has_admin = _has_admin(engine)
        typer.echo(f"Headroom serves on http://{_address(host, port)}")
        if not has_admin:
            typer.echo(f"There is no admin yet. Make one: {_command()} users add you@example.org --admin")
        if workers == 1:
            uvicorn.Server(config).run(sockets=[listener])
        else:
            with shared_metrics():
                Workers(config, sockets=[listener]).run()


def make_app() -> "FastAPI":
    """The app of one serving process, with its logs set up; each worker calls this for itself."""
    from app.cli.logs import configure_logs  # noqa: PLC0415
    from app.cli.workers import stop_with_parent  # noqa: PLC0415
    from app.main import create_app  # noqa: PLC0415

    stop_with_parent()
    configure_logs()
    return create_app()


def _listen(host: str, port: int) -> socket.socket:
    """The socket, taken before anything else is done: a taken port is one clear line."""
    if not host.strip():
        raise typer.BadParameter(
            "name an address, like 127.0.0.1; every one of this machine is 0.0.0.0", param_hint="--host"
        )
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        # At once: until one of them listens, several processes may bind the same port.
        listener.listen(BACKLOG)
    except OSError as error:
        where = _address(host, port)
        typer.echo(f"headroom: can't listen on {where} ({error.strerror}); choose another --port or --host", err=True)
        raise typer.Exit(1) from None
    listener.set_inheritable(True)
    return listener


def _address(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _command() -> str:
    """What to type in another terminal of this folder to call this very program."""
    return sys.argv[0] if os.access(sys.argv[0], os.X_OK) else f"{sys.executable} -m app"


def _fill_if_empty(engine: "Engine") -> None:
    """Loads the seeds of the settings into a bank that never saw a load; of several processes, one does."""
    from app.cli.seeds import load_into  # noqa: PLC0415
    from app.core.db import reading  # noqa: PLC0415
    from app.questions.versions import last_batch  # noqa: PLC0415
    from app.settings import load_settings  # noqa: PLC0415

    folder = load_settings().seeds
    with reading(engine) as session:
        is_filled = last_batch(session) is not None
    if folder == "none" or is_filled:
        return
    typer.echo(f"The bank is empty; loading {folder}")
    typer.echo(str(load_into(engine, [Path(folder)], actor="serve", name="first load")))


def _tidy(engine: "Engine") -> None:
    """Forgets rate-limit windows, mailed links and uploads that are over: an idle server keeps none forever."""
    from app.accounts import mail_links  # noqa: PLC0415
    from app.authoring.uploads import forget_expired  # noqa: PLC0415
    from app.core.clock import utc_now  # noqa: PLC0415
    from app.core.db import writing  # noqa: PLC0415
    from app.core.throttle import forget_ended  # noqa: PLC0415

    with writing(engine) as session:
        forget_ended(session, now=utc_now())
        mail_links.forget_ended(session, now=utc_now())
        forget_expired(session, now=utc_now())


def _has_admin(engine: "Engine") -> bool:
    from app.accounts.administration import has_admin  # noqa: PLC0415
    from app.core.db import reading  # noqa: PLC0415

    with reading(engine) as session:
        return has_admin(session)
