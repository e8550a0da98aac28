"""Banks of any size for benchmarks: synthetic seed files, all valid and all different."""

from collections.abc import Iterator

from app.questions.front_matter import DIFFICULTIES, KINDS, LEVELS
from app.questions.seed_files import SeedFile

TOPICS = 18
TAGS = ("caching", "network", "memory", "queueing", "storage", "profiling")

_BODY = """
## Prompt

A service of kind {number} takes {rate} requests/s with a p99 of {latency} ms. How many are in flight at the kv cache?

## Hints

1. Which law ties rate, time and number?

## Clarifying questions

| Ask | Why | Answer |
|---|---|---|
| Is it steady? | The law needs it | Yes |

## Model answer

About {rate} times {latency} ms.

## Rubric

| # | Point | Dimension | Weight |
|---|---|---|---|
| 1 | Names the law | correctness | 60 |
| 2 | Keeps the units | correctness | 40 |

## Common mistakes

- Mixing ms and s.

## Follow-ups

1. *And in a burst?* More.

## References

- Own arithmetic.
"""


def seed_files(count: int) -> Iterator[SeedFile]:
    """A bank with `count` questions over 18 topics."""
    yield SeedFile("_bank.md", b"---\ntitle: Benchmark\norder: 1\nsummary: Synthetic.\n---\n\nScope.\n")
    for topic in range(TOPICS):
        page = f"---\ntitle: Topic {topic}\norder: {topic + 1}\nsummary: Synthetic.\n---\n\nScope.\n"
        yield SeedFile(f"topic-{topic}/_topic.md", page.encode())
    for number in range(count):
        yield SeedFile(f"topic-{number % TOPICS}/question-{number}.md", _question(number).encode())


def _question(number: int) -> str:
    front = (
        f'---\nid: "{number:06}"\nslug: question-{number}\ntitle: "Requests in flight of service {number}"\n'
        f"topic: topic-{number % TOPICS}\ndifficulty: {DIFFICULTIES[number % 3]}\nkind: {KINDS[number % 5]}\n"
        f"minutes: {10 + number % 40}\ntags: [{TAGS[number % 6]}, estimation]\nlevels: [{LEVELS[number % 3]}]\n"
        f"free: {'true' if number % 10 == 0 else 'false'}\nstatus: ready\nversion: 1\nupdated: 2026-11-24\n---\n"
    )
    return front + _BODY.format(number=number, rate=100 + number, latency=5 + number % 95)
