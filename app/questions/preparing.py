"""Prepares a load: which files differ from the bank, checked and rendered before any transaction begins. Pure."""

import os
from collections.abc import Collection, Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import Any

from app.core.errors import Invalid
from app.core.fields import Problem
from app.questions import comparing
from app.questions.rendering import RenderedQuestion, render_page, render_question
from app.questions.seed_checking import SeedSet, check
from app.questions.seed_files import BANK, TOPIC, SeedFile
from app.questions.seed_format import FactSeed, PageSeed, QuestionSeed, parse_page, parse_question
from app.questions.seed_sections import Passage
from app.questions.stamps import stamp
from app.questions.stored_bank import NOTHING, StoredBank, StoredPage, StoredQuestion, digest

# Starting processes costs about a second; fifty long questions cost as much.
POOL_FROM = 50
MOST_PROCESSES = 4  # each holds 70 MB, and a review must fit a small machine
DEFAULT_TITLE = "Question bank"


class WrongSeeds(Invalid):
    """Files with errors; `problems` are all of them, warnings left out."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        super().__init__({"seeds": f"{problems[0]}{more}"})
        self.extra["problems"] = [problem.as_json() for problem in problems]


@dataclass(frozen=True)
class PreparedQuestion:
    """One question to be written; `stored` is what it replaces, None where it is new."""

    seed: QuestionSeed
    rendered: RenderedQuestion
    stamp: str
    stored: StoredQuestion | None

    @property
    def digest(self) -> str:
        """The hash of its file; empty where there is none."""
        return digest(self.seed.source.encode()) if self.seed.path else ""


@dataclass(frozen=True)
class PreparedPage:
    """The bank's or a topic's page to be written."""

    slug: str
    seed: PageSeed
    html: str
    stamp: str
    stored: StoredPage | None


@dataclass
class Prepared:
    """All that a load writes, and every problem found on the way; nothing of it may be written if one is an error."""

    basis: int | None
    problems: list[Problem] = field(default_factory=list)
    bank: PreparedPage | None = None
    topics: list[PreparedPage] = field(default_factory=list)
    dropped_topics: list[str] = field(default_factory=list)
    facts: dict[str, FactSeed] = field(default_factory=dict)
    facts_source: str | None = None
    facts_changed: bool = False
    questions: list[PreparedQuestion] = field(default_factory=list)
    retired: list[StoredQuestion] = field(default_factory=list)
    unchanged_count: int = 0

    def refuse_errors(self) -> None:
        """Raises WrongSeeds where a file has an error."""
        errors = [problem for problem in self.problems if not problem.is_warning]
        if errors:
            raise WrongSeeds(errors)

    @property
    def added_count(self) -> int:
        """Questions that are new."""
        return sum(question.stored is None for question in self.questions)

    @property
    def is_empty(self) -> bool:
        """Whether the bank already is what the files say."""
        return not (
            self.bank or self.topics or self.dropped_topics or self.facts_changed or self.questions or self.retired
        )


def prepare(
    files: list[SeedFile], stored: StoredBank = NOTHING, *, prune: bool = False, leaving: Collection[str] = ()
) -> Prepared:
    """What loading these files into this bank would write. Large loads are rendered by several processes.

    What lies at the paths `leaving` leaves the bank, unless a file brings it again; `prune` means all its paths.
    """
    leaving = frozenset(stored.holders if prune else leaving)
    gone = leaving - {file.path for file in files}
    facts_source, facts = comparing.facts_after(files, stored, gone)
    same, differing = comparing.split(files, stored, facts)
    seeds = check(differing, comparing.known(stored, same, facts, leaving))
    prepared = Prepared(stored.batch_id, list(seeds.problems), unchanged_count=len(same))
    prepared.facts, prepared.facts_source = facts, facts_source
    prepared.facts_changed = facts_source != stored.facts_source
    prepared.dropped_topics = comparing.dropped_topics(stored, gone)
    _prepare_pages(prepared, seeds, stored, gone, is_load=bool(files or leaving))
    named = {question.front.id for question in seeds.questions} | {question.external_id for question in same}
    prepared.retired = comparing.retired_questions(stored, leaving, named)
    if prune and BANK in gone:
        message = "--prune retires whatever is not in the paths, so it needs the bank's whole folder with its _bank.md"
        prepared.problems.append(Problem(BANK, 1, "prune", message))
    _check_places(prepared, seeds, named, stored)
    others = (question for question in stored.questions.values() if question.external_id not in named)
    leavers = {question.external_id for question in prepared.retired}
    stale = [q for q in others if q.external_id not in leavers and _must_be_rendered(q, facts)]
    seeds_now = [*seeds.questions, *(seed for question in stale if (seed := _again(question, prepared.problems)))]
    for seed, (rendered, problems) in zip(seeds_now, _render_all(seeds_now, facts), strict=True):
        # One without a file is retired for good: where it can't be rendered it stays as it was.
        prepared.problems += problems if seed.path else []
        if rendered:
            mark = stamp(rendered.facts_used, facts)
            prepared.questions.append(PreparedQuestion(seed, rendered, mark, stored.questions.get(seed.front.id)))
    prepared.problems.sort(key=lambda problem: (problem.path, problem.line))
    return prepared


def _prepare_pages(
    prepared: Prepared, seeds: SeedSet, stored: StoredBank, gone: Collection[str], *, is_load: bool
) -> None:
    """The pages whose source or HTML changes: those of the files, and stored ones that cite a changed fact."""
    bank = seeds.bank or (None if BANK in gone else _stored_page(stored.page, BANK))
    if bank is None and is_load:
        bank = PageSeed(BANK, "", DEFAULT_TITLE, 1, "", Passage("", 1))
    prepared.bank = _page("", bank, stored.page, prepared) if bank else None
    pages = {
        slug: page
        for slug, topic in stored.topics.items()
        if slug not in prepared.dropped_topics and (page := _stored_page(topic, f"{slug}/{TOPIC}"))
    } | seeds.topics
    made = (_page(slug, page, stored.topics.get(slug), prepared) for slug, page in pages.items())
    prepared.topics = [page for page in made if page]


def _stored_page(page: StoredPage | None, path: str) -> PageSeed | None:
    return parse_page(page.source, path)[0] if page and page.source else None


def _page(slug: str, seed: PageSeed, stored: StoredPage | None, prepared: Prepared) -> PreparedPage | None:
    rendered, problems = render_page(seed, prepared.facts)
    prepared.problems += problems
    if rendered is None:
        return None
    mark = stamp(rendered.facts_used, prepared.facts)
    if stored and (stored.source, stored.stamp) == (seed.source, mark):
        return None
    return PreparedPage(slug, seed, rendered.html, mark, stored)


def _check_places(prepared: Prepared, seeds: SeedSet, named: set[str], stored: StoredBank) -> None:
    """A file must not turn into another question while the one it was stays, nor a topic leave its questions behind."""
    rewritten = {question.front.id for question in seeds.questions}
    retired = {question.external_id for question in prepared.retired}
    staying = [q for q in stored.questions.values() if q.has_file and q.external_id not in rewritten | retired]
    owners = {question.path: question.external_id for question in staying if question.external_id not in named}
    for seed in seeds.questions:
        if seed.path in owners:
            message = (
                f"the bank knows this file as question {owners[seed.path]}, and an id never changes: give it back,"
                " or load the whole folder with --prune to retire the old question"
            )
            prepared.problems.append(Problem(seed.path, 2, "id", message))
    for question in staying:
        if question.topic in prepared.dropped_topics:
            message = f"`{question.topic}` would no longer be a topic: keep {question.topic}/{TOPIC}"
            prepared.problems.append(Problem(question.path, 2, "topic", message))


def _must_be_rendered(question: StoredQuestion, facts: Mapping[str, FactSeed]) -> bool:
    return comparing.is_stale(question, facts) and comparing.can_render(question, facts)


def _again(question: StoredQuestion, problems: list[Problem]) -> QuestionSeed | None:
    """A stored question to be rendered again; one without a file stays retired whatever its source says.

    None, and a problem, where this code no longer accepts what an earlier one loaded.
    """
    seed, found = parse_question(question.source or "", question.path)
    if question.has_file:
        where = f"{question.path} (question {question.external_id} as stored)"
        problems += [replace(problem, path=where) for problem in found if not problem.is_warning]
        return seed
    return seed and replace(seed, front=replace(seed.front, status="retired"))


def _render_all(
    seeds: list[QuestionSeed], facts: dict[str, FactSeed]
) -> Iterable[tuple[RenderedQuestion | None, list[Problem]]]:
    work = partial(render_question, facts=facts)
    if len(seeds) < POOL_FROM:
        return map(work, seeds)
    # Not forked: a server's threads may hold locks.
    workers = min(MOST_PROCESSES, os.cpu_count() or 1)
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_leave_with_parent) as pool:
        return list(pool.map(work, seeds, chunksize=20))


def _leave_with_parent() -> None:
    """Ends this process when the one that started it is gone, even killed: it would wait for work forever."""
    Thread(target=_leave_after, args=[parent_process()], daemon=True).start()


def _leave_after(parent: Any) -> None:
    parent.join()
    os._exit(1)
