"""The summaries of practice, one act after another, against the numbers that the acts must give."""

from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa

from app.practice.models import PracticeSummary
from app.practice.periods import PERIODS, start_in_sql, start_of
from app.practice.recording import record_attempt, withdraw
from app.practice.recount import differences, recount
from app.practice.revealing import reveal
from tests.bank import add_person
from tests.factories import make_question
from tests.practice.summing import expected, stored

TUESDAY = date(2026, 11, 24)
MONDAY = date(2026, 11, 23)
EVER = date(1970, 1, 1)
DAY = timedelta(days=1)


@pytest.fixture
def question(session):
    return make_question(session)


@pytest.fixture
def alice(session):
    return add_person(session, "alice@example.org")


@pytest.fixture
def gus(session):
    return add_person(session)


@pytest.fixture(autouse=True)
def _the_numbers_are_right(session):
    yield
    assert stored(session) == expected(session)
    assert differences(session) == []


def row(session, period="ever", starts_on=EVER, question_id=0):
    session.expire_all()
    found = session.get(PracticeSummary, (period, starts_on, question_id))
    return found and {name: getattr(found, name) for name in ("attempts", "people", "marks", "latest", "opened")}


def numbers(attempts=0, people=0, marks=0, latest=0, opened=0):
    return {"attempts": attempts, "people": people, "marks": marks, "latest": latest, "opened": opened}


def test_a_first_attempt_counts_in_its_day_its_week_and_ever(session, alice, question, now):
    record_attempt(session, alice, question, now=now)
    for period, starts_on in (("day", TUESDAY), ("week", MONDAY), ("ever", EVER)):
        for scope in (0, question.id):
            assert row(session, period, starts_on, scope) == numbers(attempts=1, people=1, marks=1, latest=1)


def test_a_person_counts_once_in_a_day_and_again_on_the_next(session, alice, question, now):
    other = make_question(session, 2)
    for at, one in ((now, question), (now + timedelta(hours=1), other), (now + DAY, question)):
        record_attempt(session, alice, one, now=at)
    assert row(session, "day", TUESDAY) == numbers(attempts=2, people=1, marks=2, latest=1)
    assert row(session, "day", TUESDAY + DAY) == numbers(attempts=1, people=1, latest=1)
    assert row(session, "week", MONDAY) == numbers(attempts=3, people=1, marks=2, latest=2)


def test_a_guest_counts_with_the_guests_too(session, alice, gus, question, now):
    record_attempt(session, alice, question, now=now)
    record_attempt(session, gus, question, now=now)
    ever = session.get_one(PracticeSummary, ("ever", EVER, 0))
    assert (ever.marks, ever.guest_marks, ever.people, ever.guest_people) == (2, 1, 2, 1)


def test_a_replayed_key_and_a_repeat_change_nothing(session, alice, question, now):
    record_attempt(session, alice, question, key="k", now=now)
    before = stored(session)
    record_attempt(session, alice, question, key="k", now=now + 3 * DAY)
    record_attempt(session, alice, question, now=now + timedelta(seconds=30))
    assert stored(session) == before


def test_a_withdrawal_takes_the_mark_off_the_day_it_was_set_on(session, alice, question, now):
    record_attempt(session, alice, question, now=now)
    record_attempt(session, alice, question, now=now + DAY)
    withdraw(session, alice, question)
    assert row(session, "day", TUESDAY) == numbers(attempts=1, people=1)
    assert row(session, "day", TUESDAY + DAY) == numbers(attempts=1, people=1)


def test_a_repeat_after_midnight_restores_the_mark_on_the_new_day(session, alice, question, now):
    midnight = now.replace(hour=0, minute=0) + DAY
    record_attempt(session, alice, question, now=midnight - timedelta(seconds=20))
    withdraw(session, alice, question)
    record_attempt(session, alice, question, now=midnight + timedelta(seconds=20))
    assert row(session, "day", TUESDAY) == numbers(attempts=1, people=1, latest=1)
    assert row(session, "day", TUESDAY + DAY) == numbers(marks=1)


def test_an_opened_answer_counts_while_it_is_not_practiced(session, alice, question, now):
    reveal(session, alice, question, now=now)
    reveal(session, alice, question, now=now + DAY)
    assert row(session) == numbers(opened=1)
    record_attempt(session, alice, question, now=now + DAY)
    assert row(session) == numbers(attempts=1, people=1, marks=1, latest=1)
    withdraw(session, alice, question)
    assert row(session, "day", TUESDAY) == numbers(opened=1)


def test_opening_what_is_practiced_counts_nowhere(session, alice, question, now):
    record_attempt(session, alice, question, now=now)
    reveal(session, alice, question, now=now)
    assert row(session) == numbers(attempts=1, people=1, marks=1, latest=1)


def test_a_clock_that_was_set_back_counts_right_too(session, alice, question, now):
    for key, days in enumerate((0, -3, 0, -3, -9)):
        record_attempt(session, alice, question, key=str(key), now=now + days * DAY)
    assert row(session, "day", TUESDAY) == numbers(attempts=2, people=1, marks=1, latest=1)
    assert row(session, "day", TUESDAY - 3 * DAY) == numbers(attempts=2, people=1)


def test_what_is_wrong_is_named_and_mended(session, alice, question, now):
    record_attempt(session, alice, question, now=now)
    session.execute(sa.update(PracticeSummary).where(PracticeSummary.question_id == 0).values(people=5))
    session.execute(sa.delete(PracticeSummary).where(PracticeSummary.question_id == question.id))
    wrong = differences(session)
    lines = {(one.id, one.number, one.stored, one.counted) for one in wrong}
    assert ("bank", "people of week 2026-11-23", 5, 1) in lines
    assert ("1", "latest of day 2026-11-24", 0, 1) in lines
    assert recount(session) == wrong


def test_rows_of_nothing_are_no_difference(session, alice, question, now):
    record_attempt(session, alice, question, now=now)
    session.add(PracticeSummary(period="day", starts_on=date(2020, 1, 1), question_id=0))
    session.flush()
    assert differences(session) == []


@pytest.mark.parametrize(
    "at", ["2026-11-22 23:59:59", "2026-11-23 00:00:00", "2026-11-29 23:59:59", "2024-02-29 12:00"]
)
def test_both_languages_agree_where_a_period_begins(session, gus, question, at):
    at = datetime.fromisoformat(f"{at}+00:00")
    gus.created_at = at
    session.flush()
    for period in PERIODS:
        begins = start_in_sql(session, period, type(gus).created_at)
        assert session.scalar(sa.select(begins).where(type(gus).id == gus.id)) == start_of(period, at)
