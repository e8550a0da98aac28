"""Codes minted together are a sheet: minted once, listed as one row, revoked at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.core.db import writing
from app.core.errors import Invalid, NotFound
from app.unlocks.codes import Minted, Terms, mint, redeem
from app.unlocks.models import Code
from app.unlocks.policy import active_unlocks
from app.unlocks.sheets import CODES_PAGE, SHEETS_PAGE, codes_on, list_sheets, revoke, revoke_sheet, sheet_numbered
from tests.factories import make_topic
from tests.people import alice, bob


def minted(session: Session, now: datetime, *, count: int = 3, uses: int = 1, **details: str) -> Minted:
    return mint(session, Terms(uses=uses), count=count, actor="cli", now=now, **details)


def test_a_sheet_tells_what_its_codes_share_and_what_is_left(session: Session, now: datetime) -> None:
    topic, people = make_topic(session), [alice(session, now), bob(session, now)]
    terms = Terms(uses=2, unlock_days=90, topic=topic, last_on=date(2040, 12, 31))
    new = mint(session, terms, count=3, name=" Class of November ", actor="person 7", now=now)
    for person, code in [(people[0], 0), (people[1], 0), (people[0], 1)]:
        redeem(session, person, new.codes[code], now=now)
    sheet = sheet_numbered(session, new.sheet_id)
    assert (sheet.label, sheet.minted_by, sheet.minted_at) == ("Class of November", "person 7", now)
    assert (sheet.uses_each, sheet.unlock_days, sheet.topic_title) == (2, 90, topic.title)
    assert (sheet.last_on, sheet.code_count, sheet.revoked_count) == (date(2040, 12, 31), 3, 0)
    assert (sheet.uses, sheet.uses_left, sheet.people) == (6, 3, 2)
    assert list_sheets(session).sheets[0] == sheet
    revoke(session, new.sheet_id, actor="cli", now=now)
    sheet = sheet_numbered(session, new.sheet_id)
    assert (sheet.uses, sheet.uses_left, sheet.revoked_count, sheet.is_revoked) == (4, 3, 1, False)


def test_a_sheet_is_the_id_of_its_first_code(session: Session, now: datetime) -> None:
    first, second = minted(session, now), minted(session, now, count=1)
    assert len(codes_on(session, sheet_numbered(session, first.sheet_id)).codes) == 3
    (code,) = codes_on(session, sheet_numbered(session, second.sheet_id)).codes
    assert code.id == code.sheet_id == second.sheet_id
    assert sheet_numbered(session, second.sheet_id).label == f"Sheet {second.sheet_id}"


@pytest.mark.parametrize("name", ["x" * 101, "two\nlines", "a\ttab", "\x1b[31mred"])
def test_a_name_is_one_short_line(session: Session, now: datetime, name: str) -> None:
    with pytest.raises(Invalid) as refusal:
        minted(session, now, name=name)
    assert list(refusal.value.errors) == ["name"]


def test_a_key_mints_once(session: Session, now: datetime) -> None:
    minted(session, now, key="k" * 43)
    before = session.scalar(sa.select(sa.func.count()).select_from(Code))
    with pytest.raises(Invalid, match="sent before, and its codes were shown then"):
        minted(session, now, key="k" * 43)
    assert session.scalar(sa.select(sa.func.count()).select_from(Code)) == before
    minted(session, now, key="other" * 9)
    minted(session, now)
    minted(session, now)


def test_one_form_sent_many_times_at_once_mints_once(own_engine: sa.Engine, now: datetime) -> None:
    def send(_turn: int) -> bool:
        try:
            with writing(own_engine) as session:
                minted(session, now, count=5, key="k" * 43)
        except Invalid:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(send, range(12))) == 1
    with Session(own_engine) as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Code)) == 5


def test_revoking_a_sheet_takes_every_code_and_keeps_what_they_unlocked(session: Session, now: datetime) -> None:
    person, new, other = alice(session, now), minted(session, now, uses=5), minted(session, now)
    redeem(session, person, new.codes[0], now=now)
    revoke_sheet(session, sheet_numbered(session, new.sheet_id), actor="person 7", now=now)
    sheet = sheet_numbered(session, new.sheet_id)
    assert sheet.is_revoked
    assert (sheet.uses_left, sheet.people) == (0, 1)
    for code in new.codes[1:]:
        with pytest.raises(Invalid, match="revoked"):
            redeem(session, person, code, now=now)
    assert active_unlocks(session, person, now=now).covers_all
    redeem(session, person, other.codes[0], now=now)
    with pytest.raises(Invalid, match="already"):
        revoke_sheet(session, sheet, actor="person 7", now=now)
    about = sa.select(AuditEntry).where(AuditEntry.target == f"sheet {sheet.id}", AuditEntry.action == "codes.revoke")
    assert [(entry.actor, entry.details) for entry in session.scalars(about)] == [
        ("person 7", {"name": "", "count": 3})
    ]


def test_one_code_of_a_sheet_is_revoked_and_none_of_another(session: Session, now: datetime) -> None:
    new, other = minted(session, now), minted(session, now)
    sheet = sheet_numbered(session, new.sheet_id)
    revoke_sheet(session, sheet, code_id=sheet.id, actor="cli", now=now)
    assert sheet_numbered(session, sheet.id).revoked_count == 1
    for code_id in (other.sheet_id, 2**31 - 1):
        with pytest.raises(NotFound, match="on this sheet"):
            revoke_sheet(session, sheet, code_id=code_id, actor="cli", now=now)
    with pytest.raises(Invalid, match="already"):
        revoke_sheet(session, sheet, code_id=sheet.id, actor="cli", now=now)
    with pytest.raises(NotFound):
        sheet_numbered(session, 2**31 - 1)


def test_pages_hold_every_sheet_and_every_code_once(session: Session, now: datetime) -> None:
    big = minted(session, now, count=CODES_PAGE * 2 + 1)
    ids = [minted(session, now, count=1).sheet_id for _ in range(SHEETS_PAGE + 2)]
    sheet, tails, after = sheet_numbered(session, big.sheet_id), [], ""
    while after is not None:
        codes = codes_on(session, sheet, after=after)
        tails, after = tails + [code.tail for code in codes.codes], codes.next
    assert tails == [code[-4:] for code in big.codes]
    first = list_sheets(session)
    second = list_sheets(session, after=first.next or "")
    shown = [sheet.id for sheet in first.sheets + second.sheets]
    assert shown[: len(ids) + 1] == [*ids[::-1], big.sheet_id]
    assert len(shown) == len(set(shown))
    for page_of in (lambda: list_sheets(session, after="WyJhIl0"), lambda: codes_on(session, sheet, after="x")):
        with pytest.raises(Invalid, match="page link is broken"):
            page_of()
