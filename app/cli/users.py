"""`users`: accounts and their unlocks."""

import json
import sys
from datetime import datetime
from typing import Annotated, Literal

import typer

from app.accounts.roles import Role
from app.cli.options import AsJson

app = typer.Typer(help="People: accounts, passwords, unlocks.", no_args_is_help=True)

ACTOR = "cli"
NAMES: dict[Role, str] = {"admin": "an administrator", "author": "an author", "supporter": "a supporter"}
Email = Annotated[str, typer.Argument(help="Address of the account.", metavar="EMAIL")]
FromStdin = Annotated[bool, typer.Option("--password-stdin", help="Read the password from standard input.")]


@app.command()
def add(
    email: Email,
    *,
    role: Annotated[Role | None, typer.Option(help="What the person does for the bank.")] = None,
    admin: Annotated[bool, typer.Option("--admin", help="Short for --role admin.")] = False,
    password_stdin: FromStdin = False,
) -> None:
    """Add an account; asks for its password."""
    from app.accounts import administration, passwords, registration  # noqa: PLC0415 - imported when needed
    from app.cli.database import opened_engine  # noqa: PLC0415
    from app.core.clock import utc_now  # noqa: PLC0415
    from app.core.db import reading, writing  # noqa: PLC0415

    if admin and role not in {None, "admin"}:
        raise typer.BadParameter(f"--admin and --role {role} contradict each other")
    role = "admin" if admin else role
    with opened_engine() as engine:
        with reading(engine) as session:
            registration.refuse_taken(session, email)
        new_hash = passwords.password_hash(_new_password(email, from_stdin=password_stdin))
        with writing(engine) as session:
            administration.add(session, email=email, password_hash=new_hash, role=role, actor=ACTOR, now=utc_now())
    typer.echo(f"Added {email.strip()}{f' as {NAMES[role]}' if role else ''}.")


@app.command("list")
def list_users(*, as_json: AsJson = False) -> None:
    """List accounts: address, since when, role, and whether unlocked, disabled, unverified."""
    from app.accounts import administration  # noqa: PLC0415
    from app.cli.database import opened_engine  # noqa: PLC0415
    from app.core.clock import utc_now  # noqa: PLC0415
    from app.core.db import reading  # noqa: PLC0415
    from app.unlocks.granting import unlocked_ids  # noqa: PLC0415

    with opened_engine() as engine, reading(engine) as session:
        unlocked = unlocked_ids(session, now=utc_now())
        users = [
            {
                "email": person.email,
                "created_at": person.created_at.isoformat(),
                "role": person.role,
                "is_admin": person.is_admin,
                "is_unlocked": person.id in unlocked,
                "is_disabled": person.disabled_at is not None,
                "is_unverified": person.confirmed_at is None,
            }
            for person in administration.members(session)
        ]
    if as_json:
        typer.echo(json.dumps({"users": users}))
        return
    for user in users:
        flags = [str(user["role"])] if user["role"] else []
        flags += [name for name in ("unlocked", "disabled", "unverified") if user[f"is_{name}"]]
        typer.echo("\t".join([str(user["email"]), str(user["created_at"])[:10], *flags]))


@app.command()
def role(
    email: Email,
    new: Annotated[Literal["admin", "author", "supporter", "none"], typer.Argument(metavar="ROLE")],
) -> None:
    """Give a person a role in place of theirs, or none."""
    from app.accounts import administration  # noqa: PLC0415
    from app.cli.database import opened_engine  # noqa: PLC0415
    from app.core.clock import utc_now  # noqa: PLC0415
    from app.core.db import writing  # noqa: PLC0415

    given = None if new == "none" else new
    with opened_engine() as engine, writing(engine) as session:
        person = administration.member_with(session, email)
        administration.set_role(session, person, given, actor=ACTOR, now=utc_now())
    typer.echo(f"{person.email} is {NAMES[given] if given else 'without a role'} now.")


