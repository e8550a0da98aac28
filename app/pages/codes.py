"""Unlock codes by the sheet: minting, printing, revoking."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import Field
from sqlalchemy.orm import Session

from app.accounts.finding import names_of
from app.core.integers import MAX_INTEGER
from app.core.tokens import new_token
from app.questions.bank import bank_title
from app.unlocks.codes import BOUNDS, MAX_NAME, Terms, mint
from app.unlocks.granting import topic_to_unlock, topics_to_unlock
from app.unlocks.sheets import Sheet, codes_on, list_sheets, revoke_sheet, sheet_numbered
from app.web.deps import DbSession, Member, Now
from app.web.flash import flash
from app.web.forms import Day, FormModel, OrEmpty, blank, form
from app.web.path_numbers import RowId, number_in_path
from app.web.rendering import render

router = APIRouter()

INDEX = "codes/index.html"
SHOW = "codes/show.html"
# What still is a sheet of paper; the shell mints more.
MAX_COUNT = 1_000


class Minting(FormModel):
    """Codes to mint. Without `days` they unlock forever, without a topic everything. `key` is the form's own, once."""

    name: Annotated[str, Field(max_length=MAX_NAME)] = ""
    count: Annotated[int, Field(ge=1, le=MAX_COUNT)]
    uses: Annotated[int, Field(ge=1, le=BOUNDS["uses"])] = 1
    days: OrEmpty[Annotated[int, Field(ge=1, le=BOUNDS["days"])]] = None
    topic: str = ""
    expires: Day = None
    key: Annotated[str, Field(min_length=20, max_length=100)]


class Revoking(FormModel):
    """The id of the code to revoke; empty for the whole sheet."""

    code: OrEmpty[Annotated[int, Field(ge=1, le=MAX_INTEGER)]] = None


def sheet_in_path(sheet_id: RowId, _actor: Member, session: DbSession) -> Sheet:
    """The sheet whose number stands in the path; raises NotFound."""
    return sheet_numbered(session, sheet_id)


SheetInPath = Annotated[Sheet, Depends(sheet_in_path)]


def _sheets(request: Request, session: Session) -> dict[str, Any]:
    """The list of sheets, and what the form to mint another needs. Three queries."""
    found = list_sheets(session, after=request.query_params.get("after", ""))
    return {
        "found": found,
        "names": names_of(session, {sheet.minted_by for sheet in found.sheets}),
        "topics": [(topic.slug, topic.title) for topic in topics_to_unlock(session)],
        "key": new_token(),
        "max_count": MAX_COUNT,
    }


def _sheet(request: Request, session: Session) -> dict[str, Any]:
    """One sheet and its codes. Three queries."""
    sheet = sheet_numbered(session, number_in_path(request.path_params["sheet_id"]))
    codes = codes_on(session, sheet, after=request.query_params.get("after", ""))
    return {"sheet": sheet, "found": codes, "names": names_of(session, {sheet.minted_by})}


@router.get("/admin/codes", name="codes.index")
def index(request: Request, _actor: Member, session: DbSession) -> Response:
    """Every sheet, and the form to mint one."""
    return render(request, INDEX, **_sheets(request, session), **blank(Minting, count="30", uses="1"))


@router.post("/admin/codes", name="codes.create")
def create(
    *,
    minting: Annotated[Minting, Depends(form(Minting, INDEX, _sheets))],
    request: Request,
    actor: Member,
    session: DbSession,
    now: Now,
) -> Response:
    """Mints a sheet and shows its codes, this once."""
    terms = Terms(minting.uses, minting.days, topic_to_unlock(session, minting.topic), minting.expires)
    minted = mint(
        session,
        terms,
        count=minting.count,
        name=minting.name,
        key=minting.key,
        actor=actor.reference,
        now=now,
    )
    sheet, title = sheet_numbered(session, minted.sheet_id), bank_title(session)
    return render(request, "codes/create.html", status=201, sheet=sheet, codes=minted.codes, bank_title=title)


@router.get("/admin/codes/{sheet_id}", name="codes.show")
def show(request: Request, _there: Annotated[Sheet, Depends(sheet_in_path)], session: DbSession) -> Response:
    """One sheet: how much of it is left."""
    return render(request, SHOW, **_sheet(request, session), errors={})


@router.post("/admin/codes/{sheet_id}/revoke", name="codes.revoke")
def revoke(
    *,
    revoking: Annotated[Revoking, Depends(form(Revoking, SHOW, _sheet))],
    request: Request,
    actor: Member,
    sheet: SheetInPath,
    session: DbSession,
    now: Now,
) -> Response:
    """Revokes the sheet, or one code of it."""
    revoke_sheet(session, sheet, code_id=revoking.code, actor=actor.reference, now=now)
    flash(request, "codes-revoked")
    return RedirectResponse(request.app.url_path_for("codes.show", sheet_id=str(sheet.id)), 303)
