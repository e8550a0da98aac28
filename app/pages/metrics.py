"""Counters for a monitoring system."""

import sqlalchemy as sa
from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4

from app.statistics.census import take_census
from app.web.census_metrics import as_metrics
from app.web.deps import DbSession, Now
from app.web.scraper import Scraper

router = APIRouter()


@router.get("/metrics", name="metrics.show")
def show(request: Request, _scraper: Scraper, session: DbSession, now: Now) -> Response:
    """What was asked of every serving process, and what the bank holds; without the latter where the database is away.

    For programs on this machine and for admins' tokens.
    """
    try:
        census = take_census(session, now=now)
    except sa.exc.SQLAlchemyError:
        census = None  # when it is away, the counts of requests are wanted most
    text = request.app.state.metrics.text(as_metrics(census))
    return Response(text, media_type=CONTENT_TYPE_PLAIN_0_0_4, headers={"Cache-Control": "no-store"})
