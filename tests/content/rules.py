"""The rules that every question of the bank keeps, as far as a program can tell; what loading checks is not repeated.

Each takes a document and its bank and yields what is wrong with its line.
"""

from collections.abc import Callable, Iterator

from app.core.fields import Problem
from tests.content import claims, form, links, origins, worksheets
from tests.content.bank import Bank
from tests.content.documents import Document

Rule = Callable[[Document, Bank], Iterator[Problem]]

RULES: tuple[Rule, ...] = (
    form.its_length_fits,
    form.its_tables_are_short,
    form.its_blocks_are_short,
    form.its_diagrams_are_few,
    form.its_lists_have_the_right_length,
    form.its_rubric_has_a_pass_mark_for_each_level,
    form.its_spelling_is_american,
    form.its_references_are_dated,
    form.it_is_reviewed_when_ready,
    origins.its_numbers_have_an_origin,
    worksheets.its_numbers_have_a_worksheet,
    worksheets.its_worksheets_are_twisted,
    claims.its_claims_name_a_version_and_a_day,
    links.its_links_lead_somewhere,
    links.its_addresses_are_well_formed,
)
