"""What stored HTML was made with: the code that rendered it and the facts in it. Another stamp: render again."""

import hashlib
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path

from app.core import blocks, diagrams, highlighting, markdown, page, sanitizing, tables, tex
from app.estimates import notation, parsing, worksheet
from app.questions import facts as cited
from app.questions import rendering, slots
from app.questions.seed_format import FactSeed
from app.questions.stored_bank import StoredBank

_MODULES = (
    blocks, cited, diagrams, highlighting, markdown, notation, page, parsing, rendering, sanitizing, slots, tables, tex,
    worksheet,
)  # fmt: skip
_LIBRARIES = ("markdown-it-py", "mdit-py-plugins", "latex2mathml", "pygments", "mmdr", "nh3")


def _renderer() -> str:
    # A number kept by hand would be forgotten; the code itself cannot be.
    parts = [Path(module.__file__ or "").read_bytes() for module in _MODULES]
    parts += [version(library).encode() for library in _LIBRARIES]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:12]


RENDERER = _renderer()


def stamp(facts_used: Iterable[str], facts: Mapping[str, FactSeed]) -> str:
    """The stamp of HTML that this code makes now, citing these facts as they are now."""
    used = [(fact_id, facts.get(fact_id)) for fact_id in sorted(facts_used)]
    cited_now = repr([(fact_id, _content(fact) if fact else None) for fact_id, fact in used])
    return f"{RENDERER}-{hashlib.sha256(cited_now.encode()).hexdigest()[:12]}"


def stale_count(bank: StoredBank) -> int:
    """How many questions with a file behind them have HTML that this code would make otherwise."""
    questions = (question for question in bank.questions.values() if question.has_file)
    return sum(question.stamp != stamp(question.facts_used, bank.facts) for question in questions)


def _content(fact: FactSeed) -> tuple[str, ...]:
    return fact.value, fact.unit, fact.what, fact.source, str(fact.as_of), str(fact.confirmed_on)
