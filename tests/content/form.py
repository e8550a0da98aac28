"""Rules on what a machine can see of a good document: lengths, counts and words."""

import re
from collections.abc import Iterator
from datetime import date

from app.core.fields import Problem
from tests.content.bank import Bank
from tests.content.documents import Document, without_blocks

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
COUNTS = {"Hints": (3, 4), "Common mistakes": (4, 7), "Follow-ups": (3, 6), "References": (2, 6)}
PASS_MARK = re.compile(r"(?:Pass for |Strong or |Strong|Junior|Senior|Staff)[A-Za-z ]*: (\d{2,3})\b")
DATED = re.compile(r"\b(?:19|20)\d\d\b|\bcommits? [0-9a-f]{7}|\bv?\d+\.\d+")
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


def its_length_fits(document: Document, _bank: Bank) -> Iterator[Problem]:
    """The words of the body fit its kind and difficulty."""
    kind, difficulty = document.front.kind, document.front.difficulty
    low, high = WORDS.get((SAME.get(kind, kind), difficulty), (0, 0))
    if not high:
        yield document.problem(document.line_of("difficulty:"), "difficulty", f"no {kind} is {difficulty}")
    elif not low <= document.word_count <= high:
        message = f"has {document.word_count:,} words; {low:,} to {high:,} are allowed ({difficulty} {kind})"
        yield document.problem(document.body_line, "body", message)


def its_tables_are_short(document: Document, _bank: Bank) -> Iterator[Problem]:
    """At most 600 words in all tables and 12 rows in each."""
    if document.table_word_count > 600:
        message = f"has {document.table_word_count} words in tables; at most 600 are allowed"
        yield document.problem(document.body_line, "body", message)
    for table in document.tables:
        if len(table.rows) - 1 > 12:
            yield document.problem(table.line, "table", f"has {len(table.rows) - 1} rows; at most 12 are allowed")


def its_blocks_are_short(document: Document, _bank: Bank) -> Iterator[Problem]:
    """At most 90 lines in each block."""
    for block in document.blocks:
        count = len(block.text.splitlines())
        if count > 90:
            yield document.problem(block.line, "block", f"has {count} lines; at most 90 are allowed")


def its_diagrams_are_few(document: Document, _bank: Bank) -> Iterator[Problem]:
    """One for 600 words at most; a System Design has one. That each has its caption is checked by loading."""
    diagrams = [block for block in document.blocks if block.language == "mermaid"]
    if len(diagrams) * 600 > document.word_count:
        message = f"{len(diagrams)} diagrams in {document.word_count:,} words; one for 600 words is allowed"
        yield document.problem(diagrams[-1].line, "diagram", message)
    if not diagrams and document.front.kind == "System Design":
        yield document.problem(document.section("Model answer")[1], "Model answer", "a System Design needs a diagram")


def its_lists_have_the_right_length(document: Document, _bank: Bank) -> Iterator[Problem]:
    """Hints, clarifying questions, points of the rubric, mistakes, follow-ups and references."""
    counts = {name: (document.item_count(name), *COUNTS[name]) for name in COUNTS}
    counts["Clarifying questions"] = len(document.tables_of("Clarifying questions")[0].rows) - 1, 4, 7
    counts["Rubric"] = len(document.seed.rubric), 5, 8
    for name, (count, low, high) in counts.items():
        if not low <= count <= high:
            yield document.problem(document.section_line(name), name, f"has {count} items; {low} to {high} are allowed")


def its_rubric_has_a_pass_mark_for_each_level(document: Document, _bank: Bank) -> Iterator[Problem]:
    """Rising with the level, 100 at most. That the weights sum to 100 is checked by loading."""
    text, line = document.section("Rubric")
    levels = document.front.levels
    marks = [int(mark) for mark in PASS_MARK.findall(text)]
    if not levels:
        yield document.problem(
            document.line_of("levels:"), "levels", "is empty: name the levels that the pass marks of the rubric are for"
        )
    if len(marks) < len(levels):
        message = f"has {len(marks)} pass marks for {', '.join(levels)}: `Pass for Senior: 65. Strong or Staff: 85.`"
        yield document.problem(line, "Rubric", message)
    if marks != sorted(marks) or any(mark > 100 for mark in marks):
        yield document.problem(line, "Rubric", f"pass marks must rise with the level, to 100 at most, not {marks}")


def its_spelling_is_american(document: Document, _bank: Bank) -> Iterator[Problem]:
    """Outside of blocks."""
    for line, text in enumerate(without_blocks(document.seed.source).splitlines(), start=1):
        for match in BRITISH.finditer(text):
            yield document.problem(line, "spelling", f"`{match[0]}` is British: spell it as Americans do")


def its_references_are_dated(document: Document, _bank: Bank) -> Iterator[Problem]:
    """Each names a year, a commit or a version."""
    text, first_line = document.section("References")
    for line, item in enumerate(text.splitlines(), start=first_line):
        if item.startswith(("- ", "* ")) and not DATED.search(item):
            yield document.problem(line, "References", "needs the year, or the version or commit that was read")


def it_is_reviewed_when_ready(document: Document, _bank: Bank) -> Iterator[Problem]:
    """A question that is `ready` says who solved and who checked it, and when."""
    reviewed = document.front.reviewed
    if document.front.status == "ready" and not reviewed:
        yield document.problem(
            document.line_of("status:"), "reviewed", "is missing: name what solver and checker found, and when"
        )
    if reviewed:
        try:
            date.fromisoformat(reviewed["on"])
        except ValueError:
            message = f"`on: {reviewed['on']}` is not a date like 2026-11-24"
            yield document.problem(document.line_of("reviewed:"), "reviewed", message)
