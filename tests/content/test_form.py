"""What a machine can see of a good document: lengths, counts and words."""

import re

import pytest

from tests.content.documents import without_blocks

WORDS = {
    ("Technical", "Easy"): (400, 800),
    ("Technical", "Medium"): (700, 1_300),
    ("Technical", "Hard"): (1_100, 1_900),
    ("Coding", "Easy"): (500, 900),
    ("Coding", "Medium"): (600, 1_500),
    ("Coding", "Hard"): (1_200, 2_100),
    ("System Design", "Medium"): (1_200, 2_000),
    ("System Design", "Hard"): (1_500, 2_600),
}
SAME = {"Estimation": "Technical", "Debugging": "Coding"}
COUNTS = {"Common mistakes": (4, 7), "Follow-ups": (3, 6), "References": (2, 6)}
PASS_MARK = re.compile(r"(?:Pass for |Strong or |Strong|Junior|Senior|Staff)[A-Za-z ]*: (\d{2,3})\b")
BRITISH = re.compile(
    r"\b\w*(?:behaviour|colour|favour|honour|neighbour|labour|rumour|centre|calibre|catalogue|defence|licence|offence"
    r"|analys(?:e|ed|es|ing)\b|paralys|practis|artefact|modell(?:ed|ing|er)|labell(?:ed|ing)|cancell(?:ed|ing)\b"
    r"|travell(?:ed|er|ing)|signall(?:ed|ing)|channell(?:ed|ing)|totall(?:ed|ing)|levell(?:ed|ing)|fulfil\b|programme\b"
    r"|judgement|whilst|learnt|grey\b|metres?\b|litres?\b|(?:optim|util|normal|serial|parallel|quant|initial|synchron"
    r"|organ|recogn|minim|maxim|summar|priorit|memor|special|general|real|character|token|vector|random|regular"
    r"|final|author|categor|stabil|virtual|container|material|amort|linear|factor|penal|emphas|central)is"
    r"(?:e|ed|es|er|ers|ing|ation|ations)\b)\w*",
    re.IGNORECASE,
)


def test_its_length_fits_its_kind_and_difficulty(document):
    kind = SAME.get(document.front.kind, document.front.kind)
    low, high = WORDS[kind, document.front.difficulty]
    assert low <= document.word_count <= high, f"{document.word_count} words; {low} to {high} are allowed"


def test_its_tables_stay_short(document):
    assert document.table_word_count <= 600, f"{document.table_word_count} words in tables; at most 600"
    for table in document.tables:
        count = len(table.rows) - 1
        assert count <= 12, f"{document.seed.path}:{table.line}: {count} rows; at most 12"


def test_its_blocks_stay_short(document):
    for block in document.blocks:
        count = len(block.text.splitlines())
        assert count <= 90, f"{document.seed.path}:{block.line}: {count} lines; at most 90"


def test_a_diagram_comes_with_600_words(document):
    count = sum(block.language == "mermaid" for block in document.blocks)
    assert count * 600 <= document.word_count, f"{count} diagrams for {document.word_count} words"
    assert count or document.front.kind != "System Design", "a System Design needs a diagram"


def test_it_has_three_or_four_hints(document):
    assert 3 <= len(document.seed.hints) <= 4


def test_it_has_four_to_seven_clarifying_questions(document):
    rows = document.tables_of("Clarifying questions")[0].rows
    assert 4 <= len(rows) - 1 <= 7


def test_its_rubric_has_five_to_eight_points(document):
    assert 5 <= len(document.seed.rubric) <= 8


def test_its_rubric_has_a_pass_mark_for_each_level(document):
    marks = [int(mark) for mark in PASS_MARK.findall(document.section("Rubric")[0])]
    levels = document.front.levels
    assert levels, "levels: is empty"
    assert len(marks) >= len(levels), (
        f"{len(marks)} pass marks (`Pass for Senior: 65. Strong or Staff: 85.`) for {levels}"
    )
    assert marks == sorted(marks)
    assert marks[-1] <= 100


@pytest.mark.parametrize("name", COUNTS)
def test_its_lists_have_the_right_length(document, name):
    low, high = COUNTS[name]
    assert low <= document.item_count(name) <= high, f"{name}: {document.item_count(name)} items; {low} to {high}"


def test_its_spelling_is_american(document):
    found = sorted({match.group() for match in BRITISH.finditer(without_blocks(document.seed.source))})
    assert found == []
