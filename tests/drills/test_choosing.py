"""Which drill comes next, and which one is the day's."""

from collections import Counter
from datetime import date, timedelta

import pytest

from app.core.errors import NotFound
from app.drills.choosing import TopicDrills, by_topic, daily, pick
from app.unlocks.policy import Drill


def drills(*places):
    """Drills of these (topic, slug, place)."""
    return [Drill(slug, slug.title(), topic, topic.title(), place, "data") for topic, slug, place in places]


FOUR = drills(("serving", "pool", 1), ("serving", "pool", 2), ("serving", "queue", 1), ("data", "shuffle", 1))
TODAY = date(2026, 11, 24)


def test_topics_are_counted_in_their_order():
    assert by_topic(FOUR) == [TopicDrills("serving", "Serving", 3), TopicDrills("data", "Data", 1)]
    assert by_topic([]) == []


def test_every_drill_comes_up_and_a_topic_keeps_to_itself():
    assert {pick(FOUR, seed=seed) for seed in range(40)} == set(FOUR)
    assert {pick(FOUR, seed=seed, topic="serving") for seed in range(40)} == set(FOUR[:3])


def test_what_was_not_done_lately_comes_first():
    lately = {("pool", 1), ("queue", 1), ("shuffle", 1)}
    assert {pick(FOUR, seed=seed, lately=lately) for seed in range(40)} == {FOUR[1]}
    # Where all of it was, the topic's own is better than nothing.
    assert pick(FOUR, seed=5, topic="data", lately=lately) == FOUR[3]


@pytest.mark.parametrize("topic", ["nowhere", "Serving", "\x00"])
def test_a_topic_without_drills_is_nowhere(topic):
    with pytest.raises(NotFound, match="/drills"):
        pick(FOUR, seed=1, topic=topic)


def test_the_drill_of_the_day_is_the_same_all_day_whatever_the_order():
    assert daily(FOUR, TODAY) == daily(FOUR[::-1], TODAY)
    assert daily([], TODAY) is None


def test_days_take_turns_at_random_with_numbers_of_their_own():
    days = [daily(FOUR, TODAY + timedelta(days=number)) for number in range(400)]
    assert len({day.seed for day in days}) == 400
    assert all(60 < count < 140 for count in Counter(day.drill for day in days).values())


def test_a_new_question_leaves_most_days_as_they_were():
    more = [*FOUR, *drills(("data", "new", 1))]
    days = [TODAY + timedelta(days=number) for number in range(400)]
    changed = [day for day in days if daily(more, day) != daily(FOUR, day)]
    assert len(changed) < 140
    assert {daily(more, day).drill.slug for day in changed} == {"new"}
    fewer = [day for day in days if daily(FOUR[:3], day) != daily(FOUR, day)]
    assert {daily(FOUR, day).drill for day in fewer} == {FOUR[3]}
