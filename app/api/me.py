"""Who is asking, for programs."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from app.accounts.roles import Role
from app.core.errors import SignInNeeded
from app.practice.marks import own_count
from app.unlocks.granting import unlocks_of
from app.web.deps import DbSession, Now, Viewer
from app.web.problems import problems

router = APIRouter(prefix="/api/v1/me", tags=["me"])


class OwnUnlock(BaseModel):
    """What is open to you: a topic, or everything where `topic` is null; forever where `expires_at` is."""

    model_config = ConfigDict(from_attributes=True)

    topic: str | None
    expires_at: datetime | None


class Me(BaseModel):
    """You. A guest has practiced without an account."""

    email: str | None
    is_guest: bool
    is_admin: bool
    role: Role | None
    practiced_count: Annotated[int, Field(description="Questions with your mark.")]
    unlocks: list[OwnUnlock]


@router.get("", name="api_me.show", responses=problems(401))
def show(session: DbSession, viewer: Viewer, now: Now) -> Me:
    """Who the session belongs to, member or guest."""
    if viewer is None:
        raise SignInNeeded("This needs an account, or a guest who has practiced.")
    return Me(
        email=viewer.email,
        is_guest=viewer.is_guest,
        is_admin=viewer.is_admin,
        role=viewer.role,
        practiced_count=own_count(session, viewer),
        unlocks=[OwnUnlock.model_validate(unlock) for unlock in unlocks_of(session, viewer, now=now)],
    )
