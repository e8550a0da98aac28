"""A fact that 10,000 worksheets take, changed: saying what that moves, against preparing the load itself."""

import resource
import time
from collections.abc import Iterator

from app.authoring.facts_moved import facts_moved
from app.questions.preparing import prepare
from app.questions.seed_files import FACTS, SeedFile
from app.questions.seed_format import parse_facts
from app.questions.stored_bank import StoredBank, StoredPage, StoredQuestion
from bench.banks import TOPICS, seed_files

QUESTIONS = 10_000

_FACT = "speed: {{value: {0}, unit: request/s/GPU, what: Speed, source: None, as_of: 2026-11-24}}\n"
_SHEET = """
```estimate
title: GPUs of service {number}
inputs:
  rate: {{label: Rate, value: {rate}, unit: request/s, range: [10, 20000]}}
  speed: {{label: Speed, fact: speed}}
  price: {{label: Price, value: 2.50, unit: USD/GPU/hour, range: [1, 9]}}
results:
  needed: {{formula: rate / speed, value: {needed:.1f}, unit: GPU}}
  cost: {{formula: ceil(needed) * price, value: {cost:.2f}, unit: USD/hour}}
```
"""


def run() -> None:
    """Prints the seconds for a change that every claim survives, and for one that breaks them all."""
    stored = _stored(list(_questions()))
    for what, speed in (("no claim breaks", "100.001"), ("every claim breaks", "50")):
        files = [SeedFile(FACTS, _FACT.format(speed).encode())]
        began = _spent()
        prepared = prepare(files, stored)
        preparing, began = _spent() - began, time.process_time()
        moved = facts_moved(files, prepared, stored)
        seconds = time.process_time() - began
        print(f"a fact of {QUESTIONS:,} worksheets changes, {what}: {len(moved.claims):,} claims move")
        print(f"  {seconds:.1f} s of one processor, {seconds / preparing:.2f} x preparing the load")


def _questions() -> Iterator[SeedFile]:
    """The questions of the other benchmarks, each with a worksheet of its own."""
    for number, file in enumerate(file for file in seed_files(QUESTIONS) if "/question-" in file.path):
        rate = 100 + number
        sheet = _SHEET.format(number=number, rate=rate, needed=rate / 100 + 1e-9, cost=-(-rate // 100) * 2.5)
        yield SeedFile(file.path, file.data.replace(b"\n## Rubric", f"{sheet}\n## Rubric".encode()))


def _stored(files: list[SeedFile]) -> StoredBank:
    """The bank of these files as `versions` would read it, each rendered with the fact as it was."""
    topics = {f"topic-{n}": StoredPage(n, f"Topic {n}", n + 1, "", "") for n in range(TOPICS)}
    questions = {
        f"{n:06}": StoredQuestion(
            n, f"{n:06}", f"question-{n}", file.path.split("/")[0], file.path, "", "", ("speed",), file.data.decode()
        )
        for n, file in enumerate(files)
    }
    return StoredBank(facts=parse_facts(_FACT.format("100"), FACTS)[0], topics=topics, questions=questions)


def _spent() -> float:
    """The processor time of this process and its helpers."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


if __name__ == "__main__":
    run()
