"""Unlock codes: minting and redeeming. The database keeps only their hashes."""

import secrets
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.audit.chain import record
from app.core.errors import Invalid, SignInNeeded
from app.core.tokens import token_hash
from app.core.upsert import insert
from app.questions.models import Topic
from app.unlocks.models import Code, Unlock

# Crockford's base 32: no I, L, O or U. 16 of 32 letters are 80 bits.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", "‐": "", "‑": "", "–": "", "—": "", "−": ""})  # noqa: RUF001 - the dashes that people paste
MAX_NAME = 100
BOUNDS = {"count": 10_000, "uses": 1_000_000, "days": 36_500}


@dataclass(frozen=True)
class Terms:
    """What a code gives: `uses` redemptions up to and on `last_on` (UTC), each for `unlock_days` (None: forever)."""

    uses: int = 1
    unlock_days: int | None = None
    topic: Topic | None = None
    last_on: date | None = None


@dataclass(frozen=True)
class Minted:
    """New codes, as XXXX-XXXX-XXXX-XXXX, and the sheet that they are. Nobody can read them again."""

    sheet_id: int
    codes: list[str]


def mint(
    session: Session, terms: Terms, *, count: int, name: str = "", key: str | None = None, actor: str, now: datetime
) -> Minted:
    """`count` new codes, as a sheet with this name. Raises Invalid for a name or for terms out of bounds.

    A `key` mints once: a form that is sent again raises Invalid.
    """
    _require_terms(terms, count=count, name=name, now=now)
    codes = ["".join(secrets.choice(ALPHABET) for _ in range(LENGTH)) for _ in range(count)]
    shared = {
        "name": name.strip(),
        "uses": terms.uses,
        "uses_left": terms.uses,
        "unlock_days": terms.unlock_days,
        "topic_id": terms.topic.id if terms.topic else None,
        "last_on": terms.last_on,
        "minted_at": now,
        "minted_by": actor,
    }
    rows = [{"hash": token_hash(code), "tail": code[-4:], **shared} for code in codes]
    sheet_id = _insert_first(session, rows[0], key)
    if rows[1:]:
        session.execute(sa.insert(Code), [{"sheet_id": sheet_id, **row} for row in rows[1:]])
    details = {
        "name": name.strip(),
        "count": count,
        "uses": terms.uses,
        "days": terms.unlock_days,
        "topic": terms.topic.slug if terms.topic else None,
        "expires": terms.last_on.isoformat() if terms.last_on else None,
    }
    record(session, actor=actor, action="codes.mint", target=f"sheet {sheet_id}", details=details, now=now)
    return Minted(sheet_id, ["-".join(code[at : at + 4] for at in range(0, LENGTH, 4)) for code in codes])


def _require_terms(terms: Terms, *, count: int, name: str, now: datetime) -> None:
    given = {"count": count, "uses": terms.uses, "days": terms.unlock_days}
    wrong = {
        field: f"`{field}` is {value}; it must be 1 to {BOUNDS[field]}."
        for field, value in given.items()
        if value is not None and not 1 <= value <= BOUNDS[field]
    }
    if len(name) > MAX_NAME or not name.isprintable():
        wrong["name"] = f"A name is one line of at most {MAX_NAME} characters."
    if terms.last_on is not None and terms.last_on < now.date():
        wrong["expires"] = "That day is over. Choose a later one."
    if wrong:
        raise Invalid(wrong)


def _insert_first(session: Session, row: dict[str, Any], key: str | None) -> int:
    """The id of the sheet that the code begins."""
    first = insert(session, Code).values(**row, mint_key=key)
    first = first.on_conflict_do_nothing(index_elements=["mint_key"]).returning(Code.id)
    sheet_id: int | None = session.scalars(first).one_or_none()
    if sheet_id is None:
        raise Invalid(
            {"key": "This form was sent before, and its codes were shown then. If nobody has them, revoke their sheet."}
        )
    session.execute(sa.update(Code).where(Code.id == sheet_id).values(sheet_id=sheet_id))
    return sheet_id


