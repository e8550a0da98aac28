"""Near-duplicates are found exactly, without comparing everything with everything."""

import random
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.authoring.near_duplicates import MOST_FOR_ONE, MOST_MEETING, NearDuplicate, meeting, near_duplicates
from app.core.words import words

CACHE = "Size a key value cache for a model that serves forty requests at a time on one machine"
TEXTS = st.dictionaries(
    st.text("pqrs", min_size=1, max_size=3), st.lists(st.sampled_from("abcd"), max_size=8).map(" ".join), max_size=8
)


def pairs(text: str) -> set[tuple[str, str]] | set[str]:
    found = words(text)
    return set(pairwise(found)) or set(found)


def comparisons(new: dict[str, str], known: dict[str, str]) -> int:
    return sum(len(candidates.others) for candidates in meeting(new, known, at_least=0.5))


def ordinary(dice: random.Random, count: int, name: str) -> dict[str, str]:
    """Texts whose words are as frequent as in a language: the n-th comes up one n-th as often as the first."""
    vocabulary = [f"word{n}" for n in range(5_000)]
    weights = [1 / (n + 3) for n in range(5_000)]
    return {f"{name}{n}": " ".join(dice.choices(vocabulary, weights, k=60)) for n in range(count)}


def test_a_reworded_question_is_found_and_another_is_not():
    known = {"1": CACHE, "2": "Explain how a queue grows when more arrives than leaves"}
    found = near_duplicates({"9": CACHE.replace("forty", "fifty")}, known)
    assert [(pair.new_id, pair.other_id) for pair in found] == [("9", "1")]
    assert 0.7 < found[0].similarity < 0.9


def test_case_and_punctuation_make_no_difference():
    assert near_duplicates({"9": CACHE.upper() + "?!"}, {"1": CACHE}) == [NearDuplicate("9", "1", 1.0)]


def test_a_question_is_not_its_own_duplicate_and_two_new_ones_are_each_others():
    assert near_duplicates({"1": CACHE}, {"1": CACHE}) == []
    assert near_duplicates({"1": CACHE, "2": CACHE}, {"1": "Anything else"}) == [NearDuplicate("2", "1", 1.0)]


def test_the_most_similar_come_first():
    known = {"close": CACHE.replace("forty", "fifty"), "same": CACHE}
    assert [pair.other_id for pair in near_duplicates({"9": CACHE}, known)] == ["same", "close"]


def test_texts_without_two_words_are_compared_by_what_they_have():
    assert near_duplicates({"1": "", "2": "Cache", "3": "?"}, {"4": "", "5": "cache"}) == [NearDuplicate("2", "5", 1.0)]


@given(new=TEXTS, known=TEXTS)
def test_every_pair_above_the_threshold_is_found(new, known):
    others = {id_: text for id_, text in known.items() if id_ not in new} | new
    order = list(others)
    alike = {
        (new_id, other_id)
        for new_id in new
        for other_id in order[: order.index(new_id)]
        if (one := pairs(others[new_id])) and (two := pairs(others[other_id]))
        if len(one & two) / len(one | two) >= 0.5
    }
    found = {(pair.new_id, pair.other_id) for pair in near_duplicates(new, known)}
    assert found <= alike
    for new_id in new:
        expected = sum(pair[0] == new_id for pair in alike)
        assert sum(pair[0] == new_id for pair in found) == min(expected, MOST_FOR_ONE)


def test_ordinary_texts_are_compared_with_few_others():
    dice = random.Random(7)
    new, known = ordinary(dice, 1_000, "n"), ordinary(dice, 1_000, "k")
    copies = {f"copy{n}": f"{known[f'k{n}']} one more word" for n in range(100)}
    assert len(near_duplicates(new | copies, known)) >= 100
    assert comparisons(new | copies, known) < 2 * len(new | copies)  # all with all would be a thousand times more


def test_a_bank_of_texts_that_are_all_alike_costs_no_more_than_the_cap():
    alike = {f"{n}": f"{CACHE} number {n}" for n in range(1_000)}
    new = {f"new{n}": f"{CACHE} number {n}" for n in range(500)}
    assert comparisons(new, alike) <= MOST_MEETING * len(new)
    found = near_duplicates(new, alike)
    assert len(found) <= MOST_FOR_ONE * len(new)
    assert {pair.new_id for pair in found} == new.keys()


def test_a_very_long_text_is_compared_by_its_beginning():
    long = " ".join(f"w{n}" for n in range(20_000))
    (candidates,) = meeting({"2": long}, {"1": long}, at_least=0.5)
    assert len(candidates.shingles) < 500
