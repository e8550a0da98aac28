"""One page of a review: what is broken first, then what changes, what looks like another question, and warnings.

Sources are compared word by word for the page that is shown only: a review may hold thousands of changes.
"""

import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from io import BytesIO
from itertools import groupby

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.authoring.review import Alike, Change, FactChange, MovedClaim, Review, from_json, key_of
from app.authoring.uploads import find
from app.authoring.word_diff import DiffPart, word_diff
from app.core.errors import NotFound
from app.core.fields import Problem
from app.questions.export import page_sources, question_sources
from app.questions.models import Question
from app.questions.seed_format import parse_question

ON_A_PAGE = 50
# Of what is new there is nothing to compare with; of facts, their values say more.
COMPARED = frozenset({"meaning", "wording", "page"})


@dataclass(frozen=True)
class FileProblems:
    """The problems of one file. `can_leave`: it is one of the upload's, and broken."""

    path: str
    problems: tuple[Problem, ...]
    can_leave: bool

    @property
    def key(self) -> str:
        """What stands for the file in forms."""
        return key_of(self.path)


Entry = FileProblems | Change | FactChange | MovedClaim | Alike


@dataclass(frozen=True)
class ReviewPage:
    """Page `number` of `count`. `sections` are kinds with their entries, in order.

    `starts` says on which page each kind begins and `places` on which each changed file stands, by its key; `diffs`
    are by key too, `prompts` by external id.
    """

    number: int
    count: int
    sections: tuple[tuple[str, tuple[Entry, ...]], ...]
    starts: dict[str, int]
    places: dict[str, int]
    diffs: dict[str, tuple[DiffPart, ...]] = field(default_factory=dict)
    prompts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ShownUpload:
    """An upload with one page of its review, as its own page shows it."""

    id: int
    name: str
    by: str
    uploaded_at: datetime
    expires_at: datetime
    is_prune: bool
    left_out: frozenset[str]
    review: Review
    page: ReviewPage

    @property
    def taken_count(self) -> int:
        """How many changes applying would make."""
        return sum(change.path not in self.left_out for change in self.review.changes)

    @property
    def blocking(self) -> list[str]:
        """The files that keep it from being applied as it is."""
        return self.review.blocking(self.left_out)


def show(session: Session, upload_id: int, number: int, *, now: datetime) -> ShownUpload:
    """The upload with page `number` of its review. At most six queries. Raises NotFound."""
    upload = find(session, upload_id, now=now)
    review = from_json(upload.review)
    page = with_texts(session, page_of(review, number), upload.archive)
    by = session.scalar(sa.select(Person.email).where(Person.id == upload.person_id)) or ""
    return ShownUpload(
        upload.id,
        upload.name,
        by,
        upload.uploaded_at,
        upload.expires_at,
        upload.is_prune,
        frozenset(upload.left_out),
        review,
        page,
    )


def page_of(review: Review, number: int) -> ReviewPage:
    """The page without what its files say. Raises NotFound where there is no such page."""
    entries = [(kind, entry, n // ON_A_PAGE + 1) for n, (kind, entry) in enumerate(_entries(review))]
    count = entries[-1][2] if entries else 1
    if not 1 <= number <= count:
        raise NotFound(f"This review has {count} pages.")
    shown = groupby((entry for entry in entries if entry[2] == number), key=lambda entry: entry[0])
    return ReviewPage(
        number,
        count,
        sections=tuple((kind, tuple(entry for _, entry, _ in group)) for kind, group in shown),
        starts={kind: place for kind, _, place in reversed(entries)},
        places={entry.key: place for _, entry, place in entries if isinstance(entry, Change)},
    )


def _entries(review: Review) -> Iterator[tuple[str, Entry]]:
    yield from _problems(review, is_warning=False)
    yield from ((change.kind, change) for change in review.changes)
    yield from (("fact", fact) for fact in review.facts)
    yield from (("moved", claim) for claim in review.moved)
    yield from (("alike", pair) for pair in review.alike)
    yield from _problems(review, is_warning=True)


def _problems(review: Review, *, is_warning: bool) -> Iterator[tuple[str, FileProblems]]:
    problems = (problem for problem in review.problems if problem.is_warning == is_warning)
    for path, found in groupby(problems, key=lambda problem: problem.path):
        can_leave = not is_warning and path in review.blocked
        yield "warnings" if is_warning else "problems", FileProblems(path, tuple(found), can_leave)


def with_texts(session: Session, page: ReviewPage, archive: bytes) -> ReviewPage:
    """The page with word diffs and prompts, from the bank and the upload's own archive. At most four queries."""
    entries = [entry for _, entries in page.sections for entry in entries]
    changes = [entry for entry in entries if isinstance(entry, Change) and entry.kind in COMPARED and entry.old_path]
    pairs = [entry for entry in entries if isinstance(entry, Alike)]
    after = _read(archive, {change.path for change in changes} | {path for pair in pairs for path in pair.paths})
    before = question_sources(session, {change.external_id for change in changes}) if changes else {}
    if any(change.kind == "page" for change in changes):
        before |= page_sources(session)
    prompts = {seed.front.id: seed.prompt.text for path in after if (seed := parse_question(after[path], path)[0])}
    known = {pair.other_id for pair in pairs} - prompts.keys()
    if known:
        found = sa.select(Question.external_id, Question.prompt_markdown).where(Question.external_id.in_(known))
        prompts |= dict(session.execute(found).all())
    diffs = {change.key: word_diff(before.get(change.old_path, ""), after.get(change.path, "")) for change in changes}
    return replace(page, diffs=diffs, prompts=prompts)


def _read(archive: bytes, paths: Iterable[str]) -> dict[str, str]:
    """The texts of some files of an archive of our own."""
    with zipfile.ZipFile(BytesIO(archive)) as files:
        return {path: files.read(path).decode() for path in paths if path in files.NameToInfo}
