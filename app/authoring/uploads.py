"""Uploads under review: stored with their review, chosen from, and walked away from. Applying is `applying`'s."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.audit import chain
from app.audit.models import AuditEntry
from app.authoring.models import SeedUpload
from app.authoring.review import Review, from_json
from app.core.errors import Invalid, NotFound
from app.core.integers import MAX_INTEGER

LIFETIME = timedelta(days=1)
MAX_NAME = 120


class AppliedAlready(NotFound):
    """The upload is a batch by now."""


@dataclass(frozen=True)
class Reviewed:
    """Files as a zip of our own, the review of them, and the fingerprint of the bank they were compared with."""

    name: str
    is_prune: bool
    archive: bytes
    review: Review
    fingerprint: str


@dataclass(frozen=True)
class ListedUpload:
    """One line of the list."""

    id: int
    name: str
    by: str
    uploaded_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class Choices:
    """What a page of the review was sent with: the keys of the files it showed, those to take, and the batch's name."""

    shown: frozenset[str]
    taken: frozenset[str]
    name: str


def create(session: Session, actor: Person, reviewed: Reviewed, *, now: datetime) -> SeedUpload:
    """Stores the upload for a day, and deletes those whose day is over."""
    forget_expired(session, now=now)
    upload = SeedUpload(
        # A database would give the number of an upload that is gone to the next one, and a page that was left open
        # would apply what nobody looked at.
        id=secrets.randbelow(MAX_INTEGER) + 1,
        person_id=actor.id,
        name=reviewed.name[:MAX_NAME],
        uploaded_at=now,
        expires_at=now + LIFETIME,
        is_prune=reviewed.is_prune,
        fingerprint=reviewed.fingerprint,
        archive=reviewed.archive,
        review=reviewed.review.as_json(),
        left_out=[],
    )
    session.add(upload)
    session.flush()
    _record(session, "uploads.create", actor, upload, now=now, files=reviewed.review.file_count)
    return upload


def listed(session: Session, *, now: datetime) -> list[ListedUpload]:
    """The uploads under review, newest first. One query."""
    uploads = (
        sa.select(SeedUpload.id, SeedUpload.name, Person.email, SeedUpload.uploaded_at, SeedUpload.expires_at)
        .join(Person, Person.id == SeedUpload.person_id)
        .where(SeedUpload.expires_at > now)
        .order_by(SeedUpload.uploaded_at.desc(), SeedUpload.id)
    )
    return [
        ListedUpload(upload_id, name, by or "", uploaded_at, expires_at)
        for upload_id, name, by, uploaded_at, expires_at in session.execute(uploads)
    ]


def find(session: Session, upload_id: int, *, now: datetime, for_update: bool = False) -> SeedUpload:
    """The upload; raises AppliedAlready, or NotFound where somebody walked away from it or its day is over.

    One query, two where it is not found.
    """
    wanted = sa.select(SeedUpload).where(SeedUpload.id == upload_id, SeedUpload.expires_at > now)
    upload = session.scalar(wanted.with_for_update() if for_update else wanted)
    if upload is None:
        batch_id = applied_as(session, upload_id)
        if batch_id:
            raise AppliedAlready(f"This upload was applied as batch {batch_id}. See /admin/seeds.")
        raise NotFound("This upload is not under review: an upload is kept for a day. See /admin/seeds.")
    return upload


def applied_as(session: Session, upload_id: int) -> int | None:
    """The batch that the upload was applied as; None if it never was. One query."""
    applied = sa.select(AuditEntry.details).where(
        AuditEntry.action == "uploads.apply", AuditEntry.target == f"upload {upload_id}"
    )
    details = session.scalar(applied)
    return details["batch"] if details else None


def choose(session: Session, upload_id: int, choices: Choices, *, now: datetime) -> None:
    """Keeps what is taken and what is left out of the files that were shown, and the name of the batch to be."""
    upload = find(session, upload_id, now=now, for_update=True)
    review = from_json(upload.review)
    shown = {review.by_key[key] for key in choices.shown if key in review.by_key}
    taken = {review.by_key[key] for key in choices.taken if key in review.by_key}
    upload.left_out = sorted((set(upload.left_out) - shown) | (shown - taken))
    upload.name = named(choices.name)
    if review.refused:
        upload.review = replace(review, refused=()).as_json()


def named(text: str) -> str:
    """The name of a batch, as it is stored; raises Invalid."""
    name = text.strip()
    if not name or len(name) > MAX_NAME or not name.isprintable():
        raise Invalid({"name": f"Give the batch a name of at most {MAX_NAME} characters on one line."})
    return name


def walk_away(session: Session, actor: Person, upload_id: int, *, now: datetime) -> None:
    """Deletes the upload; the bank stays as it is."""
    upload = find(session, upload_id, now=now, for_update=True)
    session.delete(upload)
    session.flush()
    _record(session, "uploads.delete", actor, upload, now=now)


def forget_expired(session: Session, *, now: datetime) -> None:
    """Deletes every upload whose day is over. One query."""
    session.execute(sa.delete(SeedUpload).where(SeedUpload.expires_at <= now))


def _record(
    session: Session, action: str, actor: Person, upload: SeedUpload, *, now: datetime, **details: object
) -> None:
    chain.record(
        session,
        actor=actor.reference,
        action=action,
        target=f"upload {upload.id}",
        details={"name": upload.name, **details},
        now=now,
    )
