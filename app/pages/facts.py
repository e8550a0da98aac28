"""The dated figures of the bank."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from app.browsing.facts import fact_table
from app.web.deps import Config, DbSession, Now, Viewer
from app.web.rendering import render

router = APIRouter()

Words = Annotated[str, Query(description="Words of an id, a meaning or a source.")]


@router.get("/facts", name="facts.index")
def index(*, request: Request, session: DbSession, viewer: Viewer, config: Config, now: Now, q: Words = "") -> Response:
    """Every fact with its source and age, or those with some words."""
    table = fact_table(session, viewer, q=q, gate=config.gate, now=now)
    return render(request, "facts/index.html", facts=table)