def normalized(typed: str) -> str:
    """The code as it was minted: any case, spaces and hyphens, O for 0, I or L for 1. Raises Invalid for no code."""
    compact = "".join(unicodedata.normalize("NFKC", typed).split()).upper().translate(_MISREAD)
    if not compact:
        raise Invalid({"code": "Enter an unlock code."})
    if len(compact) != LENGTH or set(compact) - set(ALPHABET):
        raise Invalid({"code": "This is not an unlock code. A code has 16 letters and digits: XXXX-XXXX-XXXX-XXXX."})
    return compact


def require_open(session: Session, typed: str, *, now: datetime) -> None:
    """Raises Invalid, as `redeem` does, for a code that nobody can redeem now; takes no use."""
    code = _with(session, typed)
    closed = _why_closed(code, now)
    if closed:
        raise Invalid({"code": closed})


def redeem(session: Session, person: Person, typed: str, *, now: datetime) -> Unlock:
    """The unlock that the code gives the person; takes one use.

    Raises SignInNeeded for a guest, and Invalid for a code that is mistyped, unknown, revoked, over, used up, or
    redeemed by this person before. Of two people at once at the last use, one wins.
    """
    if person.is_guest:
        raise SignInNeeded("Redeeming a code needs an account. Sign up or sign in; the code stays in the form.")
    code = _with(session, typed)
    with session.begin_nested():
        unlock = _insert_unlock(session, code, person, now)
        _take_use(session, code, now)
    record(
        session,
        actor=person.reference,
        action="codes.redeem",
        target=f"code {code.id}",
        details={"unlock": unlock.id},
        now=now,
    )
    return unlock


def _with(session: Session, typed: str) -> Code:
    code = session.scalars(sa.select(Code).where(Code.hash == token_hash(normalized(typed)))).one_or_none()
    if code is None:
        raise Invalid({"code": "There is no such code. Compare it with yours, letter by letter."})
    return code


def _insert_unlock(session: Session, code: Code, person: Person, now: datetime) -> Unlock:
    row = insert(session, Unlock).values(
        person_id=person.id,
        topic_id=code.topic_id,
        source="code",
        granted_by=f"code {code.id}",
        reason="",
        granted_at=now,
        expires_at=now + timedelta(days=code.unlock_days) if code.unlock_days else None,
        code_id=code.id,
    )
    # First, so that the unique key stops a second redemption before it takes a use.
    unlock: Unlock | None = session.scalars(row.on_conflict_do_nothing().returning(Unlock)).one_or_none()
    if unlock is None:
        raise Invalid({"code": "You have redeemed this code before."})
    return unlock


def _take_use(session: Session, code: Code, now: datetime) -> None:
    taking = (
        sa.update(Code)
        .where(Code.id == code.id, is_redeemable(now))
        .values(uses_left=Code.uses_left - 1)
        .returning(Code.id)
    )
    if session.execute(taking).one_or_none() is not None:
        return
    session.refresh(code)
    raise Invalid({"code": _why_closed(code, now) or "This code has no uses left."})


def is_redeemable(now: datetime) -> sa.ColumnElement[bool]:
    """Whether somebody can redeem the selected code now."""
    is_not_over = sa.or_(Code.last_on.is_(None), Code.last_on >= now.date())
    return sa.and_(Code.uses_left > 0, Code.revoked_at.is_(None), is_not_over)


def _why_closed(code: Code, now: datetime) -> str | None:
    """The same in words: why nobody can redeem the code; None where somebody can."""
    if code.revoked_at is not None:
        return "This code was revoked."
    if code.last_on is not None and code.last_on < now.date():
        return f"This code could be redeemed until {code.last_on:%B} {code.last_on.day}, {code.last_on.year}."
    return None if code.uses_left > 0 else "This code has no uses left."
