"""The audit log, and whether its chain is whole."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from app.accounts.audit_log import Asked, log_page
from app.audit.chain import verify as verify_chain
from app.core.integers import MAX_INTEGER
from app.web.deps import DbSession, Member
from app.web.rendering import render

router = APIRouter()

Filter = Annotated[str, Query(max_length=300)]


@router.get("/admin/audit", name="audit.index")
def index(
    *,
    request: Request,
    session: DbSession,
    _member: Member,
    actor: Filter = "",
    action: Filter = "",
    target: Filter = "",
    before: Annotated[int | None, Query(ge=1, le=MAX_INTEGER)] = None,
) -> Response:
    """Who did what to whom, newest first, or those entries that the address asks for."""
    asked = Asked(actor, action, target)
    log = log_page(session, asked, before=before)
    return render(request, "audit/index.html", log=log, asked=asked, is_first=before is None)


@router.get("/admin/audit/verify", name="audit.verify")
def verify(request: Request, session: DbSession, _member: Member) -> Response:
    """Walks the chain: a page that takes longer the longer the log is, a second for some hundred thousand entries."""
    return render(request, "audit/verify.html", verdict=verify_chain(session))
