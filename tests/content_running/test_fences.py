"""What the fence of a runnable block may ask for."""

import pytest

from tests.content.documents import Block
from tests.content.running import BlockFailed, read


def fence(words):
    return Block(f"python {words}", "assert True", 12)


@pytest.mark.parametrize(
    ("words", "seconds", "needs"),
    [
        ("run", 20, set()),
        ("run timeout=5", 5, set()),
        ("run needs=simpy timeout=20", 20, {"simpy"}),
        ("run needs=pyspark timeout=300", 300, {"pyspark"}),
        ("run needs=torch,simpy", 20, {"torch", "simpy"}),
    ],
)
def test_a_fence_asks_for_time_and_tools(words, seconds, needs):
    made = read(fence(words), "a.md")
    assert (made.timeout_seconds, made.needs) == (seconds, needs)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("run timeout=21", "timeout=21 is not between 1 and 20 s"),
        ("run needs=simpy timeout=60", "timeout=60 is not between 1 and 20 s"),
        ("run needs=pyspark timeout=301", "timeout=301 is not between 1 and 300 s"),
        ("run timeout=0", "timeout=0 is not"),
        ("run timeout=soon", "timeout=soon is not"),
        ("run needs=pandas", "needs= knows pyspark, simpy, torch, not pandas"),
        ("run needs=", "needs= knows pyspark, simpy, torch, not"),
        ("run memory=5", "only `run`, `timeout=` and `needs=` are known, not memory"),
        ("run quickly", "only `run`, `timeout=` and `needs=` are known, not quickly"),
    ],
)
def test_a_wrong_fence_is_refused_with_its_line(words, message):
    with pytest.raises(BlockFailed, match=f"^a.md:12: {message}"):
        read(fence(words), "a.md")
