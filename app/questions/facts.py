"""Facts in prose: a value in the text, and what it is, its source and its day below the passage."""

import re
from collections.abc import Mapping
from datetime import date
from html import escape

from app.core.fields import did_you_mean
from app.core.page import Page
from app.estimates.notation import quantity
from app.estimates.worksheet import Given
from app.questions.seed_format import FactSeed

_ADDRESS = re.compile(r"""(https?://[^\s<>"']*[^\s<>"'.,;)])""")


class CitedFacts:
    """The facts that one passage cites, in order of first use; `known` are all there are."""

    def __init__(self, known: Mapping[str, FactSeed], page: Page) -> None:
        self.known = known
        self.page = page
        self.anchors: dict[str, str] = {}

    def cite(self, fact_id: str, line: int) -> str:
        """The value as a link to its note; notes a problem where there is no such fact."""
        fact = self.known.get(fact_id)
        if fact is None:
            message = f"the fact `{fact_id}` is not in _facts.yaml{did_you_mean(fact_id, self.known)}"
            self.page.wrong(line, message)
            return ""
        value, title = escape(quantity(fact.value, fact.unit)), escape(fact.what)
        return f'<a class="fact" href="#{self.anchor(fact_id)}" title="{title}">{value}</a>'

    def anchor(self, fact_id: str) -> str:
        """The id of the fact's note in this passage, which is shown from now on."""
        if fact_id not in self.anchors:
            self.anchors[fact_id] = self.page.unique(f"fact-{fact_id}")
        return self.anchors[fact_id]

    def notes(self) -> str:
        """The notes of the facts cited, empty where none was."""
        if not self.anchors:
            return ""
        items = "".join(self._note(self.known[fact_id], anchor) for fact_id, anchor in self.anchors.items())
        return f'<section class="facts"><p><strong>Dated figures</strong></p><ul>{items}</ul></section>\n'

    def _note(self, fact: FactSeed, anchor: str) -> str:
        checked = (
            f"confirmed {_day(fact.confirmed_on)}" if fact.confirmed_on else "not confirmed by a second reader yet"
        )
        value = f'<a href="/facts#fact-{fact.id}">{escape(quantity(fact.value, fact.unit))}</a>'
        return (
            f'<li id="{anchor}"><strong>{value}</strong>: {escape(fact.what)}.'
            f" Source: {_linked(fact.source)}. As of {_day(fact.as_of)}; {checked}.</li>"
        )


def given(facts: Mapping[str, FactSeed]) -> dict[str, Given]:
    """The facts as worksheets take them."""
    return {fact_id: Given(fact.value, fact.unit) for fact_id, fact in facts.items()}


def source_parts(source: str) -> list[str]:
    """The source cut at its web addresses: text and address in turn."""
    return _ADDRESS.split(source)


def _linked(source: str) -> str:
    """The source as HTML, its web addresses as links."""
    parts = (
        f'<a href="{escape(part)}" rel="noreferrer">{escape(part)}</a>' if index % 2 else escape(part)
        for index, part in enumerate(source_parts(source))
    )
    return "".join(parts)


def _day(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"
