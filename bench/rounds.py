"""Work done over and over, timed by the processor."""

import time
from collections.abc import Callable
from statistics import median

ROUNDS = 15
_WARM_UP = 3


def spent(work: Callable[[], object]) -> float:
    """Processor seconds, the median of the rounds after a few to warm up."""
    seconds = []
    for _ in range(ROUNDS):
        began = time.process_time()
        work()
        seconds.append(time.process_time() - began)
    return median(seconds[_WARM_UP:])
