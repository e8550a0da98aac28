"""Twists and drills: what an author may ask, and what of it is held against the formulas."""

import pytest

from tests.estimates.blocks import asked, block, given, read

INPUTS = [
    "rate = 2000 request/s [100, 20000]",
    "speed = 133 request/s/GPU [1, 500]",
    "cards = 8 GPU [1, 64]",
    "h = 730",
]
RESULTS = [
    "wanted: {formula: rate / speed, value: 15, unit: GPU}",
    "share: {formula: wanted / cards, value: 188, unit: percent}",
]


def problems(more):
    return read(block([given(text) for text in INPUTS], RESULTS, more))[1]


def twisted(**fields):
    """The problems of a worksheet whose one twist has these fields besides sound ones; None leaves one out."""
    sound = {"ask": "And at night?", "set": "{rate: 200}", "expect": "{wanted: 1.5, share: 18.8}", "answer": "Fewer."}
    lines = [f"{name}: {text}" for name, text in (sound | fields).items() if text is not None]
    return problems("twists:\n  - " + "\n    ".join(lines))


def test_a_twist_sets_inputs_in_their_own_units_and_claims_by_the_rule_of_values():
    assert twisted() == []
    assert twisted(set="{rate: 266, cards: 1}", expect="{wanted: 2.0, share: 200}") == []
    assert twisted(set="{rate: 2.5e2}", expect="{wanted: 1.9}") == []
    assert twisted(expect="{wanted: 1.50}") == []


@pytest.mark.parametrize(
    ("fields", "line", "problem"),
    [
        ({"ask": None}, 20, "ask: is missing"),
        ({"set": None}, 20, "set: is missing"),
        ({"expect": None}, 20, "expect: is missing"),
        ({"answer": None}, 20, "answer: is missing"),
        ({"set": "{}"}, 21, "set: has 0 entries; it must have 1 to 40"),
        ({"expect": "{}"}, 22, "expect: has 0 entries; it must have 1 to 40"),
        ({"set": "[rate]"}, 21, "set: must be a mapping of fields"),
        ({"set": "{rate: many}"}, 21, "set.rate: `many` is not a number like 1500, 0.5 or 3.2e6"),
        ({"set": "{rate: 20001}"}, 21, "set: `rate` = 20001 lies outside [100, 20000]"),
        ({"set": "{rate: 99.9}"}, 21, "set: `rate` = 99.9 lies outside [100, 20000]"),
        ({"set": "{h: 100}"}, 21, "set: `h` has no range, so a twist cannot set it"),
        ({"set": "{rat: 100}"}, 21, "set: `rat` is not an input (did you mean `rate`?)"),
        ({"set": "{wanted: 100}"}, 21, "set: `wanted` is not an input (did you mean `rate`?)"),
        ({"set": "{cards: 2.5}"}, 21, "set: `cards` = 2.5, but it is turned in whole numbers"),
        ({"expect": "{wnted: 1}"}, 22, "expect: `wnted` is not a result (did you mean `wanted`?)"),
        ({"expect": "{rate: 200}"}, 22, "expect: `rate` is not a result (did you mean `wanted`?)"),
        ({"expect": "{wanted: 2}"}, None, None),
        ({"expect": "{wanted: 1}"}, 22, "expect: wanted claims 1 GPU, but the formula gives 1.50376 GPU"),
        ({"expect": "{share: 0.188}"}, 22, "expect: share claims 0.188 percent, but the formula gives 18.797 percent"),
        ({"why": "So."}, 24, "why: is not a known field"),
    ],
)
def test_what_is_wrong_with_a_twist_is_told_at_its_line(fields, line, problem):
    assert twisted(**fields) == ([f"f.md:{line}: estimate.twists.{problem}"] if problem else [])


def test_a_worksheet_has_twelve_twists_at_most():
    twist = "  - {ask: Why?, set: {rate: 200}, expect: {wanted: 1.5}, answer: So.}\n"
    assert problems("twists:\n" + 12 * twist) == []
    assert problems("twists:\n" + 13 * twist) == ["f.md:19: estimate.twists: has 13 twists; at most 12 are allowed"]


def test_the_drilled_result_is_one_of_the_worksheet():
    assert problems("drill: wanted") == []
    assert problems("drill: cards") == ["f.md:19: estimate.drill: `cards` is not a result"]
    assert problems("drill: wantd") == ["f.md:19: estimate.drill: `wantd` is not a result (did you mean `wanted`?)"]


@pytest.mark.parametrize(
    ("formula", "claim", "given", "problem"),
    [
        ("a", "5", "a = 5 [1, 100]", None),
        ("a - 1", "4", "a = 5 [1, 100]", "r is not above zero within the ranges, at a = 1"),
        ("a - 0.5", "4.5", "a = 5 [1, 100]", None),
        ("-a", "-5", "a = 5 [1, 100]", "r is not above zero within the ranges, at a = 1: narrow"),
        ("a", "5", "a = 5 [0, 100]", "r is not above zero within the ranges, at a = 0: narrow"),
        ("floor(a)", "5", "a = 5 [0.5, 100]", "r is not above zero within the ranges, at a = "),
        ("min(a, 60)", "50", "a = 50 [1, 100]", None),
        ("min(a, 20)", "20", "a = 50 [1, 100]", "r is 20 in 3"),
        ("ceil(a / 80)", "1", "a = 50 [1, 100]", "r is 1 in "),
        ("0 * a + 7", "7", "a = 50 [1, 100]", "r is 7 in 100% of the draws within the ranges: drill a result that"),
        ("a", "50", "a = 50", "r is 50 in 100% of the draws"),
        ("a", "2", "a = 2 [1, 3]", "r is 2 in "),
        ("a", "2", "a = 2 [1, 9]", None),
    ],
)
def test_a_drilled_result_is_positive_everywhere_and_not_clipped(formula, claim, given, problem):
    found = asked(formula, claim, given, more="drill: r")
    assert len(found) == (problem is not None)
    if problem:
        assert f"f.md:15: estimate.drill: {problem}" in found[0]
    assert asked(formula, claim, given) == []
