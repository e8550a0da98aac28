"""Sessions: who holds a token, for how long, and every way one ends."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts import administration, sign_in
from app.accounts.guests import begin_guest
from app.accounts.models import LoginSession
from app.accounts.passwords import change_password
from app.core.errors import Invalid, NotFound
from tests.people import HASH, alice, bob


def test_the_database_holds_no_token(session: Session, now: datetime) -> None:
    member = alice(session, now)
    token = sign_in.begin(session, member, browser="Firefox" * 100, now=now)
    row = session.scalars(sa.select(LoginSession).where(LoginSession.person_id == member.id)).one()
    assert token not in {row.token_hash, row.browser}
    assert len(row.browser) == sign_in.MAX_BROWSER
    assert len(token) >= 43


def test_a_session_ends_after_30_days_and_a_guests_after_a_year(session: Session, now: datetime) -> None:
    member = alice(session, now)
    token = sign_in.begin(session, member, browser="B", now=now)
    guest, guest_token = begin_guest(session, browser="B", now=now)
    last_moment = now + timedelta(days=30) - timedelta(seconds=1)
    assert sign_in.person_of(session, token, now=last_moment) is member
    assert sign_in.person_of(session, token, now=now + timedelta(days=30)) is None
    assert sign_in.person_of(session, guest_token, now=now + timedelta(days=300)) is guest
    assert sign_in.person_of(session, guest_token, now=now + timedelta(days=365)) is None


def test_an_unknown_token_is_nobodys(session: Session, now: datetime) -> None:
    assert sign_in.person_of(session, "nonsense\x00", now=now) is None


def test_disabling_ends_sessions_and_refuses_new_ones(session: Session, now: datetime) -> None:
    member = alice(session, now)
    token = sign_in.begin(session, member, browser="B", now=now)
    administration.disable(session, member, actor="tests", now=now)
    assert sign_in.person_of(session, token, now=now) is None
    with pytest.raises(Invalid, match="disabled"):
        sign_in.begin(session, member, browser="B", now=now)
    administration.enable(session, member, actor="tests", now=now)
    token = sign_in.begin(session, member, browser="B", now=now)
    assert sign_in.person_of(session, token, now=now) is member


def test_a_member_sees_and_ends_own_sessions_only(session: Session, now: datetime) -> None:
    member, other = alice(session, now), bob(session, now)
    old = sign_in.begin(session, member, browser="Phone/1", now=now)
    new = sign_in.begin(session, member, browser="Laptop" * 100, now=now + timedelta(hours=1))
    foreign = sign_in.begin(session, other, browser="B", now=now)
    listed = sign_in.sessions_of(session, member, token=new, now=now)
    assert [(own.browser[:7], own.is_current) for own in listed] == [("LaptopL", True), ("Phone/1", False)]
    foreign_id = sign_in.sessions_of(session, other, token=foreign, now=now)[0].id
    for session_id in (foreign_id, 10**6):
        with pytest.raises(NotFound):
            sign_in.end_one(session, member, session_id)
    sign_in.end_one(session, member, listed[1].id)
    assert sign_in.person_of(session, old, now=now) is None
    assert sign_in.person_of(session, foreign, now=now) is other


def test_using_a_session_is_noted(session: Session, now: datetime) -> None:
    member = alice(session, now)
    token = sign_in.begin(session, member, browser="B", now=now)
    later = now + timedelta(hours=3)
    sign_in.note_use(session, token, now=later)
    assert sign_in.sessions_of(session, member, token=token, now=later)[0].used_at == later


def test_changing_the_password_ends_the_other_sessions(session: Session, now: datetime) -> None:
    member = alice(session, now)
    here = sign_in.begin(session, member, browser="B", now=now)
    there = sign_in.begin(session, member, browser="B", now=now)
    change_password(session, member, new_hash=HASH, token=here)
    assert sign_in.person_of(session, here, now=now) is member
    assert sign_in.person_of(session, there, now=now) is None


def test_signing_out_and_signing_out_everywhere(session: Session, now: datetime) -> None:
    member = alice(session, now)
    first, second = (sign_in.begin(session, member, browser="B", now=now) for _ in range(2))
    sign_in.end(session, first)
    assert sign_in.person_of(session, first, now=now) is None
    sign_in.end_all(session, member)
    assert sign_in.person_of(session, second, now=now) is None


def test_sessions_that_are_over_go_at_the_next_sign_in(session: Session, now: datetime) -> None:
    member = alice(session, now)
    sign_in.begin(session, member, browser="B", now=now)
    sign_in.begin(session, member, browser="B", now=now + timedelta(days=31))
    own = sa.select(sa.func.count()).where(LoginSession.person_id == member.id)
    assert session.scalar(own) == 1


@pytest.mark.parametrize("email", ["nobody@example.org", "no address", "", "x" * 1000])
def test_nobody_is_found_for_a_wrong_address(session: Session, email: str) -> None:
    assert sign_in.find_for_sign_in(session, email) is None
