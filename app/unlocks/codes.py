"""Unlock codes: minting, listing, revoking and redeeming. The database keeps only their hashes."""

import secrets
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.audit.chain import record
from app.core.errors import Invalid, NotFound, SignInNeeded
from app.core.tokens import token_hash
from app.core.upsert import insert
from app.questions.models import Topic
from app.unlocks.models import Code, Unlock

# Crockford's base 32: no I, L, O or U. 16 of 32 letters are 80 bits.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", "‐": "", "‑": "", "–": "", "—": "", "−": ""})  # noqa: RUF001 - the dashes that people paste
BOUNDS = {"count": 10_000, "uses": 1_000_000, "days": 36_500}


@dataclass(frozen=True)
class Terms:
    """What a code gives: `uses` redemptions up to and on `last_on` (UTC), each for `unlock_days` (None: for ever)."""

    uses: int = 1
    unlock_days: int | None = None
    topic: Topic | None = None
    last_on: date | None = None


@dataclass(frozen=True)
class ListedCode:
    """A code as an administrator sees it; `tail` is its last four characters."""

    id: int
    tail: str
    uses: int
    uses_left: int
    unlock_days: int | None
    topic: str | None
    last_on: date | None
    minted_at: datetime
    minted_by: str
    revoked_at: datetime | None


def mint(session: Session, terms: Terms, *, count: int, actor: str, now: datetime) -> list[str]:
    """`count` new codes, as XXXX-XXXX-XXXX-XXXX; nobody can read them again. Raises Invalid for terms out of bounds."""
    given = {"count": count, "uses": terms.uses, "days": terms.unlock_days}
    wrong = {
        name: f"`{name}` is {value}; it must be 1 to {BOUNDS[name]}."
        for name, value in given.items()
        if value is not None and not 1 <= value <= BOUNDS[name]
    }
    if wrong:
        raise Invalid(wrong)
    if terms.last_on is not None and terms.last_on < now.date():
        raise Invalid({"expires": "That day is over. Choose a later one."})
    codes = ["".join(secrets.choice(ALPHABET) for _ in range(LENGTH)) for _ in range(count)]
    shared = {
        "uses": terms.uses,
        "uses_left": terms.uses,
        "unlock_days": terms.unlock_days,
        "topic_id": terms.topic.id if terms.topic else None,
        "last_on": terms.last_on,
        "minted_at": now,
        "minted_by": actor,
    }
    rows = [{"hash": token_hash(code), "tail": code[-4:], **shared} for code in codes]
    ids = session.scalars(sa.insert(Code).returning(Code.id), rows).all()
    details = {
        "codes": [min(ids), max(ids)],
        "count": count,
        "uses": terms.uses,
        "days": terms.unlock_days,
        "topic": terms.topic.slug if terms.topic else None,
        "expires": terms.last_on.isoformat() if terms.last_on else None,
    }
    record(session, actor=actor, action="codes.mint", target="codes", details=details, now=now)
    return ["-".join(code[at : at + 4] for at in range(0, LENGTH, 4)) for code in codes]


def list_codes(session: Session) -> list[ListedCode]:
    """Every code, oldest first. One query."""
    rows = session.execute(sa.select(Code, Topic.slug).outerjoin(Topic, Topic.id == Code.topic_id).order_by(Code.id))
    return [
        ListedCode(
            id=code.id,
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


def revoke(session: Session, code_id: int, *, actor: str, now: datetime) -> None:
    """Makes the code worthless from now on; what it unlocked stays. Raises NotFound, or Invalid if it is revoked."""
    revoking = sa.update(Code).where(Code.id == code_id, Code.revoked_at.is_(None)).values(revoked_at=now)
    if session.execute(revoking.returning(Code.id)).one_or_none() is None:
        if session.get(Code, code_id) is None:
            raise NotFound(f"There is no code {code_id}.")
        raise Invalid({"id": f"Code {code_id} is revoked already."})
    record(session, actor=actor, action="codes.revoke", target=f"code {code_id}", details={}, now=now)


def normalized(typed: str) -> str:
    """The code as it was minted: any case, spaces and hyphens, O for 0, I or L for 1. Raises Invalid for no code."""
    compact = "".join(unicodedata.normalize("NFKC", typed).split()).upper().translate(_MISREAD)
    if not compact:
        raise Invalid({"code": "Enter an unlock code."})
    if len(compact) != LENGTH or set(compact) - set(ALPHABET):
        raise Invalid({"code": "This is not an unlock code. A code has 16 letters and digits: XXXX-XXXX-XXXX-XXXX."})
    return compact


def redeem(session: Session, person: Person, typed: str, *, now: datetime) -> Unlock:
    """The unlock that the code gives the person; takes one use.

    Raises SignInNeeded for a guest, and Invalid for a code that is mistyped, unknown, revoked, over, used up, or
    redeemed by this person before. Of two people at once at the last use, one wins.
    """
    if person.is_guest:
        raise SignInNeeded("Redeeming a code needs an account. Sign up or sign in; the code stays in the form.")
    code = session.scalars(sa.select(Code).where(Code.hash == token_hash(normalized(typed)))).one_or_none()
    if code is None:
        raise Invalid({"code": "There is no such code. Compare it with yours, letter by letter."})
    with session.begin_nested():
        unlock = _insert_unlock(session, code, person, now)
        _take_use(session, code, now)
    record(
        session,
        actor=f"person {person.id}",
        action="codes.redeem",
        target=f"code {code.id}",
        details={"unlock": unlock.id},
        now=now,
    )
    return unlock


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
        .where(Code.id == code.id, Code.uses_left > 0, Code.revoked_at.is_(None))
        .where(sa.or_(Code.last_on.is_(None), Code.last_on >= now.date()))
        .values(uses_left=Code.uses_left - 1)
        .returning(Code.id)
    )
    if session.execute(taking).one_or_none() is not None:
        return
    session.refresh(code)
    if code.revoked_at is not None:
        raise Invalid({"code": "This code was revoked."})
    if code.last_on is not None and code.last_on < now.date():
        raise Invalid(
            {"code": f"This code could be redeemed until {code.last_on:%B} {code.last_on.day}, {code.last_on.year}."}
        )
    raise Invalid({"code": "This code has no uses left."})
