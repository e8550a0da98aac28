"""A number in bold or in a table of the model answer stands in a block, a worksheet or the prompt."""

import re

from tests.content.documents import tables, without_blocks
from tests.content.numbers import claimed, is_backed, literals

BOLD = re.compile(r"\*\*(.+?)\*\*")


def test_every_printed_number_has_a_literal_behind_it(document):
    text, line = document.section("Model answer")
    prompt, _ = document.section("Prompt")
    code = [block.text for block in document.blocks if block.language not in {"mermaid", "text"}]
    known = literals("\n".join([prompt, *code]))
    # Bold at the start of a line is a heading in the text; its numbers (`4.1`) name places.
    passages = [
        match for line_ in without_blocks(text).splitlines() if "|" not in line_ for match in BOLD.findall(line_)
    ]
    # The first cell of a row is its label.
    cells = [cell for table in tables(text, line) for row in table.rows[1:] for cell in row[1:]]
    missing = [n for passage in passages + cells for n in claimed(passage) if not is_backed(n, known)]
    assert missing == [], "numbers in bold or in a table of the model answer without a literal in a block"
