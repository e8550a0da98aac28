"""A member's tokens for programs."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.orm import Session

from app.accounts.scopes import Scope, scopes_for
from app.accounts.tokens import make, revoke, revoke_all
from app.web.deps import DbSession, Member, Now
from app.web.flash import flash
from app.web.forms import FormModel, form
from app.web.path_numbers import RowId
from app.web.rendering import render

router = APIRouter()


class NewToken(FormModel):
    """What will use the token, and how far it reaches."""

    name: str
    scope: Scope


def _scopes(request: Request, _session: Session) -> Mapping[str, Any]:
    viewer = request.state.viewer
    return {"scopes": scopes_for(viewer and viewer.role)}


@router.post("/account/tokens", name="tokens.create")
def create(
    *,
    typed: Annotated[NewToken, Depends(form(NewToken, "tokens/new.html", _scopes))],
    request: Request,
    session: DbSession,
    member: Member,
    now: Now,
) -> Response:
    """Makes a token and shows it, this once: an address that could be opened again would tell it again."""
    token = make(session, member, name=typed.name, scope=typed.scope, now=now)
    return render(request, "tokens/create.html", status=201, name=typed.name, scope=typed.scope, token=token)


@router.post("/account/tokens/{token_id}/delete", name="tokens.delete")
def delete(request: Request, token_id: RowId, session: DbSession, member: Member, now: Now) -> Response:
    """Revokes one of the member's tokens."""
    revoke(session, member, token_id, now=now)
    flash(request, "token-revoked")
    return RedirectResponse(request.app.url_path_for("account.show"), 303)


@router.post("/account/tokens/delete", name="tokens.delete_all")
def delete_all(request: Request, session: DbSession, member: Member, now: Now) -> Response:
    """Revokes all of them."""
    revoke_all(session, member, now=now)
    flash(request, "tokens-revoked")
    return RedirectResponse(request.app.url_path_for("account.show"), 303)
