"""Codes as those see them who hand them out: listing and revoking, one by one and by the sheet."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.audit.chain import record
from app.core.errors import Invalid, NotFound
from app.core.paging import decode_cursor, one_page
from app.questions.models import Topic
from app.unlocks.models import Code, Unlock

SHEETS_PAGE = 50
CODES_PAGE = 200


@dataclass(frozen=True)
class ListedCode:
    """A code as the staff sees it; `tail` is its last four characters."""

    id: int
    sheet_id: int
    name: str
    tail: str
    uses: int
    uses_left: int
    unlock_days: int | None
    topic: str | None
    last_on: date | None
    minted_at: datetime
    minted_by: str
    revoked_at: datetime | None


@dataclass(frozen=True)
class Sheet:
    """Codes that were minted together. `uses_left` of `uses`: of all its codes that are not revoked.

    `people` is how many redeemed one or more. Each opens everything where `topic_title` is None, forever where
    `unlock_days` is.
    """

    id: int
    name: str
    code_count: int
    revoked_count: int
    uses: int
    uses_left: int
    people: int
    uses_each: int
    unlock_days: int | None
    topic_title: str | None
    last_on: date | None
    minted_at: datetime
    minted_by: str

    @property
    def label(self) -> str:
        """How pages call it."""
        return self.name or f"Sheet {self.id}"

    @property
    def is_revoked(self) -> bool:
        """Whether no code of it can be redeemed any more."""
        return self.revoked_count == self.code_count


@dataclass(frozen=True)
class SheetsPage:
    """At most 50 sheets, newest first; `next` is the cursor of the page after it."""

    sheets: list[Sheet]
    next: str | None


@dataclass(frozen=True)
class CodesPage:
    """At most 200 codes of one sheet, in the order they were minted; `next` is the cursor of the page after it."""

    codes: list[ListedCode]
    next: str | None


def list_codes(session: Session) -> list[ListedCode]:
    """Every code, oldest first. One query."""
    return _listed(session)


def list_sheets(session: Session, *, after: str = "") -> SheetsPage:
    """The sheets, newest first. Raises Invalid for a cursor that is not ours. One query."""
    statement = _sheets().order_by(Code.sheet_id.desc()).limit(SHEETS_PAGE + 1)
    if after:
        statement = statement.where(Code.sheet_id < decode_cursor(after, (int,), name="after")[0])
    sheets = [Sheet(*row) for row in session.execute(statement)]
    return SheetsPage(*one_page(sheets, SHEETS_PAGE, lambda sheet: (sheet.id,)))


def sheet_numbered(session: Session, sheet_id: int) -> Sheet:
    """The sheet with this id; raises NotFound. One query."""
    row = session.execute(_sheets().where(Code.sheet_id == sheet_id)).one_or_none()
    if row is None:
        raise NotFound("There is no sheet of codes with this number.")
    return Sheet(*row)


def codes_on(session: Session, sheet: Sheet, *, after: str = "") -> CodesPage:
    """The codes of the sheet. Raises Invalid for a cursor that is not ours. One query."""
    start = decode_cursor(after, (int,), name="after")[0] if after else 0
    codes = _listed(session, Code.sheet_id == sheet.id, Code.id > start, most=CODES_PAGE + 1)
    return CodesPage(*one_page(codes, CODES_PAGE, lambda code: (code.id,)))


def revoke(session: Session, code_id: int, *, sheet_id: int | None = None, actor: str, now: datetime) -> None:
    """Makes the code worthless from now on; what it unlocked stays.

    Raises NotFound for no code, or none on that sheet, and Invalid for one that is revoked already.
    """
    one = sa.update(Code).where(Code.id == code_id, Code.revoked_at.is_(None)).values(revoked_at=now)
    if sheet_id is not None:
        one = one.where(Code.sheet_id == sheet_id)
    if session.execute(one.returning(Code.id)).one_or_none() is None:
        code = session.get(Code, code_id)
        if code is None or sheet_id not in {None, code.sheet_id}:
            raise NotFound(f"There is no code {code_id}{' on this sheet' if sheet_id else ''}.")
        raise Invalid({"code": f"Code {code_id} is revoked already."})
    record(session, actor=actor, action="codes.revoke", target=f"code {code_id}", details={}, now=now)


def revoke_sheet(session: Session, sheet: Sheet, *, code_id: int | None = None, actor: str, now: datetime) -> None:
    """Makes every code of the sheet worthless from now on, or only the one with this id; what they unlocked stays.

    Raises NotFound for an id that is not on the sheet, and Invalid where nothing is left to revoke.
    """
    if code_id is not None:
        revoke(session, code_id, sheet_id=sheet.id, actor=actor, now=now)
        return
    standing = sa.update(Code).where(Code.sheet_id == sheet.id, Code.revoked_at.is_(None)).values(revoked_at=now)
    ids = session.scalars(standing.returning(Code.id)).all()
    if not ids:
        raise Invalid({"sheet": "Every code of this sheet is revoked already."})
    details = {"name": sheet.name, "count": len(ids)}
    record(session, actor=actor, action="codes.revoke", target=f"sheet {sheet.id}", details=details, now=now)


def _listed(session: Session, *conditions: sa.ColumnElement[bool], most: int | None = None) -> list[ListedCode]:
    """The codes that fulfill all conditions, oldest first. One query."""
    rows = session.execute(
        sa.select(Code, Topic.slug)
        .outerjoin(Topic, Topic.id == Code.topic_id)
        .where(*conditions)
        .order_by(Code.id)
        .limit(most)
    )
    return [
        ListedCode(
            id=code.id,
            sheet_id=code.sheet_id,
            name=code.name,
            tail=code.tail,
            uses=code.uses,
            uses_left=code.uses_left,
            unlock_days=code.unlock_days,
            topic=slug,
            last_on=code.last_on,
            minted_at=code.minted_at,
            minted_by=code.minted_by,
            revoked_at=code.revoked_at,
        )
        for code, slug in rows
    ]


def _sheets() -> sa.Select[Any]:
    """Selects the columns of `Sheet`; what all its codes share is read from the first."""
    first, other = aliased(Code), aliased(Code)
    people = (
        sa.select(sa.func.count(Unlock.person_id.distinct()))
        .join(other, other.id == Unlock.code_id)
        .where(other.sheet_id == first.id)
        .correlate(first)
        .scalar_subquery()
    )
    stands = Code.revoked_at.is_(None)
    return (
        sa.select(
            first.id,
            first.name,
            sa.func.count(),
            sa.func.count(Code.revoked_at),
            sa.func.coalesce(sa.func.sum(Code.uses).filter(stands), 0),
            sa.func.coalesce(sa.func.sum(Code.uses_left).filter(stands), 0),
            people,
            first.uses,
            first.unlock_days,
            Topic.title,
            first.last_on,
            first.minted_at,
            first.minted_by,
        )
        .select_from(Code)
        .join(first, first.id == Code.sheet_id)
        .outerjoin(Topic, Topic.id == first.topic_id)
        .group_by(Code.sheet_id, first.id, Topic.id)
    )