@app.command()
def password(email: Email, *, password_stdin: FromStdin = False) -> None:
    """Replace a password and end every session of the account."""
    from app.accounts import administration, passwords  # noqa: PLC0415
    from app.cli.database import opened_engine  # noqa: PLC0415
    from app.core.clock import utc_now  # noqa: PLC0415
    from app.core.db import reading, writing  # noqa: PLC0415

    with opened_engine() as engine:
        with reading(engine) as session:
            administration.member_with(session, email)
        new_hash = passwords.password_hash(_new_password(email, from_stdin=password_stdin))
        with writing(engine) as session:
            person = administration.member_with(session, email)
            administration.set_password(session, person, password_hash=new_hash, actor=ACTOR, now=utc_now())
    typer.echo(f"{email.strip()} has a new password and is signed out everywhere.")


@app.command()
def disable(email: Email) -> None:
    """Keep a person out; what is theirs stays."""
    _change(email, is_disabled=True)


@app.command()
def enable(email: Email) -> None:
    """Let a disabled person sign in again."""
    _change(email, is_disabled=False)


@app.command()
def unlock(
    email: Email,
    topic: Annotated[
        str | None, typer.Option(help="Slug of the one topic to unlock; without it, everything.", metavar="SLUG")
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="Last day, in UTC; without it, forever."),
    ] = None,
    reason: Annotated[str, typer.Option(help="Why; kept with the unlock.", metavar="TEXT")] = "",
) -> None:
    """Unlock the answers for a person."""
    from app.accounts.administration import member_with  # noqa: PLC0415
    from app.cli.database import opened_engine  # noqa: PLC0415
    from app.core.clock import utc_now  # noqa: PLC0415
    from app.core.db import writing  # noqa: PLC0415
    from app.unlocks.granting import end_of, grant, topic_to_unlock  # noqa: PLC0415

    with opened_engine() as engine, writing(engine) as session:
        person = member_with(session, email)
        grant(
            session,
            person,
            topic=topic_to_unlock(session, topic),
            expires_at=end_of(until.date() if until else None),
            reason=reason,
            source="cli",
            actor=ACTOR,
            now=utc_now(),
        )
    end = f"until the end of {until:%Y-%m-%d}" if until else "forever"
    typer.echo(f"Unlocked {topic or 'everything'} for {person.email}, {end}.")


@app.command()
def lock(email: Email) -> None:
    """Revoke every unlock of a person; the account stays."""
    from app.accounts.administration import member_with  # noqa: PLC0415
    from app.cli.database import opened_engine  # noqa: PLC0415
    from app.core.clock import utc_now  # noqa: PLC0415
    from app.core.db import writing  # noqa: PLC0415
    from app.unlocks.granting import revoke_all  # noqa: PLC0415

    with opened_engine() as engine, writing(engine) as session:
        person = member_with(session, email)
        count = revoke_all(session, person, actor=ACTOR, now=utc_now())
    typer.echo(f"Revoked {count} {'unlock' if count == 1 else 'unlocks'} of {person.email}.")


def _change(email: str, *, is_disabled: bool) -> None:
    from app.accounts import administration  # noqa: PLC0415
    from app.cli.database import opened_engine  # noqa: PLC0415
    from app.core.clock import utc_now  # noqa: PLC0415
    from app.core.db import writing  # noqa: PLC0415

    change = administration.disable if is_disabled else administration.enable
    with opened_engine() as engine, writing(engine) as session:
        person = administration.member_with(session, email)
        change(session, person, actor=ACTOR, now=utc_now())
    typer.echo(f"{person.email} is {'disabled and signed out everywhere' if is_disabled else 'enabled'}.")


def _new_password(email: str, *, from_stdin: bool) -> str:
    """The password from standard input or, typed twice unseen, from the terminal; refused when it is too weak."""
    from app.accounts.passwords import require_strong  # noqa: PLC0415

    if from_stdin:
        try:
            typed = sys.stdin.buffer.read(10_000).decode().removesuffix("\n").removesuffix("\r")
        except UnicodeDecodeError:
            raise typer.BadParameter("the password on standard input is not UTF-8") from None
    elif sys.stdin.isatty():
        typed = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    else:
        raise typer.BadParameter("there is no terminal to ask on; give the password with --password-stdin")
    require_strong(typed, email=email)
    return typed
