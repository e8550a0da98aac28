"""Rules on worksheets: who needs one, and where the interviewer must twist it. Their sums are checked by loading."""

from collections.abc import Iterator

from app.core.fields import Problem
from tests.content.bank import Bank
from tests.content.documents import Document
from tests.content.origins import derived

WITH_TWISTS = {"Estimation", "System Design"}
FEWEST_TWISTS = 2


def its_numbers_have_a_worksheet(document: Document, bank: Bank) -> Iterator[Problem]:
    """Every Estimation and System Design, and whatever derives a number that it prints in bold or in a table."""
    numbers = derived(document, bank)
    if document.worksheets or not (document.front.kind in WITH_TWISTS or numbers):
        return
    line = numbers[0].line if numbers else document.section_line("Model answer")
    reason = f"derives `{numbers[0].text}`" if numbers else f"belongs to every {document.front.kind}"
    yield document.problem(line, "Model answer", f"needs an `estimate` block, as it {reason}")


def its_worksheets_are_twisted(document: Document, _bank: Bank) -> Iterator[Problem]:
    """Two twists or more in Estimation and System Design."""
    count = sum(len(sheet.twists) for sheet in document.worksheets)
    if document.front.kind in WITH_TWISTS and count < FEWEST_TWISTS:
        line = document.section_line("Model answer")
        message = f"has {count} twists; {document.front.kind} needs {FEWEST_TWISTS} or more in its worksheets"
        yield document.problem(line, "Model answer", message)
