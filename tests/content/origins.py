"""Rule: a number in bold or in a table of the model answer has an origin (quality.md, rules 1 to 3)."""

from collections.abc import Iterator

from app.core.fields import Problem
from tests.content.asserted import asserted
from tests.content.bank import Bank
from tests.content.documents import Document
from tests.content.numbers import Number, literals, printed

ORIGINS = "assert it in a `python run` block, give it in the prompt, or take it from a worksheet or a {{fact:id}}"


def its_numbers_have_an_origin(document: Document, bank: Bank) -> Iterator[Problem]:
    """Each is a given, a cited fact, a value of a worksheet, or a number that an assert stands for."""
    known = given(document, bank) | recomputed(document)
    for number in printed(document):
        if not number.is_among(known):
            yield document.problem(number.line, "Model answer", f"`{number.text}` has no origin: {ORIGINS}")


def derived(document: Document, bank: Bank) -> list[Number]:
    """The printed numbers that are neither given nor facts."""
    known = given(document, bank)
    return [number for number in printed(document) if not number.is_among(known)]


def given(document: Document, bank: Bank) -> set[float]:
    """The numbers of the prompt and the values of the facts that the document cites."""
    facts = {float(bank.facts[fact_id].value) for fact_id in document.facts_cited if fact_id in bank.facts}
    return literals(document.section("Prompt")[0]) | facts


def recomputed(document: Document) -> set[float]:
    """The numbers of its worksheets, and those that the asserts of its runnable blocks stand for."""
    return {number for sheet in document.worksheets for number in sheet.numbers}.union(
        *(asserted(block.text) for block in document.blocks if block.language == "python" and "run" in block.words)
    )
