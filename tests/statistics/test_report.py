"""The numbers that staff read, against people who practice, withdraw, open and redeem."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
import sqlalchemy as sa

from app.core.errors import Invalid
from app.practice.marks import recent_count
from app.practice.recording import record_attempt, withdraw
from app.practice.revealing import reveal
from app.questions.models import Question
from app.statistics.asked import Asked
from app.statistics.counts import Count
from app.statistics.report import report
from app.statistics.unlocks import CodeNumbers, UnlockNumbers
from app.unlocks.codes import Terms, mint, redeem
from app.unlocks.granting import grant, revoke_all
from app.unlocks.models import Code
from tests.bank import add_person
from tests.factories import make_question, make_topic
from tests.queries import statements

DAY = timedelta(days=1)


@pytest.fixture
def serving(session):
    return make_topic(session)


@pytest.fixture
def questions(session, serving):
    """Two of model serving, one of training."""
    training = make_topic(session, "training")
    return [make_question(session, number, topic=serving) for number in (1, 2)] + [
        make_question(session, 3, topic=training)
    ]


@pytest.fixture
def people(session):
    """Two members and a guest."""
    return [add_person(session, email) for email in ("alice@example.org", "bob@example.org", None)]


def titles(found):
    return [question.title for question in found.questions]


def test_an_empty_bank_has_no_numbers_and_no_error(session, now):
    found = report(session, Asked(), now=now)
    assert (found.totals.practiced, found.questions, found.page_count) == (Count(0, 0), [], 1)
    assert len(found.points) == 90
    assert found.codes == CodeNumbers(0, 0, 0, 0, 0)


def test_totals_count_marks_people_and_attempts_with_and_without_guests(session, questions, people, now):
    alice, _, gus = people
    for question in questions[:2]:
        record_attempt(session, alice, question, now=now)
    record_attempt(session, alice, questions[0], now=now + timedelta(hours=1))
    record_attempt(session, gus, questions[0], now=now - DAY)
    totals = report(session, Asked(), now=now).totals
    assert totals.practiced == Count(3, 2)
    assert totals.attempts == Count(4, 3)
    assert totals.active_today == Count(1, 1)
    assert totals.active_this_week == totals.people == Count(2, 1)


def test_yesterday_is_not_today_and_sunday_not_this_week(session, questions, people, now):
    record_attempt(session, people[0], questions[0], now=now - 2 * DAY)
    totals = report(session, Asked(), now=now).totals
    assert (totals.active_today, totals.active_this_week, totals.people) == (Count(0, 0), Count(0, 0), Count(1, 1))


@pytest.mark.parametrize("weekday", range(7))
def test_the_30_day_numbers_are_those_of_the_question_page(session, questions, people, now, weekday):
    question, now = questions[0], now + weekday * DAY
    edge = now - timedelta(hours=30 * 24)
    for seconds in (-86400, -3600, 0, 1, 3600, 43_199, 43_200, 86_400, 5 * 86_400, 9 * 86_400, 20 * 86_400):
        person = add_person(session, None if seconds % 7 else f"member{seconds}@example.org")
        record_attempt(session, person, question, now=edge + timedelta(seconds=seconds))
    found = report(session, Asked(), now=now)
    exact = session.scalar(sa.select(recent_count(now=now)).select_from(Question).where(Question.id == question.id))
    assert found.totals.recent.everybody == found.questions[0].recent.everybody == exact == 8


def test_questions_are_sorted_as_asked_and_equal_ones_by_the_syllabus(session, questions, people, now):
    for person in people[:2]:
        record_attempt(session, person, questions[2], now=now)
    assert titles(report(session, Asked(), now=now)) == ["Question 3", "Question 1", "Question 2"]
    assert titles(report(session, Asked(order="asc"), now=now)) == ["Question 1", "Question 2", "Question 3"]
    assert titles(report(session, Asked(sort="title", order="desc"), now=now)) == [
        "Question 3",
        "Question 2",
        "Question 1",
    ]
    assert titles(report(session, Asked(sort="topic", order="desc"), now=now)) == [
        "Question 3",
        "Question 1",
        "Question 2",
    ]


def test_never_practiced_and_opened_but_not_practiced_are_found(session, questions, people, now):
    record_attempt(session, people[0], questions[0], now=now)
    reveal(session, people[0], questions[1], now=now)
    reveal(session, people[0], questions[0], now=now)
    assert titles(report(session, Asked(show="never"), now=now)) == ["Question 2", "Question 3"]
    found = report(session, Asked(show="opened"), now=now)
    assert titles(found) == ["Question 2"]
    assert found.found == {"all": 3, "never": 2, "opened": 1}
    withdraw(session, people[0], questions[0])
    assert report(session, Asked(), now=now).found == {"all": 3, "never": 3, "opened": 2}


def test_a_retired_question_keeps_its_numbers_and_one_without_any_is_left_out(session, questions, people, now):
    record_attempt(session, people[0], questions[0], now=now)
    questions[0].status = questions[1].status = "retired"
    session.flush()
    found = report(session, Asked(), now=now)
    assert [(one.title, one.status) for one in found.questions] == [("Question 1", "retired"), ("Question 3", "ready")]
    assert found.totals.practiced == Count(1, 1)
    assert [(topic.slug, topic.count, topic.practiced.everybody) for topic in found.topics] == [
        ("model-serving", 0, 1),
        ("training", 1, 0),
    ]


def test_topics_sum_their_questions(session, questions, people, now):
    for question in questions:
        record_attempt(session, people[2], question, now=now - 40 * DAY)
    record_attempt(session, people[0], questions[1], now=now)
    serving, training = report(session, Asked(), now=now).topics
    assert (serving.count, serving.never, serving.practiced, serving.recent) == (2, 0, Count(3, 1), Count(1, 1))
    assert (training.attempts, training.recent) == (Count(1, 0), Count(0, 0))


@pytest.mark.parametrize(("period", "starts_on"), [("day", date(2026, 11, 24)), ("week", date(2026, 11, 23))])
def test_a_series_has_every_period_up_to_now(session, questions, now, period, starts_on):
    record_attempt(session, add_person(session), questions[0], now=now)
    record_attempt(session, add_person(session), questions[0], now=now - 8 * DAY)
    points = report(session, Asked(period=period), now=now).points
    assert len(points) == {"day": 90, "week": 52}[period]
    steps = {later.starts_on - earlier.starts_on for earlier, later in pairwise(points)}
    assert steps == {{"day": DAY, "week": 7 * DAY}[period]}
    assert points[-1].starts_on == starts_on
    assert sum(point.practiced.everybody for point in points) == 2
    assert (points[-1].practiced, points[-1].people) == (Count(1, 0), Count(1, 0))


def test_a_series_of_a_topic_or_a_question_takes_its_own_rows(session, questions, people, now):
    for question in questions:
        record_attempt(session, people[0], question, now=now)
    topic = report(session, Asked(topic="model-serving"), now=now)
    assert (topic.scope, topic.points[-1].practiced, topic.points[-1].people) == ("Model serving", Count(2, 2), None)
    one = report(session, Asked(question="question-3"), now=now)
    assert (one.scope, one.points[-1].practiced, one.points[-1].people) == ("Question 3", Count(1, 1), Count(1, 1))


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (Asked(topic="model-servin"), "There is no topic with this slug (did you mean `model-serving`?)."),
        (Asked(question="nothing-like-it"), "There is no question with this slug."),
        (Asked(topic="\x00"), "There is no topic with this slug."),
        (Asked(topic="training", question="question-1"), "Choose a topic or a question, not both."),
    ],
)
def test_what_is_not_there_is_refused(session, questions, now, asked, message):
    with pytest.raises(Invalid) as refusal:
        report(session, asked, now=now)
    assert message in str(refusal.value)


def test_unlocks_and_codes_are_counted_by_what_became_of_them(session, people, now):
    alice, bob, _ = people
    for person in (alice, bob):
        grant(session, person, topic=None, expires_at=None, reason="", source="cli", actor="cli", now=now)
    revoke_all(session, bob, actor="cli", now=now)
    first = mint(session, Terms(uses=3, last_on=now.date()), count=2, actor="cli", now=now).codes[0]
    redeem(session, bob, first, now=now)
    mint(session, Terms(uses=5), count=1, actor="cli", now=now)
    session.execute(sa.update(Code).where(Code.uses == 5).values(revoked_at=now))
    found = report(session, Asked(), now=now)
    assert found.unlocks == [UnlockNumbers("admin", 0, 0), UnlockNumbers("code", 1, 0), UnlockNumbers("cli", 1, 1)]
    assert found.codes == CodeNumbers(minted=3, revoked=1, uses=11, used=1, left=5)
    assert report(session, Asked(), now=now + DAY).codes.left == 0


def test_the_questions_come_a_hundred_at_a_time(session, serving, now):
    for number in range(1, 104):
        make_question(session, number, topic=serving)
    pages = [report(session, Asked(page=number), now=now) for number in (1, 2, 3)]
    assert [len(found.page) for found in pages] == [100, 3, 0]
    assert {found.page_count for found in pages} == {2}


@pytest.mark.parametrize("asked", [Asked(), Asked(topic="model-serving"), Asked(question="question-1", sort="recent")])
def test_it_takes_six_queries(session, questions, now, asked):
    with statements(session.connection()) as seen:
        report(session, asked, now=now)
    assert len(seen) == 6
