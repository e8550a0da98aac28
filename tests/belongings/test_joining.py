"""Signing up as a guest: what was practiced stays, and counts as a member's from then on."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from app.accounts.guests import begin_guest
from app.accounts.models import Person
from app.belongings.joining import sign_up
from app.core.db import reading, writing
from app.core.errors import Invalid
from app.practice.models import PracticeSummary
from app.practice.recording import record_attempt
from app.practice.recount import differences
from app.practice.revealing import reveal
from app.questions.models import Question
from tests.factories import make_question
from tests.people import HASH, alice, gus
from tests.practice.summing import expected, stored


def join(session, guest, now, email="dora@example.org"):
    return sign_up(session, email=email, password_hash=HASH, guest=guest, browser="B", now=now)


def guest_numbers(session):
    return {cell: count for cell, count in stored(session).items() if cell[-1].startswith("guest_")}


def test_a_guest_who_signs_up_leaves_the_guests_numbers(session, now):
    guest, questions = gus(session, now), [make_question(session, number) for number in (1, 2)]
    record_attempt(session, guest, questions[0], now=now)
    reveal(session, guest, questions[1], now=now)
    assert len(guest_numbers(session)) == 5 * 6
    person, _ = join(session, guest, now)
    assert person.id == guest.id
    assert guest_numbers(session) == {}
    assert stored(session) == expected(session)


def test_another_guests_part_stays(session, now):
    question = make_question(session)
    guests = [gus(session, now) for _ in range(2)]
    for guest in guests:
        record_attempt(session, guest, question, now=now)
    join(session, guests[0], now)
    assert set(guest_numbers(session).values()) == {1}
    assert stored(session) == expected(session)


def test_signing_up_as_nobody_or_as_a_member_moves_nothing(session, now):
    member = alice(session, now)
    record_attempt(session, member, make_question(session), now=now)
    before = stored(session)
    join(session, None, now)
    person, _ = join(session, member, now, "emil@example.org")
    assert person.id != member.id
    assert stored(session) == before


def test_a_taken_address_moves_nothing(session, now):
    alice(session, now)
    guest = gus(session, now)
    record_attempt(session, guest, make_question(session), now=now)
    before = stored(session)
    with pytest.raises(Invalid):
        join(session, guest, now, "alice@example.org")
    assert stored(session) == before


def test_a_guest_who_practices_while_signing_up_counts_as_a_member_afterwards(own_engine, now):
    with writing(own_engine) as session:
        questions = [make_question(session, number).id for number in range(1, 9)]
        guests = [begin_guest(session, browser="B", now=now)[0] for _ in range(4)]

    def practice(turn):
        with writing(own_engine) as session:
            person = session.get(Person, guests[turn % 4].id)
            record_attempt(session, person, session.get(Question, questions[turn % 8]), now=now)

    def enter(guest):
        with writing(own_engine) as session:
            join(session, session.get(Person, guest.id), now, f"joined{guest.id}@example.org")

    with ThreadPoolExecutor(8) as pool:
        acts = [pool.submit(practice, turn) for turn in range(16)]
        acts += [pool.submit(enter, guest) for guest in guests]
        acts += [pool.submit(practice, turn) for turn in range(16, 40)]
        for act in acts:
            act.result()
    with reading(own_engine) as session:
        assert differences(session) == []
        guest_marks = sa.select(sa.func.sum(PracticeSummary.guest_marks))
        assert session.scalar(guest_marks) == 0
