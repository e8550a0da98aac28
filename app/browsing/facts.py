"""The dated figures of the bank, by what they measure, with the questions that use them as far as the viewer may know.

What a locked answer cites shows nowhere: not in a list, not in a count or an order, and not as the lack of a use.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.accounts.roles import DRAFT_READERS
from app.browsing.readable import Readable
from app.core.slugs import slugify
from app.core.words import words
from app.estimates.notation import quantity
from app.estimates.quantities import measure
from app.questions.facts import source_parts
from app.questions.models import Fact
from app.questions.search import MIN_PREFIX, query_words, shortened
from app.unlocks.policy import CitingQuestion, Gate, active_unlocks, citing_questions

MONTHS_UNTIL_DUE = 12
# In the order of the page.
KINDS = (
    "Prices", "Computation", "Bandwidths", "Sizes", "Latencies and durations", "Rates", "Energy and power",
    "Counts and ratios",
)  # fmt: skip


@dataclass(frozen=True)
class FactRow:
    """One fact. `source` is text and web address in turn, `age` how long ago it was read, in words.

    `prompts` are the ready questions whose prompt uses it, `answers` those whose answer uses it and may be read.
    """

    id: str
    quantity: str
    what: str
    source: tuple[str, ...]
    as_of: date
    age: str
    is_due: bool
    confirmed_on: date | None
    prompts: tuple[CitingQuestion, ...]
    answers: tuple[CitingQuestion, ...]


@dataclass(frozen=True)
class FactGroup:
    """The facts that measure one kind of thing, by id."""

    title: str
    anchor: str
    rows: tuple[FactRow, ...]


@dataclass(frozen=True)
class FactTable:
    """The facts with the words of `q`: `shown_count` of `count`; `due_count` of those shown are to be read again."""

    q: str
    groups: tuple[FactGroup, ...]
    count: int
    shown_count: int
    due_count: int


def fact_table(session: Session, viewer: Person | None, *, q: str, gate: Gate, now: datetime) -> FactTable:
    """The facts whose id, meaning or source hold all words of the query. At most three queries, two for a visitor."""
    facts = session.scalars(sa.select(Fact).order_by(Fact.id)).all()
    wanted = query_words(q)
    shown = [fact for fact in facts if _holds(fact, wanted)]
    citing = citing_questions(session, _may_know(session, viewer, gate=gate, now=now)) if shown else []
    prompts = _by_fact((fact_id, question) for question in citing for fact_id in question.prompt_facts)
    answers = _by_fact((fact_id, question) for question in citing for fact_id in question.answer_facts)
    rows = [_row(fact, prompts[fact.id], answers[fact.id], now.date()) for fact in shown]
    kinds = [_kind(fact.unit) for fact in shown]
    grouped = {kind: tuple(row for row, of in zip(rows, kinds, strict=True) if of == kind) for kind in KINDS}
    return FactTable(
        q=shortened(q),
        groups=tuple(FactGroup(kind, slugify(kind), group) for kind, group in grouped.items() if group),
        count=len(facts),
        shown_count=len(rows),
        due_count=sum(row.is_due for row in rows),
    )


def is_due(day: date, today: date) -> bool:
    """Whether what was read on this day is older than 12 months, and so is to be read again."""
    months = (today.year - day.year) * 12 + today.month - day.month
    return (months, today.day) > (MONTHS_UNTIL_DUE, day.day)


def age(day: date, today: date) -> str:
    """How long ago the day was: in days, then in whole months, then in whole years."""
    days, months = (today - day).days, whole_months(day, today)
    if days <= 0:  # where the author lives, the day may have begun earlier
        return "today"
    if not months:
        return _ago(days, "day")
    return _ago(months, "month") if months < MONTHS_UNTIL_DUE else _ago(months // MONTHS_UNTIL_DUE, "year")


def whole_months(day: date, today: date) -> int:
    """How many months have passed since the day."""
    return (today.year - day.year) * 12 + today.month - day.month - (today.day < day.day)


def _ago(count: int, unit: str) -> str:
    return f"{count} {unit}{'' if count == 1 else 's'} ago"


def _may_know(session: Session, viewer: Person | None, *, gate: Gate, now: datetime) -> sa.SQLColumnExpression[bool]:
    """Whether the viewer may know what the answer of the selected question cites."""
    if viewer and viewer.role in DRAFT_READERS:
        return sa.true()
    return Readable(viewer, gate, active_unlocks(session, viewer, now=now)).condition()


def _holds(fact: Fact, wanted: Sequence[str]) -> bool:
    """Whether each word is one of the fact's, or the beginning of one."""
    held = set(words(f"{fact.id} {fact.what} {fact.source}"))
    return all(word in held or (len(word) >= MIN_PREFIX and any(w.startswith(word) for w in held)) for word in wanted)


def _by_fact(uses: Iterable[tuple[str, CitingQuestion]]) -> Mapping[str, Sequence[CitingQuestion]]:
    """The questions by what they use; none for a fact that nobody uses."""
    questions = defaultdict[str, list[CitingQuestion]](list)
    for fact_id, question in uses:
        questions[fact_id].append(question)
    return questions


def _row(fact: Fact, prompts: Iterable[CitingQuestion], answers: Iterable[CitingQuestion], today: date) -> FactRow:
    return FactRow(
        id=fact.id,
        quantity=quantity(fact.value, fact.unit),
        what=fact.what,
        source=tuple(source_parts(fact.source)),
        as_of=fact.as_of,
        age=age(fact.as_of, today),
        is_due=is_due(fact.as_of, today),
        confirmed_on=fact.confirmed_on,
        prompts=tuple(prompts),
        answers=tuple(answers),
    )


def _kind(unit: str) -> str:
    """What a figure with this unit measures, as a reader looks for it."""
    powers = dict(measure(unit).dimension)
    is_rate = powers.get("s", 0) < 0
    kinds = {
        "Prices": "USD" in powers,
        "Computation": "FLOP" in powers,
        "Energy and power": "J" in powers,
        "Bandwidths": "bit" in powers and is_rate,
        "Sizes": "bit" in powers,
        "Rates": is_rate,
        "Latencies and durations": "s" in powers,
    }
    return next((kind for kind, fits in kinds.items() if fits), "Counts and ratios")
