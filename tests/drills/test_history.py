"""The own history of drills: counted, told which way one errs, and read in two queries however long it is."""

import math
from datetime import timedelta

import pytest

from app.drills.choosing import Daily
from app.drills.guesses import Guessed, record
from app.drills.history import history, lately, points_of
from app.estimates.scoring import off_by
from app.unlocks.policy import Drill
from tests.factories import make_question, make_topic
from tests.people import alice, gus
from tests.queries import statements


@pytest.fixture
def person(session, now):
    return alice(session, now)


@pytest.fixture
def question(session):
    return make_question(session)


def drill(session, person, question, *, seed, ratio=1, now, unit="GB", occasion="drill"):
    """One guess that is off by this ratio."""
    guessed = [Guessed("r", f"{5 * ratio}", 5.0 * ratio, 5.0, unit)]
    record(session, person, question, worksheet=1, occasion=occasion, number=seed, guessed=guessed, now=now)


def test_without_a_guess_there_is_no_history(session, now, person, question):
    assert history(session, None) is None
    assert history(session, person) is None
    drill(session, person, question, seed=1, ratio=1, now=now, occasion="twist")
    drill(session, gus(session, now), question, seed=1, ratio=1, now=now)
    assert history(session, person) is None


def test_marks_are_counted_in_all_by_topic_and_by_kind(session, now, person, question):
    other = make_question(session, 2, topic=make_topic(session, "llm-inference"))
    for seed, ratio in enumerate((1.5, 0.9, 5, 30)):
        drill(session, person, question, seed=seed, ratio=ratio, now=now)
    drill(session, person, other, seed=9, ratio=0.2, now=now, unit="request/s")
    seen = history(session, person)
    assert (seen.total.count, seen.total.full, seen.total.half, seen.total.none) == (5, 2, 2, 1)
    assert [(row.name, row.count, row.points) for row in seen.topics] == [
        ("Model serving", 4, 62.5),
        ("Llm inference", 1, 50),
    ]
    assert [(row.name, row.count) for row in seen.kinds] == [("data", 4), ("rates", 1)]


@pytest.mark.parametrize(
    ("ratios", "mean"),
    [((2, 2, 2, 2, 2), 2), ((0.5, 0.5, 0.5, 0.5, 0.5), 0.5), ((4, 0.25, 1, 1, 1), 1), ((32, 1, 1, 1, 1), 2)],
)
def test_bias_is_the_geometric_mean_of_five_drills_or_more(session, now, person, ratios, mean):
    question = make_question(session)
    for seed, ratio in enumerate(ratios[:4]):
        drill(session, person, question, seed=seed, ratio=ratio, now=now)
    assert history(session, person).biases == []
    drill(session, person, question, seed=4, ratio=ratios[4], now=now)
    (bias,) = history(session, person).biases
    assert (bias.kind, bias.off, bias.count) == ("data", off_by(math.log10(mean)), 5)


def test_the_last_ten_come_last_first_and_lead_back(session, now, person, question):
    for seed in range(12):
        drill(session, person, question, seed=seed, ratio=3, now=now + timedelta(minutes=seed))
    recent = history(session, person).recent
    assert [done.seed for done in recent] == list(range(11, 1, -1))
    assert (recent[0].slug, recent[0].worksheet, recent[0].points) == (question.slug, 1, 50)
    assert (recent[0].guess, recent[0].expected, recent[0].off) == ("15 GB", "5 GB", off_by(math.log10(3)))
    assert lately(session, person) == {(question.slug, 1)}
    assert lately(session, None) == set()


def test_what_is_no_longer_there_to_be_drilled_with_counts_but_is_not_named(session, now, person, question):
    drill(session, person, question, seed=1, now=now)
    question.status, question.title = "draft", "What nobody may know yet"
    seen = history(session, person)
    assert (seen.total.count, seen.recent) == (1, [])


def test_it_takes_two_queries_however_many_drills_there_are(session, now, person, question):
    for seed in range(300):
        drill(session, person, question, seed=seed, ratio=1 + seed % 20, now=now)
    with statements(session.connection()) as sent:
        assert history(session, person).total.count == 300
    assert len(sent) == 2


def test_the_drill_of_the_day_is_done_once_there_is_a_guess(session, now, person, question):
    day = Daily(Drill(question.slug, question.title, "", "", 1, "data"), 20261124)
    assert points_of(session, person, day) is None
    drill(session, person, question, seed=20261123, ratio=1, now=now)
    assert points_of(session, person, day) is None
    drill(session, person, question, seed=20261124, ratio=50, now=now)
    assert points_of(session, person, day) == 0
    assert points_of(session, None, day) is None
    assert points_of(session, person, None) is None
