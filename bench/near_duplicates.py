"""Near-duplicates among 10,000 new and 10,000 known questions, against one linear pass over the same texts."""

import random
import time
import tracemalloc

from app.authoring.near_duplicates import near_duplicates
from app.core.words import words

QUESTIONS = 10_000
WORDS = 70
VOCABULARY = 20_000


def run() -> None:
    """Prints the join as a multiple of splitting the texts into words: for ordinary texts, and for texts all alike."""
    dice = random.Random(1)
    ordinary = _ordinary(dice, "known"), _ordinary(dice, "new")
    for number in range(0, QUESTIONS, 10):
        ordinary[1][f"new{number}"] = _reworded(dice, ordinary[0][f"known{number}"])
    _measure("ordinary texts, a tenth of them reworded", *ordinary)
    text = ordinary[0]["known1"]
    alike = ({f"{name}{n}": _reworded(dice, text) for n in range(QUESTIONS)} for name in ("known", "new"))
    _measure("texts that are all alike", *alike)


def _measure(what: str, known: dict[str, str], new: dict[str, str]) -> None:
    began = time.process_time()
    for text in [*known.values(), *new.values()]:
        words(text)
    linear = time.process_time() - began
    began = time.process_time()
    found = near_duplicates(new, known)
    seconds = time.process_time() - began
    tracemalloc.start()
    near_duplicates(new, known)
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    print(f"near-duplicates, {what}: {len(new):,} new against {len(known):,} known, {len(found):,} pairs")
    ratio = seconds / linear
    print(f"  {seconds:.1f} s of one processor, {ratio:.1f} x splitting the texts into words; at most {peak:.0f} MB")


def _ordinary(dice: random.Random, name: str) -> dict[str, str]:
    """Texts whose words are as frequent as in a language: the n-th comes up one n-th as often as the first."""
    vocabulary = [f"word{n}" for n in range(VOCABULARY)]
    weights = [1 / (n + 3) for n in range(VOCABULARY)]
    drawn = dice.choices(vocabulary, weights, k=QUESTIONS * WORDS)
    return {f"{name}{n}": " ".join(drawn[n * WORDS : (n + 1) * WORDS]) for n in range(QUESTIONS)}


def _reworded(dice: random.Random, text: str) -> str:
    """The text with every tenth word another one."""
    replaced = text.split()
    for place in range(dice.randrange(10), WORDS, 10):
        replaced[place] = f"other{dice.randrange(VOCABULARY)}"
    return " ".join(replaced)


if __name__ == "__main__":
    run()
