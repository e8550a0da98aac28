"""A word diff says what changed, gives both texts back, and is bounded whatever the texts are."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.authoring.word_diff import CONTEXT_WORDS, ELLIPSIS, DiffPart, word_diff

LONG = " ".join(f"word{n}" for n in range(500))


def side(parts: tuple[DiffPart, ...], kind: str) -> str:
    return "".join(part.text for part in parts if part.kind in {"same", kind})


def marked(before: str, after: str) -> str:
    marks = {"same": "{}", "out": "[-{}-]", "in": "[+{}+]"}
    return "".join(marks[part.kind].format(part.text) for part in word_diff(before, after))


def test_equal_texts_have_no_parts():
    assert word_diff("the same", "the same") == ()


def test_a_changed_word_stands_out():
    assert marked("A cache of 30 %.\n", "A cache of 40 %.\n") == "A cache of [-30-][+40+] %.\n"


def test_words_come_and_go():
    assert marked("one two three", "one three") == "one [-two -]three"
    assert marked("one three", "one two three") == "one [+two +]three"
    assert marked("", "all new") == "[+all new+]"
    assert marked("all gone\n", "") == "[-all gone\n-]"


def test_neighboring_words_that_all_changed_are_one_change():
    assert marked("say red green blue now", "say one two three now") == "say [-red green blue-][+one two three+] now"


def test_only_changed_lines_are_looked_at_word_by_word():
    before = "first line\nsecond line here\nthird line\n"
    assert marked(before, before.replace("here", "there")) == "first line\nsecond line [-here-][+there+]\nthird line\n"


def test_long_stretches_that_stayed_are_cut_to_the_words_nearby():
    before = f"{LONG} old {LONG} end {LONG}"
    parts = word_diff(before, before.replace("old", "new").replace("end", "fin"))
    assert [part.kind for part in parts] == ["same", "out", "in", "same", "out", "in", "same"]
    first, middle, last = (part.text for part in parts if part.kind == "same")
    assert (first.startswith(ELLIPSIS), last.endswith(ELLIPSIS)) == (True, True)
    assert first.endswith("word499 ")
    assert last.startswith(" word0")
    assert middle.count(ELLIPSIS) == 1
    assert all(len(text.split()) <= 2 * CONTEXT_WORDS + 1 for text in (first, middle, last))


@given(st.lists(st.sampled_from(["a", "b", " ", "\n", "."])).map("".join), st.text())
def test_short_texts_are_given_back_whole(before, other):
    for after in (other, before[::-1], before[1:] + other):
        parts = word_diff(before, after)
        if not any(ELLIPSIS in part.text for part in parts) and parts:
            assert (side(parts, "out"), side(parts, "in")) == (before, after)


def test_texts_that_share_too_little_are_told_apart_as_a_whole():
    old, new = (" ".join(f"{letter}{n} same" for n in range(300)) for letter in "ab")
    assert word_diff(f"k {old} l", f"k {new} l") == (
        DiffPart("same", "k "),
        DiffPart("out", old.removesuffix(" same")),
        DiffPart("in", new.removesuffix(" same")),
        DiffPart("same", " same l"),
    )


DICE = random.Random(3)
HOSTILE = {
    "lines that share nothing": ("a\n" * 32_000, "b\n" * 32_000),
    "words that share nothing": ("a " * 32_000, "b " * 32_000),
    "random lines": ["".join(DICE.choices(["a\n", "b\n"], k=32_000)) for _ in range(2)],
    "random words": ["".join(DICE.choices(["a ", "b "], k=32_000)) for _ in range(2)],
    "shifted": ("a b " * 16_000, "b a " * 16_000),
    "two hundred long lines": [
        "".join(f"{' '.join(DICE.choices(letters, k=450))}\n{n}\n" for n in range(200)) for letters in ("ab", "cd")
    ],
    "spaces": (" " * 64_000, "\t" * 64_000),
    "spaces between": (f"x{' ' * 64_000}y", f"z{' ' * 64_000}y"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_pair_of_large_texts_takes_long(name):
    before, after = HOSTILE[name]
    began = time.process_time()
    assert word_diff(before, after)
    assert time.process_time() - began < 3  # without a bound these take minutes
