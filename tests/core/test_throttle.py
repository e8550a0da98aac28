"""Rate limits count in the database, in fixed windows."""

from datetime import timedelta

import pytest

from app.core.errors import TooMany
from app.core.throttle import Limit, ThrottleWindow, forget_ended, give_back, spend

LIMIT = Limit("tries", tries=3, window_seconds=600)


def use(session, now, key="gus", factor=1.0):
    spend(session, LIMIT, key, factor=factor, now=now)


def test_one_try_too_many_is_refused_with_the_time_to_wait(session, now):
    for _ in range(3):
        use(session, now)
    with pytest.raises(TooMany, match="Wait 10 minutes") as refused:
        use(session, now)
    assert refused.value.headers == {"Retry-After": "600"}


@pytest.mark.parametrize(
    ("window_seconds", "words"), [(60, "60 seconds"), (3600, "60 minutes"), (24 * 3600, "12 hours")]
)
def test_the_time_to_wait_is_said_in_words(session, now, window_seconds, words):
    with pytest.raises(TooMany, match=f"Wait {words} and try again"):
        spend(session, Limit("none", tries=0, window_seconds=window_seconds), "gus", factor=1.0, now=now)


def test_another_key_and_the_next_window_have_their_own_tries(session, now):
    for _ in range(3):
        use(session, now)
    use(session, now, key="alice")
    use(session, now + timedelta(minutes=10))


def test_a_try_given_back_can_be_used_again(session, now):
    for _ in range(3):
        use(session, now)
    give_back(session, LIMIT, "gus", now=now)
    use(session, now)


def test_factor_zero_switches_limits_off(session, now):
    for _ in range(10):
        use(session, now, factor=0)
    assert session.query(ThrottleWindow).count() == 0


def test_ended_windows_are_forgotten(session, now):
    use(session, now - timedelta(days=3))
    use(session, now)
    forget_ended(session, now=now)
    assert session.query(ThrottleWindow).count() == 1
