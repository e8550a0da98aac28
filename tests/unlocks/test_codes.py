"""Codes: unguessable, kept as hashes, redeemed exactly as often as they say."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.audit.models import AuditEntry
from app.core.db import writing
from app.core.errors import Invalid, NotFound, SignInNeeded
from app.unlocks.codes import Terms, mint, normalized, redeem
from app.unlocks.models import Code, Unlock
from app.unlocks.policy import active_unlocks
from app.unlocks.sheets import list_codes, revoke
from tests.factories import make_topic
from tests.people import alice, bob, gus, member

ONCE = Terms()


def minted(session: Session, now: datetime, terms: Terms = ONCE) -> str:
    return mint(session, terms, count=1, actor="cli", now=now).codes[0]


def the_code(session: Session, code: str) -> Code:
    return session.scalars(sa.select(Code).where(Code.tail == code[-4:])).one()


def refused(session: Session, person: Person, typed: str, now: datetime) -> str:
    with pytest.raises(Invalid) as refusal:
        redeem(session, person, typed, now=now)
    return refusal.value.errors["code"]


def test_codes_are_different_and_stored_only_as_hashes(session: Session, now: datetime) -> None:
    codes = mint(session, ONCE, count=50, actor="cli", now=now).codes
    assert len(set(codes)) == 50
    assert all(re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}", code) for code in codes)
    listed = list_codes(session)[-50:]
    assert {code.tail for code in listed} == {code[-4:] for code in codes}
    everything = str([vars(row) for row in session.scalars(sa.select(Code))])
    audited = str([entry.details for entry in session.scalars(sa.select(AuditEntry))])
    assert not any(code in everything + audited or code.replace("-", "") in everything + audited for code in codes)


@pytest.mark.parametrize(
    "typed",
    ["ABCD-EFGH-0123-4511", "abcd efgh 0123 45il", "  abcdefgho12345LI ", "ＡＢＣＤ–ＥＦＧＨ–0123–4511"],  # noqa: RUF001 - what people paste
)
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert normalized(typed) == "ABCDEFGH01234511"


@pytest.mark.parametrize(
    "typed", ["", "   ", "ABCD", "ABCD-EFGH-0123-451U", "ABCD-EFGH-0123-45112", "é" * 16, "\x00" * 16]
)
def test_what_cannot_be_a_code_is_refused(typed: str) -> None:
    with pytest.raises(Invalid):
        normalized(typed)


def test_redeeming_opens_for_as_long_as_the_code_says(session: Session, now: datetime) -> None:
    person, topic = alice(session, now), make_topic(session)
    unlock = redeem(session, person, minted(session, now, Terms(unlock_days=7, topic=topic)), now=now)
    assert (unlock.topic_id, unlock.expires_at, unlock.source) == (topic.id, now + timedelta(days=7), "code")
    assert active_unlocks(session, person, now=now).topic_ids == {topic.id}


def test_a_guest_is_asked_to_sign_in(session: Session, now: datetime) -> None:
    with pytest.raises(SignInNeeded):
        redeem(session, gus(session, now), minted(session, now), now=now)


def test_a_code_is_redeemed_once_by_each_person(session: Session, now: datetime) -> None:
    person = alice(session, now)
    code = minted(session, now, Terms(uses=5))
    redeem(session, person, code, now=now)
    assert "before" in refused(session, person, code, now)
    redeem(session, bob(session, now), code, now=now)
    assert the_code(session, code).uses_left == 3


def test_each_reason_has_its_own_message(session: Session, now: datetime) -> None:
    person, other = alice(session, now), bob(session, now)
    used = minted(session, now)
    redeem(session, other, used, now=now)
    revoked = minted(session, now)
    revoke(session, the_code(session, revoked).id, actor="cli", now=now)
    over = minted(session, now, Terms(last_on=date(2026, 11, 24)))
    day_after = now + timedelta(days=1)
    messages = [
        refused(session, person, used, now),
        refused(session, person, revoked, now),
        refused(session, person, over, day_after),
        refused(session, person, "0000-0000-0000-0000", now),
        refused(session, person, "nonsense", now),
    ]
    assert len(set(messages)) == 5
    assert "November 24, 2026" in messages[2]
    assert active_unlocks(session, person, now=day_after) == active_unlocks(session, None, now=now)


def test_a_code_works_through_the_whole_of_its_last_day(session: Session, now: datetime) -> None:
    code = minted(session, now, Terms(last_on=date(2026, 11, 24)))
    redeem(session, alice(session, now), code, now=now.replace(hour=23, minute=59, second=59))


def test_a_refused_code_loses_no_use(session: Session, now: datetime) -> None:
    code = minted(session, now, Terms(last_on=date(2026, 11, 24)))
    refused(session, alice(session, now), code, now + timedelta(days=1))
    assert the_code(session, code).uses_left == 1


def test_revoking_a_code_keeps_what_it_unlocked(session: Session, now: datetime) -> None:
    person, code = alice(session, now), minted(session, now, Terms(uses=2))
    redeem(session, person, code, now=now)
    code_id = the_code(session, code).id
    revoke(session, code_id, actor="cli", now=now)
    assert active_unlocks(session, person, now=now).covers_all
    with pytest.raises(Invalid, match="already"):
        revoke(session, code_id, actor="cli", now=now)
    with pytest.raises(NotFound):
        revoke(session, 10**9, actor="cli", now=now)


def test_minting_redeeming_and_revoking_are_audited(session: Session, now: datetime) -> None:
    person, code = alice(session, now), minted(session, now, Terms(uses=2, unlock_days=30))
    unlock = redeem(session, person, code, now=now)
    code_id = the_code(session, code).id
    revoke(session, code_id, actor="cli", now=now)
    last = sa.select(AuditEntry).order_by(AuditEntry.id.desc()).limit(3)
    entries = list(session.scalars(last))[::-1]
    assert [(entry.action, entry.actor, entry.target) for entry in entries] == [
        ("codes.mint", "cli", f"sheet {code_id}"),
        ("codes.redeem", f"person {person.id}", f"code {code_id}"),
        ("codes.revoke", "cli", f"code {code_id}"),
    ]
    assert entries[1].details == {"unlock": unlock.id}


@pytest.mark.parametrize(
    ("terms", "count", "field"),
    [
        (Terms(uses=0), 1, "uses"),
        (Terms(unlock_days=0), 1, "days"),
        (Terms(unlock_days=10**6), 1, "days"),
        (ONCE, 0, "count"),
        (ONCE, 10**6, "count"),
        (Terms(last_on=date(2026, 11, 23)), 1, "expires"),
    ],
)
def test_terms_out_of_bounds_are_refused(session: Session, now: datetime, terms: Terms, count: int, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        mint(session, terms, count=count, actor="cli", now=now)
    assert list(refusal.value.errors) == [field]


@pytest.mark.parametrize(("uses", "people", "tries_each"), [(1, 6, 1), (3, 6, 2), (5, 1, 6)])
def test_people_at_once_never_redeem_more_than_there_is(
    own_engine: sa.Engine, now: datetime, uses: int, people: int, tries_each: int
) -> None:
    with writing(own_engine) as session:
        code = minted(session, now, Terms(uses=uses))
        members = [member(session, now, f"member{n}@example.org") for n in range(people)]

    def attempt(person: Person) -> bool:
        try:
            with writing(own_engine) as session:
                redeem(session, person, code, now=now)
        except Invalid:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        won = sum(pool.map(attempt, members * tries_each))
    with Session(own_engine) as session:
        row = the_code(session, code)
        assert won == min(uses, people)
        assert row.uses_left == uses - won
        assert session.scalar(sa.select(sa.func.count()).where(Unlock.code_id == row.id)) == won
