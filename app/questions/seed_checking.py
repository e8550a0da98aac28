"""Checks a set of seed files as a whole: each file, and what holds between them and against the bank. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from app.core.fields import Problem, did_you_mean
from app.core.slugs import is_slug
from app.questions.seed_files import BANK, FACTS, TOPIC, SeedFile
from app.questions.seed_format import (
    MAX_FACTS_BYTES,
    MAX_FILE_BYTES,
    FactSeed,
    PageSeed,
    QuestionSeed,
    decode,
    parse_facts,
    parse_page,
    parse_question,
)


@dataclass(frozen=True)
class KnownBank:
    """What the bank already holds: external id → slug, its topics, and the paths of files that need no check.

    The slugs of questions that leave it may be taken.
    """

    slugs_by_id: dict[str, str] = field(default_factory=dict)
    topics: frozenset[str] = frozenset()
    facts: dict[str, FactSeed] = field(default_factory=dict)
    paths_by_id: dict[str, str] = field(default_factory=dict)
    leaving_ids: frozenset[str] = frozenset()


@dataclass
class SeedSet:
    """The parsed files. `facts` is None where no `_facts.yaml` was among them."""

    bank: PageSeed | None = None
    facts_source: str | None = None
    facts: dict[str, FactSeed] = field(default_factory=dict)
    topics: dict[str, PageSeed] = field(default_factory=dict)
    questions: list[QuestionSeed] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def has_errors(self) -> bool:
        """Whether nothing of the set may be loaded."""
        return any(not problem.is_warning for problem in self.problems)


def check(files: Iterable[SeedFile], known: KnownBank) -> SeedSet:
    """The set with every problem of every file, and those between files."""
    seeds = SeedSet(facts=dict(known.facts))
    for file in files:
        _read(file, seeds)
    _check_identity(seeds, known)
    _check_references(seeds, known)
    return seeds


def _read(file: SeedFile, seeds: SeedSet) -> None:
    is_facts = file.path == FACTS
    text, problems = decode(file.data, file.path, max_bytes=MAX_FACTS_BYTES if is_facts else MAX_FILE_BYTES)
    seeds.problems += problems
    if problems:
        return
    name = file.path.rpartition("/")[2]
    if is_facts:
        seeds.facts, problems = parse_facts(text, file.path)
        seeds.facts_source = text
    elif name == BANK:
        seeds.bank, problems = parse_page(text, file.path)
    elif name == TOPIC:
        slug = file.path.rpartition("/")[0]
        page, problems = parse_page(text, file.path)
        if not is_slug(slug):
            problems.append(Problem(file.path, 1, "folder", f"`{slug}` may hold only a-z, 0-9 and inner hyphens"))
        elif page:
            seeds.topics[slug] = page
    else:
        question, problems = parse_question(text, file.path)
        if question:
            seeds.questions.append(question)
    seeds.problems += problems


def _check_identity(seeds: SeedSet, known: KnownBank) -> None:
    """Ids and slugs are unique in the files, and a slug is not another question's in the bank."""
    paths_by_id = dict(known.paths_by_id)
    paths_by_slug = {known.slugs_by_id[external_id]: path for external_id, path in known.paths_by_id.items()}
    free = {question.front.id for question in seeds.questions} | known.paths_by_id.keys() | known.leaving_ids
    owners = {slug: external_id for external_id, slug in known.slugs_by_id.items() if external_id not in free}
    for question in seeds.questions:
        front, path = question.front, question.path
        for name, value, paths in (("id", front.id, paths_by_id), ("slug", front.slug, paths_by_slug)):
            if value in paths:
                seeds.problems.append(Problem(path, 2, name, f"`{value}` is also that of {paths[value]}"))
            paths.setdefault(value, path)
        if front.slug in owners:
            message = f"`{front.slug}` is already the slug of question {owners[front.slug]} in the bank"
            seeds.problems.append(Problem(path, 2, "slug", message))


def _check_references(seeds: SeedSet, known: KnownBank) -> None:
    """Topics must exist; prerequisites and related questions may come later, which is worth a warning."""
    topics = seeds.topics.keys() | known.topics
    ids = {question.front.id for question in seeds.questions} | known.slugs_by_id.keys()
    for question in seeds.questions:
        front = question.front
        if front.topic not in topics:
            hint = did_you_mean(front.topic, topics) or f": add {front.topic}/{TOPIC}"
            seeds.problems.append(Problem(question.path, 2, "topic", f"`{front.topic}` is not a topic{hint}"))
        for name, others in (("prerequisites", front.prerequisites), ("related", front.related)):
            missing = [other for other in others if other not in ids]
            if missing:
                message = f"the bank does not hold {', '.join(missing)} (yet); shown nowhere until it does"
                seeds.problems.append(Problem(question.path, 2, name, message, is_warning=True))
