"""`codes`: unlock codes to give away."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Annotated

import typer

from app.cli.options import AsJson
from app.core.integers import MAX_INTEGER

app = typer.Typer(help="Unlock codes: mint, list, revoke.", no_args_is_help=True)

ACTOR = "cli"


@app.command()
def mint(
    *,
    count: Annotated[int, typer.Option(min=1, max=10_000, metavar="N", help="How many codes.")] = 1,
    name: Annotated[str, typer.Option(metavar="TEXT", help="What the codes are for, like `Class of November`.")] = "",
    uses: Annotated[int, typer.Option(min=1, max=1_000_000, metavar="N", help="How many people may redeem each.")] = 1,
    days: Annotated[
        int | None,
        typer.Option(min=1, max=36_500, metavar="N", help="How long the unlock lasts; without it, forever."),
    ] = None,
    topic: Annotated[
        str | None, typer.Option(metavar="SLUG", help="Slug of the one topic to unlock; without it, everything.")
    ] = None,
    expires: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="Last day to redeem, in UTC.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Print new codes, one a line. Only their hashes are kept: nobody can list them again."""
    from app.cli.database import opened_engine  # noqa: PLC0415 - heavy libraries are imported when they are needed
    from app.core.clock import utc_now  # noqa: PLC0415
    from app.core.db import writing  # noqa: PLC0415
    from app.unlocks import codes  # noqa: PLC0415
    from app.unlocks.granting import topic_to_unlock  # noqa: PLC0415

    with opened_engine() as engine, writing(engine) as session:
        terms = codes.Terms(uses, days, topic_to_unlock(session, topic), expires.date() if expires else None)
        minted = codes.mint(session, terms, count=count, name=name, actor=ACTOR, now=utc_now())
    # After the commit: a code that is printed can be redeemed.
    typer.echo(json.dumps({"sheet": minted.sheet_id, "codes": minted.codes}) if as_json else "\n".join(minted.codes))


@app.command("list")
def list_all(*, as_json: AsJson = False) -> None:
    """List codes: id, sheet, last four characters, uses left of all, what they unlock and for how long."""
    from app.cli.database import opened_engine  # noqa: PLC0415
    from app.core.db import reading  # noqa: PLC0415
    from app.unlocks.sheets import list_codes  # noqa: PLC0415

    with opened_engine() as engine, reading(engine) as session:
        listed = list_codes(session)
    if as_json:
        typer.echo(json.dumps({"codes": [asdict(code) for code in listed]}, default=lambda when: when.isoformat()))
        return
    for code in listed:
        typer.echo(
            "\t".join(
                [
                    str(code.id),
                    f"sheet {code.sheet_id}{f': {code.name}' if code.name else ''}",
                    f"…{code.tail}",
                    f"{code.uses_left} of {code.uses} left",
                    code.topic or "everything",
                    f"for {code.unlock_days} days" if code.unlock_days else "forever",
                    f"redeem by {code.last_on}" if code.last_on else "",
                    "revoked" if code.revoked_at else "",
                ]
            ).rstrip()
        )


@app.command()
def revoke(
    code_id: Annotated[int, typer.Argument(metavar="ID", min=1, max=MAX_INTEGER, help="From `codes list`.")],
) -> None:
    """Make a code worthless; what it unlocked so far stays."""
    from app.cli.database import opened_engine  # noqa: PLC0415
    from app.core.clock import utc_now  # noqa: PLC0415
    from app.core.db import writing  # noqa: PLC0415
    from app.unlocks import sheets  # noqa: PLC0415

    with opened_engine() as engine, writing(engine) as session:
        sheets.revoke(session, code_id, actor=ACTOR, now=utc_now())
    typer.echo(f"Revoked code {code_id}.")
