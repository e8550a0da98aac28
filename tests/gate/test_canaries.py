"""Canaries replace what is gated and nothing else."""

import pytest

from app.gate.canaries import with_canary
from app.questions.rendering import render_question
from app.questions.seed_format import parse_question
from tests.visiting_bank import bank_files

LOCKED = next(file for file in bank_files() if file.path.endswith("locked-design.md"))


@pytest.mark.parametrize("size", [1, 3])
def test_a_canary_is_a_valid_question_with_the_same_public_part(size):
    text = LOCKED.data.decode()
    before, _ = parse_question(text, LOCKED.path)
    after, problems = parse_question(with_canary(text, "zqword", size=size), LOCKED.path)
    assert problems == []
    assert after.prompt.text.strip() == before.prompt.text.strip()
    assert [hint.text for hint in after.hints] == [hint.text for hint in before.hints]
    public = ("id", "slug", "title", "tags", "minutes", "is_free", "version", "updated_on", "prerequisites", "related")
    assert [getattr(after.front, name) for name in public] == [getattr(before.front, name) for name in public]
    assert len(after.rubric) == len(after.follow_ups) == size
    assert all("zqword" in section.text for section in after.gated)
    assert "zebrafish" not in after.source.partition("## Clarifying questions")[2]


def test_the_larger_of_two_canaries_cites_facts():
    facts = ("one", "two", "three")
    small, large = (with_canary(LOCKED.data.decode(), "zqword", size=size, facts=facts) for size in (1, 3))
    assert "{{fact:" not in small
    assert "{{fact:one}} {{fact:two}} " in large


@pytest.mark.parametrize("size", [1, 3])
def test_a_canary_has_worksheets_with_twists_and_a_drill(size):
    """Of the word in every name, text and number: two words, or two sizes, share none of them."""
    seed, _ = parse_question(with_canary(LOCKED.data.decode(), "zqword", size=size), LOCKED.path)
    rendered, problems = render_question(seed, {})
    assert problems == []
    assert len(rendered.worksheets) == size
    for sheet in rendered.worksheets:
        texts = [sheet.title, *(item.label for item in sheet.inputs), *(twist.ask for twist in sheet.twists)]
        assert all("zqword" in text for text in [*texts, sheet.drill, sheet.inputs[0].name, sheet.twists[0].answer])
        assert len(sheet.twists) == size


def test_the_numbers_and_units_of_two_canaries_differ():
    def numbers(word, size):
        seed, _ = parse_question(with_canary(LOCKED.data.decode(), word, size=size), LOCKED.path)
        sheet = render_question(seed, {})[0].worksheets[0]
        return {sheet.inputs[0].value, sheet.results[0].value, sheet.results[0].unit, *sheet.twists[0].set.values()}

    assert not numbers("zqword", 1) & numbers("zqword", 3)
    assert numbers("zqword", 1) != numbers("zqwore", 1)
