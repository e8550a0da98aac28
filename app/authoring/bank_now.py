"""The bank as files meet it: read, compared with them, and how many people what they change reaches."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.authoring.review import Review
from app.authoring.reviewing import KnownQuestion, make_review
from app.core.errors import Invalid
from app.practice.models import Mark
from app.questions.models import Question
from app.questions.preparing import prepare
from app.questions.seed_files import BANK, SeedFile
from app.questions.stored_bank import StoredBank, digest
from app.questions.versions import read_bank

_KNOWN = sa.select(
    Question.external_id,
    Question.title,
    Question.prompt_markdown,
    Question.version,
    Question.status,
    Question.is_free,
    Question.practiced_count,
)


@dataclass(frozen=True)
class BankNow:
    """The bank that files are compared with; `fingerprint` is a hash of all its files and of where they lie."""

    stored: StoredBank
    known: dict[str, KnownQuestion]
    fingerprint: str


def read_bank_now(session: Session) -> BankNow:
    """The bank as it is. Five queries."""
    stored = read_bank(session)
    return BankNow(stored, _known_questions(session), digest(json.dumps(sorted(stored.holders.items())).encode()))


def review_of(files: Sequence[SeedFile], bank: BankNow, *, is_prune: bool) -> Review:
    """The review of these files, but for how many people it reaches: that takes a query. Pure, and slow for many.

    Raises Invalid as `require_whole` does.
    """
    if is_prune:
        require_whole(files)
    prepared = prepare(list(files), bank.stored, prune=is_prune)
    return make_review(files, prepared, bank.stored, bank.known)


def require_whole(files: Sequence[SeedFile]) -> None:
    """Raises Invalid for files that are not the whole bank: retiring what they don't hold would retire nearly all."""
    if not any(file.path == BANK for file in files):
        message = (
            f"This retires whatever the upload does not hold, so it needs the bank's whole folder with its {BANK}."
        )
        raise Invalid({"prune": message})


def with_people(session: Session, review: Review) -> Review:
    """The review with how many people it reaches. Two queries over their marks."""
    meaning, retired = (_people_count(session, review.ids_of(kind)) for kind in ("meaning", "retired"))
    return replace(review, meaning_people=meaning, retired_people=retired)


def _known_questions(session: Session) -> dict[str, KnownQuestion]:
    """Every question of the bank by its external id, with how many people practiced it. One query."""
    return {
        external_id: KnownQuestion(title, prompt, version, status, is_free=is_free, people=people)
        for external_id, title, prompt, version, status, is_free, people in session.execute(_KNOWN)
    }


def _people_count(session: Session, external_ids: Collection[str]) -> int:
    """How many people, guests included, practiced at least one of these questions. One query over their marks."""
    if not external_ids:
        return 0
    people = sa.select(sa.func.count(Mark.person_id.distinct())).join(Question, Question.id == Mark.question_id)
    return session.scalar(people.where(Question.external_id.in_(external_ids))) or 0
