"""Applying an upload: prepared again without what is left out, against the bank as it is, and loaded as one batch."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.audit import chain
from app.authoring.archives import read_archive
from app.authoring.bank_now import BankNow, read_bank_now, review_of
from app.authoring.models import SeedUpload
from app.authoring.review import Meanwhile, Review, from_json
from app.authoring.uploads import applied_as, find
from app.core.errors import Invalid, NotFound
from app.questions.batches import batches
from app.questions.preparing import Prepared, prepare
from app.questions.seed_files import SeedFile
from app.questions.seed_loading import load
from app.questions.source_changes import changed_since

MOST_TOUCHED = 20
MOST_REFUSED = 100


@dataclass(frozen=True)
class UnderReview:
    """An upload and the bank to load it into; `since` are the loads since its review, with what each touched."""

    upload: SeedUpload
    bank: BankNow
    since: tuple[tuple[Meanwhile, frozenset[str]], ...]


@dataclass(frozen=True)
class PreparedUpload:
    """An upload ready to be loaded (`prepared`), or its review with the reason why it can't be. Neither: it was."""

    upload_id: int
    fingerprint: str = ""
    prepared: Prepared | None = None
    review: Review | None = None


@dataclass(frozen=True)
class Applied:
    """The batch that the upload became, just now or before; None where its review was made again instead."""

    batch_id: int | None
    is_new: bool = False


def read_upload(session: Session, upload_id: int, *, now: datetime) -> UnderReview:
    """What applying needs. At most nine queries. Raises what `find` does."""
    upload = find(session, upload_id, now=now)
    bank = read_bank_now(session)
    if bank.fingerprint == upload.fingerprint:
        return UnderReview(upload, bank, ())
    return UnderReview(upload, bank, tuple(_since(session, from_json(upload.review).basis)))


def _since(session: Session, basis: int | None) -> Iterator[tuple[Meanwhile, frozenset[str]]]:
    touched = changed_since(session, basis or 0)
    for batch in batches(session):
        if batch.id > (basis or 0):
            yield Meanwhile(batch.id, batch.name, batch.by, (), 0), frozenset(touched.get(batch.id, ()))


def prepare_upload(under_review: UnderReview) -> PreparedUpload:
    """The upload prepared for the bank as it is, without what is left out. Pure, and slow for many files.

    Where the bank is no longer the one that was reviewed, the review is made again instead, and tells what happened
    meanwhile; where files have errors, it tells these.
    """
    upload, bank = under_review.upload, under_review.bank
    files, _ = read_archive(upload.archive, upload.name)
    review = from_json(upload.review)
    again = PreparedUpload(upload.id, bank.fingerprint)
    if bank.fingerprint != upload.fingerprint:
        return replace(again, review=_review_again(under_review, files))
    blocking = review.blocking(upload.left_out)
    errors = [problem for problem in review.problems if problem.path in blocking and not problem.is_warning]
    if not blocking:
        taken = [file for file in files if file.path not in upload.left_out]
        leaving = _leaving(bank, review, upload.left_out) if upload.is_prune else ()
        prepared = prepare(taken, bank.stored, leaving=leaving)
        errors = [problem for problem in prepared.problems if not problem.is_warning]
        if not errors:
            return replace(again, prepared=prepared)
    return replace(again, review=replace(review, refused=tuple(errors[:MOST_REFUSED])))


def _leaving(bank: BankNow, review: Review, left_out: Iterable[str]) -> frozenset[str]:
    """The paths of the bank that an upload of the whole bank clears: all but those of what is left out."""
    old_paths = {change.path: change.old_path for change in review.changes}
    return frozenset(bank.stored.holders) - {old_paths.get(path, path) for path in left_out}


def _review_again(under_review: UnderReview, files: list[SeedFile]) -> Review:
    before = from_json(under_review.upload.review)
    review = review_of(files, under_review.bank, is_prune=under_review.upload.is_prune)
    # Of both: what another load made as these files have it is no longer a change.
    ours = {change.external_id or change.path for change in before.changes + review.changes}
    both = [(batch, sorted(ours & touched)) for batch, touched in under_review.since]
    meanwhile = [
        replace(batch, touched=tuple(touched[:MOST_TOUCHED]), touched_count=len(touched)) for batch, touched in both
    ]
    return replace(review, meanwhile=tuple(meanwhile))


def apply(session: Session, actor: Person, ready: PreparedUpload, *, now: datetime) -> Applied:
    """Loads the upload as one batch and deletes it; where that can't be, keeps the review that says why.

    Of two at once, one loads and the other hears which batch it became. Raises BankChanged as `load` does, Invalid
    where nothing is left to load, and NotFound where the upload is gone.
    """
    upload_id = ready.upload_id
    if ready.review:
        upload = find(session, upload_id, now=now, for_update=True)
        upload.review, upload.fingerprint = ready.review.as_json(), ready.fingerprint
        return Applied(None)
    if ready.prepared and ready.prepared.is_empty:
        raise Invalid({"upload": "Nothing is left to load. Take at least one change, or walk away."})
    gone = sa.delete(SeedUpload).where(SeedUpload.id == upload_id).returning(SeedUpload.name, SeedUpload.left_out)
    taken = session.execute(gone).one_or_none() if ready.prepared else None
    if taken is None or ready.prepared is None:
        batch_id = applied_as(session, upload_id)
        if batch_id is None:
            raise NotFound("This upload is no longer under review: somebody walked away from it.")
        return Applied(batch_id)
    batch_id = load(session, ready.prepared, actor=actor.reference, name=taken.name, now=now).batch_id
    details = {"batch": batch_id, "left_out": len(taken.left_out)}
    chain.record(
        session, actor=actor.reference, action="uploads.apply", target=f"upload {upload_id}", details=details, now=now
    )
    return Applied(batch_id, is_new=True)
