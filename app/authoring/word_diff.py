"""What changed between two texts, word by word. Pure, and bounded: texts that share little are told apart as a whole.

Lines are compared first, then the words of the lines that differ, both by the greedy algorithm of Eugene Myers (*An
O(ND) Difference Algorithm and Its Variations*, 1986), whose effort grows with the square of the number of differences:
lines may take as much as the cap allows, and all words together as much again. The standard library's `difflib` has no
such bound.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import isqrt
from typing import Literal

MOST_DIFFERENCES = 400
CONTEXT_WORDS = 12
ELLIPSIS = "…"

Kind = Literal["same", "out", "in"]
_Step = tuple[Kind, str]

_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
_SPACES = re.compile(r"(\s+)")
_WORD = re.compile(r"\w")


@dataclass(frozen=True)
class DiffPart:
    """Some words in a row that stayed, that are gone, or that are new; an ellipsis stands for words that stayed."""

    kind: Kind
    text: str


def word_diff(before: str, after: str) -> tuple[DiffPart, ...]:
    """The parts in order of the text, what is gone before what took its place; none where the texts are equal."""
    if before == after:
        return ()
    lines = _steps(before.splitlines(keepends=True), after.splitlines(keepends=True))
    parts = _joined(list(_in_words(lines)))
    last = len(parts) - 1
    return tuple(
        _shortened(part, is_first=n == 0, is_last=n == last) if part.kind == "same" else part
        for n, part in enumerate(parts)
    )


def _steps(old: Sequence[str], new: Sequence[str], most: int = MOST_DIFFERENCES) -> list[_Step]:
    """How to come from the old tokens to the new ones; all out and all in where more than `most` differ."""
    begin = 0
    while begin < min(len(old), len(new)) and old[begin] == new[begin]:
        begin += 1
    end = 0
    while end < min(len(old), len(new)) - begin and old[-1 - end] == new[-1 - end]:
        end += 1
    gone, come = old[begin : len(old) - end], new[begin : len(new) - end]
    middle = _shortest(gone, come, most) or [*(_step("out", gone)), *(_step("in", come))]
    return [*_step("same", old[:begin]), *middle, *_step("same", old[len(old) - end :])]


def _step(kind: Kind, tokens: Iterable[str]) -> list[_Step]:
    return [(kind, token) for token in tokens]


def _shortest(old: Sequence[str], new: Sequence[str], most: int) -> list[_Step]:
    """The shortest way; none where it takes more than `most` differences. Names as in the paper's figure 2."""
    furthest = {1: 0}  # on diagonal k, the largest x (of old) reached so far; y (of new) is x - k
    trace: list[dict[int, int]] = []
    for d in range(min(len(old) + len(new), most) + 1):
        trace.append(dict(furthest))
        for k in range(-d, d + 1, 2):
            x = furthest[k + 1] if _comes_down(furthest, k, d) else furthest[k - 1] + 1
            while x < len(old) and x - k < len(new) and old[x] == new[x - k]:
                x += 1
            furthest[k] = x
            if x >= len(old) and x - k >= len(new):
                return _walked_back(trace, old, new)
    return []


def _comes_down(furthest: dict[int, int], k: int, d: int) -> bool:
    """Whether the best way to diagonal `k` takes in a new token, rather than dropping an old one."""
    return k == -d or (k != d and furthest[k - 1] < furthest[k + 1])


def _walked_back(trace: list[dict[int, int]], old: Sequence[str], new: Sequence[str]) -> list[_Step]:
    steps: list[_Step] = []
    x, y = len(old), len(new)
    for d in reversed(range(len(trace))):
        k = x - y
        from_k = k + 1 if _comes_down(trace[d], k, d) else k - 1
        from_x = trace[d][from_k]
        while x > from_x and y > from_x - from_k:
            x, y = x - 1, y - 1
            steps.append(("same", old[x]))
        if d:
            steps.append(("in", new[y - 1]) if x == from_x else ("out", old[x - 1]))
        x, y = from_x, from_x - from_k
    return steps[::-1]


def _in_words(lines: Iterable[_Step]) -> Iterator[_Step]:
    """The steps with each run of differing lines told word by word."""
    effort_left = MOST_DIFFERENCES**2
    for is_same, run in groupby(lines, key=lambda step: step[0] == "same"):
        steps = list(run)
        if not is_same:
            most = isqrt(effort_left)
            steps = _steps(_TOKEN.findall(_text(steps, "out")), _TOKEN.findall(_text(steps, "in")), most)
            effort_left -= min(most, sum(kind != "same" for kind, _ in steps)) ** 2
        yield from steps


def _joined(steps: list[_Step]) -> list[DiffPart]:
    """Runs of steps as parts. What stays between two changed words without being a word changes along: less to read."""
    parts: list[DiffPart] = []
    out = new = ""
    runs = [(is_same, list(run)) for is_same, run in groupby(steps, key=lambda step: step[0] == "same")]
    for n, (is_same, run) in enumerate(runs, start=1):
        same = _text(run, "same")
        if is_same and (_WORD.search(same) or not (out and new) or n == len(runs)):
            parts += _parts(out=out, new=new, same=same)
            out = new = ""
        else:
            out += same + _text(run, "out")
            new += same + _text(run, "in")
    return parts + _parts(out=out, new=new)


def _parts(*, out: str, new: str, same: str = "") -> list[DiffPart]:
    pairs: list[_Step] = [("out", out), ("in", new), ("same", same)]
    return [DiffPart(kind, text) for kind, text in pairs if text]


def _text(steps: Iterable[_Step], kind: Kind) -> str:
    return "".join(token for step, token in steps if step == kind)


def _shortened(part: DiffPart, *, is_first: bool, is_last: bool) -> DiffPart:
    """A long part that stayed, cut to the words next to what changed."""
    pieces = _SPACES.split(part.text)  # words and the spaces between them in turn
    head = [] if is_first else pieces[: 2 * CONTEXT_WORDS]
    tail = [] if is_last else pieces[-2 * CONTEXT_WORDS :]
    if len(pieces) <= len(head) + len(tail) + CONTEXT_WORDS:
        return part
    return DiffPart("same", "".join([*head, "" if is_first else " ", ELLIPSIS, "" if is_last else " ", *tail]))
