"""Works out the review of an upload from the prepared load. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from app.authoring.facts_moved import facts_moved
from app.authoring.near_duplicates import near_duplicates
from app.authoring.review import Alike, Change, Review
from app.core.fields import Problem
from app.questions.preparing import Prepared, PreparedPage, PreparedQuestion
from app.questions.seed_files import BANK, FACTS, TOPIC, SeedFile
from app.questions.stored_bank import StoredBank, StoredQuestion

KINDS = ("meaning", "wording", "added", "retired", "page", "facts")
MOST_PROBLEMS = 5_000
MOST_PROBLEMS_OF_A_FILE = 20
MOST_ALIKE = 500
MOST_CITED = 20
MOST_MOVED = 1_000


@dataclass(frozen=True)
class KnownQuestion:
    """A question of the bank, as far as a review tells of it. `people` practiced it, guests included."""

    title: str
    prompt: str
    version: int
    status: str
    is_free: bool
    people: int


def make_review(
    files: Collection[SeedFile], prepared: Prepared, stored: StoredBank, known: Mapping[str, KnownQuestion]
) -> Review:
    """What this load would do; `stored` and `known` (by external id) are the bank that it was prepared against."""
    paths = {file.path for file in files}
    problems = [*prepared.problems, *_gone_down(prepared, known)]
    broken = {problem.path for problem in problems if not problem.is_warning}
    rewritten = [question for question in prepared.questions if _has_new_file(question)]
    taken = [question for question in rewritten if question.seed.path not in broken]
    changes = [_change(question, known) for question in taken]
    # Where a broken file lies, the question only looks as if it were gone.
    changes += [_retired(question, known) for question in prepared.retired if question.path not in paths]
    changes += [change for change in _page_changes(prepared, stored) if change.path not in broken]
    moved = facts_moved(files, prepared, stored)
    alike = list(_alike(taken, known))
    return Review(
        basis=prepared.basis,
        file_count=len(paths),
        unchanged_count=prepared.unchanged_count,
        again_count=len(prepared.questions) - len(rewritten),
        changes=tuple(sorted(changes, key=lambda change: (KINDS.index(change.kind), -change.people, change.path))),
        facts=tuple(replace(fact, cited_by=fact.cited_by[:MOST_CITED]) for fact in moved.facts),
        moved=moved.claims[:MOST_MOVED],
        moved_count=len(moved.claims),
        broken_count=sum(not claim.holds for claim in moved.claims),
        alike=tuple(alike[:MOST_ALIKE]),
        alike_count=len(alike),
        problems=tuple(_shown(problems)),
        error_count=sum(not problem.is_warning for problem in problems),
        warning_count=sum(problem.is_warning for problem in problems),
        # What breaks in a question that the upload does not hold, its facts have broken.
        blocked=tuple(sorted({path if path in paths else FACTS for path in broken})),
    )


def _has_new_file(question: PreparedQuestion) -> bool:
    """Not so where a stored question is only rendered again, because a fact changed."""
    stored = question.stored
    return stored is None or (stored.path, stored.digest) != (question.seed.path, question.digest)


def _gone_down(prepared: Prepared, known: Mapping[str, KnownQuestion]) -> Iterator[Problem]:
    for question in prepared.questions:
        front, old = question.seed.front, known.get(question.seed.front.id)
        if old and front.version < old.version:
            lines = question.seed.source.splitlines()
            line = next((n for n, text in enumerate(lines, start=1) if text.startswith("version:")), 1)
            message = f"is {front.version}, but the bank has {old.version}: is this an older file? Raise it to go on"
            yield Problem(question.seed.path, line, "version", message)


def _change(question: PreparedQuestion, known: Mapping[str, KnownQuestion]) -> Change:
    front, stored = question.seed.front, question.stored
    if stored is None:
        return Change("added", question.seed.path, front.title, front.id, version=front.version)
    old = known[front.id]
    return Change(
        "meaning" if front.version > old.version else "wording",
        question.seed.path,
        front.title,
        front.id,
        stored.path,
        old.people,
        front.version,
        old.version,
        tuple(_notes(question, old)),
    )


def _retired(question: StoredQuestion, known: Mapping[str, KnownQuestion]) -> Change:
    old = known[question.external_id]
    return Change("retired", question.path, old.title, question.external_id, question.path, old.people)


def _notes(question: PreparedQuestion, old: KnownQuestion) -> Iterator[str]:
    front, stored = question.seed.front, question.stored
    if stored and not stored.has_file:
        yield "comes back after its file was gone"
    elif stored and stored.path != question.seed.path:
        yield f"moves here from `{stored.path}`"
    if stored and stored.slug != front.slug:
        yield f"its address changes from `{stored.slug}` to `{front.slug}`; the old one redirects"
    if front.status != old.status and stored and stored.has_file:
        yield f"goes from {old.status} to {front.status}"
    if front.is_free != old.is_free:
        yield "its answer opens to everybody" if front.is_free else "its answer is locked from now on"


def _page_changes(prepared: Prepared, stored: StoredBank) -> Iterator[Change]:
    pages = [(BANK, prepared.bank), *((f"{page.slug}/{TOPIC}", page) for page in prepared.topics)]
    for path, page in pages:
        if page and _is_new(page):
            old_path = path if page.stored and page.stored.source else ""
            yield Change("page", path, page.seed.title, old_path=old_path, notes=() if old_path else ("is new",))
    for slug in prepared.dropped_topics:
        path, note = f"{slug}/{TOPIC}", "its page is retired; its questions keep their place in people's histories"
        yield Change("page", path, stored.topics[slug].title, old_path=path, notes=(note,))
    if prepared.facts_changed:
        yield Change("facts", FACTS, "Dated facts", old_path=FACTS if stored.facts_source else "")


def _is_new(page: PreparedPage) -> bool:
    """Not so where a page is only rendered again, nor for the page that a bank without `_bank.md` is given."""
    return bool(page.seed.source) and (page.stored is None or page.stored.source != page.seed.source)


def _alike(taken: Iterable[PreparedQuestion], known: Mapping[str, KnownQuestion]) -> Iterator[Alike]:
    """Pairs whose likeness nobody has seen yet: those with a new or reworded prompt."""
    old = {external_id: _text(question.title, question.prompt) for external_id, question in known.items()}
    seeds = {question.seed.front.id: question.seed for question in taken}
    texts = {id_: _text(seed.front.title, seed.prompt.text) for id_, seed in seeds.items()}
    for pair in near_duplicates({id_: text for id_, text in texts.items() if old.get(id_) != text}, old):
        seed, other = seeds[pair.new_id], seeds.get(pair.other_id)
        path, title = (other.path, other.front.title) if other else ("", known[pair.other_id].title)
        similarity = round(pair.similarity, 2)
        yield Alike(pair.new_id, seed.path, seed.front.title, pair.other_id, path, title, similarity)


def _text(title: str, prompt: str) -> str:
    return f"{title}\n{prompt.strip()}"


def _shown(problems: Iterable[Problem]) -> list[Problem]:
    """Errors before warnings, by path and line, so many of each file and in all that a row can hold them."""
    counts: dict[str, int] = {}
    shown = []
    for problem in sorted(problems, key=lambda p: (p.is_warning, p.path, p.line)):
        counts[problem.path] = counts.get(problem.path, 0) + 1
        if counts[problem.path] <= MOST_PROBLEMS_OF_A_FILE:
            shown.append(problem)
    return shown[:MOST_PROBLEMS]
