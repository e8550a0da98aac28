"""Redeeming an unlock code, for programs."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from app.unlocks.codes import redeem
from app.unlocks.models import Unlock
from app.web.code_tries import CodeTries
from app.web.deps import DbSession, Member, Now
from app.web.limits import return_tries
from app.web.problems import problems

router = APIRouter(prefix="/api/v1/unlock", tags=["unlock"])


class Redemption(BaseModel):
    """A code, in any case, with or without hyphens."""

    model_config = ConfigDict(extra="forbid")

    code: Annotated[str, Field(max_length=1_000, examples=["XXXX-XXXX-XXXX-XXXX"])]


class Redeemed(BaseModel):
    """Until when the answers are open; null is forever."""

    expires_at: datetime | None


@router.post("", name="api_unlocks.create", responses=problems(401, 422, 429, 503))
def create(redemption: Redemption, tries: CodeTries, session: DbSession, member: Member, now: Now) -> Redeemed:
    """Redeems the code for your account."""
    unlock: Unlock = redeem(session, member, redemption.code, now=now)
    return_tries(session, tries, now=now)
    return Redeemed(expires_at=unlock.expires_at)
