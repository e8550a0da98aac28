"""Whether the process is alive and can serve, for supervisors."""

import sqlalchemy as sa
from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse

from app import migration
from app.core.errors import Busy

router = APIRouter()


@router.get("/healthz", name="health.alive")
async def alive() -> PlainTextResponse:
    """The process answers; nothing else is asked."""
    return PlainTextResponse("alive\n")


@router.get("/readyz", name="health.ready")
def ready(request: Request) -> PlainTextResponse:
    """The database answers and has the schema of this code; else 503."""
    try:
        is_ready = migration.current(request.app.state.engine) == migration.head()
    except sa.exc.SQLAlchemyError:
        is_ready = False
    if not is_ready:
        raise Busy("The database is away or has another schema than this code.", headers={"Retry-After": "5"})
    return PlainTextResponse("ready\n")
