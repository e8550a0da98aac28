"""Holds seed files against the bank: what is the same, what must be rendered again, what leaves. Pure."""

from collections.abc import Collection, Iterable, Mapping

from app.questions.seed_checking import KnownBank
from app.questions.seed_files import FACTS, TOPIC, SeedFile
from app.questions.seed_format import MAX_FACTS_BYTES, FactSeed, decode, parse_facts
from app.questions.stamps import stamp
from app.questions.stored_bank import StoredBank, StoredQuestion, digest


def facts_after(
    files: Iterable[SeedFile], stored: StoredBank, leaving: Collection[str]
) -> tuple[str | None, dict[str, FactSeed]]:
    """The source of the facts once the files are loaded, and the facts by id."""
    for file in files:
        if file.path == FACTS:
            text = decode(file.data, file.path, max_bytes=MAX_FACTS_BYTES)[0]
            return text, parse_facts(text, file.path)[0]
    return (None, {}) if FACTS in leaving else (stored.facts_source, stored.facts)


def split(
    files: Iterable[SeedFile], stored: StoredBank, facts: Mapping[str, FactSeed]
) -> tuple[list[StoredQuestion], list[SeedFile]]:
    """The questions whose file is byte for byte the stored one and renders as stored, and the files that differ."""
    by_path = {question.path: question for question in stored.questions.values() if question.has_file}
    same, differing = [], []
    for file in files:
        question = by_path.get(file.path)
        if question and question.digest == digest(file.data) and not is_stale(question, facts):
            same.append(question)
        else:
            differing.append(file)
    return same, differing


def is_stale(question: StoredQuestion, facts: Mapping[str, FactSeed]) -> bool:
    """Whether this code or the facts would make other HTML of its source than what is stored."""
    return question.stamp != stamp(question.facts_used, facts)


def can_render(question: StoredQuestion, facts: Mapping[str, FactSeed]) -> bool:
    """Not so where a load retired the question and its facts with it: it stays as it was, and blocks nobody."""
    return question.has_file or all(fact_id in facts for fact_id in question.facts_used)


def known(
    stored: StoredBank, same: Iterable[StoredQuestion], facts: dict[str, FactSeed], leaving: Collection[str]
) -> KnownBank:
    """What the files that differ may refer to besides each other."""
    dropped = dropped_topics(stored, leaving)
    return KnownBank(
        slugs_by_id={question.external_id: question.slug for question in stored.questions.values()},
        topics=frozenset(slug for slug, topic in stored.topics.items() if topic.source and slug not in dropped),
        facts=facts,
        paths_by_id={question.external_id: question.path for question in same},
        leaving_ids=frozenset(q.external_id for q in stored.questions.values() if q.path in leaving),
    )


def dropped_topics(stored: StoredBank, leaving: Collection[str]) -> list[str]:
    """The topics whose page is among the paths."""
    return [slug for slug, topic in stored.topics.items() if topic.source and f"{slug}/{TOPIC}" in leaving]


def retired_questions(stored: StoredBank, leaving: Collection[str], named: Collection[str]) -> list[StoredQuestion]:
    """The questions that lie at the paths and whose ids no file names: what moves elsewhere stays."""
    questions = stored.questions.values()
    return [q for q in questions if q.has_file and q.path in leaving and q.external_id not in named]
