"""Canaries replace what is gated and nothing else."""

import pytest

from app.gate.canaries import with_canary
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
