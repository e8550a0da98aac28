"""Questions that say nearly the same: an exact set-similarity join over pairs of words. Pure.

Two texts are as similar as the share of their word pairs that both have (Jaccard). Texts above a threshold must share
one of their rarest pairs, so only texts that meet there are compared: prefix filtering after Bayardo, Ma and Srikant
(*Scaling Up All Pairs Similarity Search*, 2007), with the bound on lengths that PPJoin (Xiao et al., 2008) adds.
Where thousands of texts are alike, everything meets everything: caps keep that bounded, and some likeness is shown.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from heapq import nlargest
from itertools import chain, pairwise

from app.core.words import words

AT_LEAST = 0.5
MOST_WORDS = 400
MOST_MEETING = 50
MOST_FOR_ONE = 5

Shingles = tuple[int, ...]


@dataclass(frozen=True)
class NearDuplicate:
    """A new text and another one, new or known; `similarity` is 0 to 1."""

    new_id: str
    other_id: str
    similarity: float


@dataclass(frozen=True)
class Candidates:
    """A new text and the earlier ones that may be as similar as asked, each with its word pairs."""

    new_id: str
    shingles: Shingles
    others: list[tuple[str, Shingles]]


def near_duplicates(
    new: Mapping[str, str], known: Mapping[str, str], *, at_least: float = AT_LEAST
) -> list[NearDuplicate]:
    """Pairs of a new text and another, the most similar first; both maps go from id to title and prompt.

    A known text whose id is among the new ones is what that one replaces, and takes no part. Each new text is in at
    most five pairs with texts before it: those with the known ones, then those with new ones, in the order given.
    """
    pairs = []
    for candidates in meeting(new, known, at_least=at_least):
        found = [
            NearDuplicate(candidates.new_id, other_id, similarity)
            for other_id, shingles in candidates.others
            if (similarity := _similarity(candidates.shingles, shingles)) >= at_least
        ]
        pairs += sorted(found, key=lambda pair: -pair.similarity)[:MOST_FOR_ONE]
    return sorted(pairs, key=lambda pair: (-pair.similarity, pair.new_id, pair.other_id))


def meeting(new: Mapping[str, str], known: Mapping[str, str], *, at_least: float) -> Iterator[Candidates]:
    """Each new text with the earlier ones, at most 50, that share one of its rarest pairs of words."""
    texts = {id_: text for id_, text in known.items() if id_ not in new} | dict(new)
    earlier: list[tuple[str, Shingles]] = []
    index: dict[int, list[int]] = defaultdict(list)  # where in `earlier` a pair of words is a rare one
    for id_, shingles, rare in _shingled(texts, at_least):
        if id_ in new:
            met = Counter(n for shingle in rare for n in index.get(shingle, ()))
            fitting = [n for n in met if at_least <= len(earlier[n][1]) / len(shingles) <= 1 / at_least]
            yield Candidates(id_, shingles, [earlier[n] for n in nlargest(MOST_MEETING, fitting, key=met.__getitem__)])
        for shingle in rare:
            if len(index[shingle]) < MOST_MEETING:
                index[shingle].append(len(earlier))
        earlier.append((id_, shingles))


def _shingled(texts: Mapping[str, str], at_least: float) -> Iterator[tuple[str, Shingles, Shingles]]:
    """Each id, the pairs of words of its text, and of these the rare ones that it shares with what is as similar."""
    numbers: dict[str, int] = {}
    sets = [_pairs(text, numbers) for text in texts.values()]
    frequency = Counter(chain.from_iterable(sets))
    for id_, shingles in zip(texts, sets, strict=True):
        by_rarity = sorted(shingles, key=lambda shingle: (frequency[shingle], shingle))
        prefix_length = len(shingles) - math.ceil(at_least * len(shingles)) + 1
        yield id_, shingles, tuple(shingle for shingle in by_rarity[:prefix_length] if frequency[shingle] > 1)


def _pairs(text: str, numbers: dict[str, int]) -> Shingles:
    """The different pairs of neighboring words as numbers; a text of one word is that word."""
    found = [numbers.setdefault(word, len(numbers) + 1) for word in words(text)[:MOST_WORDS]]
    return tuple({(first << 32) + second for first, second in pairwise(found)} or found)


def _similarity(one: Shingles, other: Shingles) -> float:
    shared = len(set(one).intersection(other))
    return shared / (len(one) + len(other) - shared)
