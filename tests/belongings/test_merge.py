"""Signing in merges the guest: nothing is lost, nobody counts twice, whoever comes at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts import administration
from app.accounts.guests import begin_guest
from app.accounts.models import Person
from app.accounts.sign_in import person_of
from app.belongings.merge import sign_in
from app.core.db import writing
from app.core.errors import Invalid, NotFound
from app.practice.models import Attempt, Mark
from app.practice.recording import record_attempt, withdraw
from app.practice.recount import differences
from app.practice.revealing import reveal
from app.questions.models import Question
from app.unlocks.models import Reveal
from tests.factories import make_question
from tests.people import alice, gus, member
from tests.queries import statements

HOUR = timedelta(hours=1)


def merged(session: Session, person: Person, guest: Person, now: datetime) -> None:
    sign_in(session, person=person, guest=guest, browser="B", now=now)
    session.expire_all()


def attempts_of(session: Session, person: Person) -> int:
    return session.scalar(sa.select(sa.func.count()).where(Attempt.person_id == person.id)) or 0


def test_signing_in_without_a_guest_begins_a_session(session: Session, now: datetime) -> None:
    person = alice(session, now)
    token = sign_in(session, person=person, guest=None, browser="B", now=now)
    assert person_of(session, token, now=now) is person


def test_what_only_the_guest_practiced_becomes_the_accounts(session: Session, now: datetime) -> None:
    person, guest, question = alice(session, now), gus(session, now), make_question(session)
    record_attempt(session, guest, question, grade="good", now=now)
    reveal(session, guest, question, now=now)
    merged(session, person, guest, now)
    assert session.get(Mark, (person.id, question.id)) is not None
    assert session.get(Reveal, (person.id, question.id)) is not None
    assert attempts_of(session, person) == 1
    assert question.practiced_count == 1
    assert session.get(Person, guest.id) is None


def test_what_both_practiced_counts_once_with_the_first_and_last_time(session: Session, now: datetime) -> None:
    person, guest, question = alice(session, now), gus(session, now), make_question(session)
    record_attempt(session, guest, question, now=now)
    record_attempt(session, person, question, now=now + HOUR)
    record_attempt(session, guest, question, now=now + 2 * HOUR)
    assert session.scalar(sa.select(Question.practiced_count).where(Question.id == question.id)) == 2
    merged(session, person, guest, now + 3 * HOUR)
    mark = session.get_one(Mark, (person.id, question.id))
    assert (mark.marked_at, mark.last_attempt_at) == (now, now + 2 * HOUR)
    assert attempts_of(session, person) == 3
    assert question.practiced_count == 1


def test_the_accounts_reveal_stays_where_both_have_one(session: Session, now: datetime) -> None:
    person, guest, question = alice(session, now), gus(session, now), make_question(session)
    reveal(session, person, question, now=now)
    reveal(session, guest, question, now=now + HOUR)
    merged(session, person, guest, now + HOUR)
    assert session.get_one(Reveal, (person.id, question.id)).revealed_at == now


def test_a_key_used_on_both_sides_is_one_attempt(session: Session, now: datetime) -> None:
    person, guest, question = alice(session, now), gus(session, now), make_question(session)
    record_attempt(session, guest, question, key="k1", now=now)
    record_attempt(session, person, question, key="k1", now=now)
    record_attempt(session, guest, question, key="k2", now=now)
    merged(session, person, guest, now)
    assert attempts_of(session, person) == 2
    assert question.practiced_count == 1


def test_a_withdrawn_mark_stays_withdrawn_unless_the_guest_has_it(session: Session, now: datetime) -> None:
    person, guest = alice(session, now), gus(session, now)
    withdrawn, kept = make_question(session, 1), make_question(session, 2)
    for question in (withdrawn, kept):
        record_attempt(session, person, question, now=now)
        record_attempt(session, guest, question, now=now)
        withdraw(session, person, question)
    withdraw(session, guest, withdrawn)
    merged(session, person, guest, now)
    assert session.get(Mark, (person.id, withdrawn.id)) is None
    assert session.get(Mark, (person.id, kept.id)) is not None
    assert (withdrawn.practiced_count, kept.practiced_count) == (0, 1)


def test_a_disabled_member_cannot_sign_in(session: Session, now: datetime) -> None:
    person = alice(session, now)
    administration.disable(session, person, actor="tests", now=now)
    with pytest.raises(Invalid):
        sign_in(session, person=person, guest=gus(session, now), browser="B", now=now)


def test_the_number_of_statements_does_not_grow(session: Session, now: datetime) -> None:
    person = alice(session, now)

    def count(question_count: int, first: int) -> int:
        guest = gus(session, now)
        for number in range(first, first + question_count):
            question = make_question(session, number)
            record_attempt(session, guest, question, now=now)
            record_attempt(session, person, question, now=now)
        with statements(session.connection()) as seen:
            sign_in(session, person=person, guest=guest, browser="B", now=now)
        return len(seen)

    assert count(1, 1) == count(8, 2) <= 15


def test_two_sign_ins_with_one_guest_while_it_practices_lose_and_double_nothing(
    own_engine: sa.Engine, now: datetime
) -> None:
    with writing(own_engine) as session:
        people = [member(session, now, f"merge{n}@example.org") for n in range(2)]
        questions = [make_question(session, 9000 + n) for n in range(6)]
        guest, _ = begin_guest(session, browser="B", now=now)
        for question in questions[:3]:
            record_attempt(session, guest, question, now=now)
            record_attempt(session, people[0], question, now=now)

    def enter(person: Person) -> None:
        with writing(own_engine) as session:
            sign_in(session, person=person, guest=guest, browser="B", now=now)

    def practice(question: Question) -> bool:
        try:
            with writing(own_engine) as session:
                record_attempt(session, guest, question, now=now)
        except NotFound:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        entering = [pool.submit(enter, person) for person in (*people, people[0])]
        acknowledged = [pool.submit(practice, question) for question in questions[3:]]
        for done in entering:
            done.result()
        practiced = sum(done.result() for done in acknowledged)
    with Session(own_engine) as session:
        assert session.get(Person, guest.id) is None
        assert differences(session) == []
        ids = [person.id for person in people]
        own = sa.select(sa.func.count()).where(Attempt.person_id.in_(ids))
        assert session.scalar(own) == 6 + practiced
