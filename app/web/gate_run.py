"""Runs the gate's self-test for a page, as a command: the test builds whole apps and stands above all of them."""

import asyncio
import json
import os
import signal
import sys
from typing import Annotated, Literal

import structlog
from fastapi import Depends, Request

from app.core.errors import Refusal
from app.settings import PREFIX, ROOT, Settings
from app.unlocks.gate_checks import GateResult
from app.web.forms import FormModel, form
from app.web.limits import GATE_CHECK, spend_tries

# Nothing of a request stands in it. Its page keeps the result, in the name of who pressed the button.
COMMAND = (sys.executable, "-m", "app", "gate-check", "--json", "--no-keep")
MAX_SECONDS = 300.0

log = structlog.get_logger("headroom")


class NotChecked(Refusal):
    """The self-test did not come to an end."""

    status = 503
    title = "The gate was not checked"
    code = "not_checked"


class Check(FormModel):
    """The button: a request without it starts nothing that keeps a core busy for a minute."""

    check: Literal["gate"]


async def run_gate_check(request: Request, _button: Annotated[Check, Depends(form(Check))]) -> GateResult:
    """The result of a self-test of this bank as it is now.

    Raises TooMany, or NotChecked with the reason: it took too long, another one runs, or it broke.
    """
    await spend_tries(request, (GATE_CHECK, "all"))
    output, complaints = await _run(request.app.state.settings)
    try:
        found = json.loads(output)
    except ValueError:
        log.error("gate_check", complaints=complaints[-1_000:])  # noqa: TRY400 - the command's trace tells, ours doesn't
        raise NotChecked(_reason(complaints)) from None
    leaks = tuple(f"{leak['observer']}: {leak['call']}: {leak['what']}" for leak in found["leaks"])
    return GateResult(**{**found, "leaks": leaks})


def _reason(complaints: str) -> str:
    """The one line with which the command refuses; whatever else it says is for the log."""
    lines = [line for line in complaints.splitlines() if line.startswith("headroom: ")]
    return f"The command says: {lines[-1].removeprefix('headroom: ')}." if lines else "It broke, and that was logged."


async def _run(settings: Settings) -> tuple[str, str]:
    """What the command prints, and what it complains about. It is killed with all it began when it takes too long."""
    # Settings of its own, and not the server's counters: it would count its thousands of requests as ours.
    inherited = {name: value for name, value in os.environ.items() if not name.startswith((PREFIX, "PROMETHEUS_"))}
    process = await asyncio.create_subprocess_exec(
        *COMMAND,
        cwd=ROOT,
        env={**inherited, f"{PREFIX}DATABASE_URL": settings.database_url},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(MAX_SECONDS):
            output, complaints = await process.communicate()
    except TimeoutError:
        raise NotChecked(f"It took longer than {MAX_SECONDS:.0f} seconds. In a shell: headroom gate-check") from None
    finally:
        if process.returncode is None:
            os.killpg(process.pid, signal.SIGKILL)
            await process.wait()
    return output.decode(errors="replace"), complaints.decode(errors="replace")


# A handler names this before anything that opens the session: the test takes longer than a lock may be held.
GateChecked = Annotated[GateResult, Depends(run_gate_check)]
