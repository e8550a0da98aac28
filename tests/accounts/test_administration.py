"""What an administrator does with people leaves a trace, without addresses or secrets."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts import administration
from app.accounts.models import Person
from app.accounts.sign_in import begin, person_of
from app.audit.models import AuditEntry
from app.core.db import writing
from app.core.errors import Forbidden, Invalid, NotFound, Refusal
from tests.people import HASH, alice, carol, dana, gus, member, sam


def test_each_act_is_audited(session: Session, now: datetime) -> None:
    person = alice(session, now)
    administration.set_password(session, person, password_hash=HASH, actor="cli", now=now)
    administration.disable(session, person, actor="cli", now=now)
    administration.enable(session, person, actor="cli", now=now)
    entries = session.scalars(sa.select(AuditEntry).where(AuditEntry.target == f"person {person.id}")).all()
    assert sorted(entry.action for entry in entries) == ["users.add", "users.disable", "users.enable", "users.password"]
    assert all("alice" not in str(entry.details) and HASH not in str(entry.details) for entry in entries)


def test_a_new_password_from_the_administrator_ends_every_session(session: Session, now: datetime) -> None:
    person = alice(session, now)
    token = begin(session, person, browser="B", now=now)
    administration.set_password(session, person, password_hash=HASH, actor="cli", now=now)
    assert person_of(session, token, now=now) is None


def test_members_are_listed_without_guests(session: Session, now: datetime) -> None:
    gus(session, now)
    people = [carol(session, now), alice(session, now)]
    listed = [person for person in administration.members(session) if person in people]
    assert listed == people[::-1]


def test_an_enabled_admin_is_noticed(session: Session, now: datetime) -> None:
    alice(session, now)
    assert not administration.has_admin(session)
    admin = carol(session, now)
    assert administration.has_admin(session)
    admin.disabled_at = now
    assert not administration.has_admin(session)


def test_a_taken_or_unknown_address_is_one_clear_message(session: Session, now: datetime) -> None:
    alice(session, now)
    with pytest.raises(Invalid, match="account with this address"):
        alice(session, now)
    with pytest.raises(NotFound, match="Nobody has the address"):
        administration.member_with(session, "nobody@example.org")
    assert administration.member_with(session, "ALICE@example.org").email == "alice@example.org"


def test_the_reason_of_each_act_is_kept(session: Session, now: datetime) -> None:
    admin, person = carol(session, now), alice(session, now)
    administration.set_role(session, person, "author", actor=admin, reason="writes", now=now)
    administration.end_sessions(session, person, actor=admin, reason="lost a laptop", now=now)
    administration.disable(session, person, actor=admin, reason="left", now=now)
    administration.enable(session, person, actor=admin, reason="came back", now=now)
    about = sa.select(AuditEntry).where(AuditEntry.target == f"person {person.id}").order_by(AuditEntry.id)
    entries = session.scalars(about).all()[1:]
    assert {entry.actor for entry in entries} == {f"person {admin.id}"}
    assert [(entry.action, entry.details) for entry in entries] == [
        ("users.role", {"before": None, "after": "author", "reason": "writes"}),
        ("users.end_sessions", {"tokens": [], "reason": "lost a laptop"}),
        ("users.disable", {"reason": "left"}),
        ("users.enable", {"reason": "came back"}),
    ]


def test_signing_somebody_out_ends_every_session_of_theirs_and_no_other(session: Session, now: datetime) -> None:
    person, other = alice(session, now), carol(session, now)
    tokens = [begin(session, whose, browser="B", now=now) for whose in (person, person, other)]
    administration.end_sessions(session, person, actor="cli", now=now)
    assert [person_of(session, token, now=now) for token in tokens] == [None, None, other]


def test_an_act_counts_whatever_was_done_since_the_person_was_read(session: Session, now: datetime) -> None:
    carol(session, now)
    person = alice(session, now)
    people = Person.__table__
    acts = [
        ({"disabled_at": now}, {"disabled_at": None}, administration.disable, {}),
        ({"disabled_at": None}, {"disabled_at": now}, administration.enable, {}),
        ({"role": None}, {"role": "admin"}, administration.set_role, {"role": None}),
    ]
    for wanted, meanwhile, act, options in acts:
        session.execute(sa.update(people).where(people.c.id == person.id).values(**wanted))
        session.refresh(person)
        session.execute(sa.update(people).where(people.c.id == person.id).values(**meanwhile))
        act(session, person, **options, actor="cli", now=now)
        session.flush()
        for name, value in wanted.items():
            assert session.scalar(sa.select(people.c[name]).where(people.c.id == person.id)) == value, act


def test_a_supporter_reaches_people_without_a_role_only(session: Session, now: datetime) -> None:
    supporter, person, colleague = sam(session, now), alice(session, now), dana(session, now)
    carol(session, now)
    for act in (administration.disable, administration.enable, administration.end_sessions):
        act(session, person, actor=supporter, now=now)
        for staff in (colleague, supporter):
            with pytest.raises(Forbidden, match="only an admin"):
                act(session, staff, actor=supporter, now=now)
    with pytest.raises(Forbidden, match="Only an admin"):
        administration.set_role(session, supporter, "admin", actor=supporter, now=now)


@pytest.mark.parametrize("by", ["cli", "themself"])
def test_the_last_admin_stays_one(session: Session, now: datetime, by: str) -> None:
    admin = carol(session, now)
    gone = member(session, now, "gone@example.org", role="admin")
    gone.disabled_at = now
    actor: Person | str = admin if by == "themself" else by
    for role in (None, "author"):
        with pytest.raises(Invalid, match=r"the last admin\. Make somebody else an admin first"):
            administration.set_role(session, admin, role, actor=actor, now=now)
    with pytest.raises(Invalid, match="the last admin"):
        administration.disable(session, admin, actor=actor, now=now)
    assert (admin.role, admin.disabled_at) == ("admin", None)
    administration.set_role(session, gone, None, actor=actor, now=now)
    administration.set_role(session, alice(session, now), "admin", actor=actor, now=now)
    administration.set_role(session, admin, None, actor=actor, now=now)


def test_admins_who_take_each_others_rights_at_once_leave_one(own_engine: sa.Engine, now: datetime) -> None:
    with writing(own_engine) as session:
        admins = [member(session, now, f"admin{n}@example.org", role="admin").id for n in range(4)]

    def take(pair: tuple[int, int]) -> bool:
        try:
            with writing(own_engine) as session:
                actor, person = session.get_one(Person, pair[0]), session.get_one(Person, pair[1])
                if pair[1] % 2:
                    administration.disable(session, person, actor=actor, now=now)
                else:
                    administration.set_role(session, person, None, actor=actor, now=now)
        except Refusal:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(take, [(one, other) for one in admins for other in admins] * 2))
    with Session(own_engine) as session:
        assert administration.has_admin(session)
