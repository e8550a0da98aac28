"""What must be checked again: claims on tools and facts, whose truth ends without anybody changing a file."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime

from app.browsing.facts import is_due
from app.core.fields import Problem
from app.questions.seed_files import FACTS
from app.questions.seed_format import FactSeed
from tests.content.bank import Bank
from tests.content.documents import Document


def today() -> date:
    """The day of this run."""
    return datetime.now(UTC).date()


def its_claims_name_a_version_and_a_day(document: Document, _bank: Bank) -> Iterator[Problem]:
    """That none of the fields is missing is checked by loading; old claims are listed and do not fail."""
    for claim in document.front.claims:
        line = document.line_of(claim["statement"])
        if not re.search(r"\d", claim["version"]):
            message = f"`{claim['version']}` is no version: name the release, commit or date of what was read"
            yield document.problem(line, "claims.version", message)
        if date.fromisoformat(claim["date"]) > today():
            yield document.problem(line, "claims.date", f"{claim['date']} is yet to come")


def facts_have_been_read(facts: Mapping[str, FactSeed]) -> Iterator[Problem]:
    """No fact was read or confirmed on a day that is yet to come."""
    for fact in facts.values():
        for name, day in (("as_of", fact.as_of), ("confirmed", fact.confirmed_on)):
            if day and day > today():
                yield Problem(FACTS, fact.line, f"{fact.id}.{name}", f"{day} is yet to come")


def due_claims(documents: Iterable[Document], now: date) -> Iterator[Problem]:
    """The claims older than 12 months, for a second look."""
    for document in documents:
        for claim in document.front.claims:
            if is_due(date.fromisoformat(claim["date"]), now):
                message = f"{claim['tool']} {claim['version']}, read {claim['date']}: {claim['statement']}"
                yield document.problem(document.line_of(claim["statement"]), "claim", message)


def due_facts(facts: Mapping[str, FactSeed], now: date) -> Iterator[Problem]:
    """The facts older than 12 months, for a second look."""
    for fact in facts.values():
        if is_due(fact.as_of, now):
            yield Problem(FACTS, fact.line, "fact", f"{fact.id}, read {fact.as_of}: {fact.what}")
