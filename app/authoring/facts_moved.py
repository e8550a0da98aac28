"""What a load that changes facts moves: who cites them, and which claimed results come out otherwise. Pure."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from math import isclose

from app.authoring.review import FactChange, FactText, MovedClaim
from app.estimates.calculation import WrongResult, calculation, changed
from app.estimates.claims import agrees
from app.estimates.formulas import names_in
from app.estimates.parsing import as_written, is_sound
from app.estimates.worksheet import Given, Worksheet
from app.questions.facts import given
from app.questions.preparing import Prepared
from app.questions.seed_files import FACTS, SeedFile
from app.questions.seed_format import FactSeed, decode, parse_question
from app.questions.stored_bank import StoredBank

_CITED = re.compile(r"\bfact\s*:\s*([a-z0-9-]+)")  # in prose as in worksheets
_BLOCK = re.compile(r"^(`{3,}|~{3,})estimate\b[^\n]*\n(.*?)^\1", re.MULTILINE | re.DOTALL)

Facts = Mapping[str, Given]


@dataclass(frozen=True)
class FactsMoved:
    """The facts that change, by id, and the claims that this moves, those that no longer hold first."""

    facts: tuple[FactChange, ...] = ()
    claims: tuple[MovedClaim, ...] = ()


@dataclass(frozen=True)
class _Citing:
    """A question as the load leaves it. Of a worksheet that can't be read there is None."""

    external_id: str
    facts: frozenset[str]
    sheets: tuple[Worksheet | None, ...]


def facts_moved(files: Iterable[SeedFile], prepared: Prepared, stored: StoredBank) -> FactsMoved:
    """What the changed facts of a load do to the bank `stored`; also where errors keep it from being loaded.

    About a millisecond for each worksheet that takes a changed fact.
    """
    if any(problem.path == FACTS and problem.field in {"file", "facts"} for problem in prepared.problems):
        return FactsMoved()  # nobody can say what the file means
    was, becomes = _texts(stored.facts), _texts(prepared.facts)
    changed = {fact_id for fact_id in was.keys() | becomes.keys() if was.get(fact_id) != becomes.get(fact_id)}
    if not changed:
        return FactsMoved()
    before, after = _sound(stored.facts), _sound(prepared.facts)
    revalued = {fact_id for fact_id in changed if before.get(fact_id) != after.get(fact_id)}
    cited_by: dict[str, list[str]] = {fact_id: [] for fact_id in sorted(changed)}
    claims: list[MovedClaim] = []
    for question in sorted(_all_citing(files, prepared, stored, changed), key=lambda q: q.external_id):
        for fact_id in question.facts & changed:
            cited_by[fact_id].append(question.external_id)
        claims += _moved_claims(question, revalued, before, after)
    facts = (
        FactChange(fact_id, was.get(fact_id), becomes.get(fact_id), tuple(ids), len(ids))
        for fact_id, ids in cited_by.items()
    )
    return FactsMoved(tuple(facts), tuple(sorted(claims, key=lambda claim: claim.holds)))


def _texts(facts: Mapping[str, FactSeed]) -> dict[str, FactText]:
    return {
        fact.id: FactText(fact.value, fact.unit, fact.what, fact.source, str(fact.as_of), str(fact.confirmed_on or ""))
        for fact in facts.values()
    }


def _sound(facts: Mapping[str, FactSeed]) -> Facts:
    """The facts that a worksheet can take."""
    return {fact_id: fact for fact_id, fact in given(facts).items() if is_sound(fact)}


def _all_citing(
    files: Iterable[SeedFile], prepared: Prepared, stored: StoredBank, changed: set[str]
) -> Iterator[_Citing]:
    """The questions that may cite a changed fact: those that are rendered, and of the others what can be read."""
    before, after = _sound(stored.facts), _sound(prepared.facts)
    unsound = prepared.facts.keys() - after.keys()
    rendered = [q for q in prepared.questions if not (unsound and unsound & set(_CITED.findall(q.seed.source)))]
    for question in rendered:
        made = question.rendered
        yield _Citing(question.seed.front.id, frozenset(made.facts_used), made.worksheets)
    told = {question.seed.front.id for question in rendered}
    sources = {file.path: decode(file.data, file.path)[0] for file in files}
    # Where a broken file lies, the question only looks as if it were gone.
    told |= {question.external_id for question in prepared.retired if question.path not in sources}
    kept = (question for question in stored.questions.values() if question.has_file and question.path not in sources)
    sources |= {question.path: question.source for question in kept if question.source}
    for path, source in sources.items():
        cited = frozenset(_CITED.findall(source))
        seed = parse_question(source, path)[0] if cited & changed else None
        if seed and seed.front.id not in told:
            told.add(seed.front.id)
            yield _Citing(seed.front.id, cited, tuple(_sheets(source, before, after)))


def _sheets(source: str, before: Facts, after: Facts) -> Iterator[Worksheet | None]:
    for _, text in _BLOCK.findall(source):
        # A range holds the value that it was written for: that of the new fact or of the old one.
        yield as_written(text, {**before, **after}) or as_written(text, {**after, **before})


def _moved_claims(question: _Citing, revalued: set[str], before: Facts, after: Facts) -> Iterator[MovedClaim]:
    for number, sheet in enumerate(question.sheets, start=1):
        if sheet is None or not any(item.fact in revalued for item in sheet.inputs):
            continue
        as_it_stands: tuple[dict[str, str], dict[str, str]] = ({}, {r.name: r.value for r in sheet.results})
        claimed = [as_it_stands, *((twist.set, twist.expect) for twist in sheet.twists)]
        for twist, (changes, claims) in enumerate(claimed):
            reaching = _reaching(sheet, revalued, changes)
            was, becomes = _recomputed(sheet, before, changes), _recomputed(sheet, after, changes)
            for result in sheet.results:
                old, new = was.get(result.name), becomes.get(result.name)
                if result.name not in claims or not reaching[result.name] or old is None or _is_same(old, new):
                    continue
                yield MovedClaim(
                    external_id=question.external_id,
                    worksheet=number,
                    worksheet_title=sheet.title,
                    twist=twist,
                    result=result.name,
                    unit=result.unit,
                    claimed=claims[result.name],
                    before=old,
                    after=new,
                    holds=new is not None and agrees(claims[result.name], new),
                    facts=tuple(sorted(reaching[result.name])),
                )


def _reaching(sheet: Worksheet, revalued: set[str], replaced: Collection[str]) -> dict[str, set[str]]:
    """For each name the facts with another value that it depends on, itself or by way of others; no replaced input."""
    reaching = {
        item.name: {item.fact} if item.fact in revalued and item.name not in replaced else set()
        for item in sheet.inputs
        if item.fact
    }
    for result in sheet.results:
        reaching[result.name] = set().union(*(reaching.get(name, set()) for name in names_in(result.formula)))
    return reaching


def _recomputed(sheet: Worksheet, facts: Facts, changes: Mapping[str, str]) -> dict[str, float]:
    """The results with these facts and changed inputs; nothing where they can't be computed."""
    inputs = [(item, facts.get(item.fact) if item.fact else Given(item.value, item.unit)) for item in sheet.inputs]
    filled = tuple(replace(item, value=fact.value, unit=fact.unit) for item, fact in inputs if fact)
    if len(filled) < len(inputs):
        return {}
    sheet = replace(sheet, inputs=filled)
    try:
        return calculation(sheet).recompute(changed(sheet, changes))
    except WrongResult:
        return {}


def _is_same(old: float, new: float | None) -> bool:
    return new is not None and isclose(old, new, rel_tol=1e-9)
