"""Uploads in a test, with what a page of the review would send."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.authoring.applying import Applied, apply, prepare_upload, read_upload
from app.authoring.archives import write_archive
from app.authoring.bank_now import read_bank_now, review_of
from app.authoring.models import SeedUpload
from app.authoring.review import key_of
from app.authoring.uploads import Choices, Reviewed, choose, create
from app.questions.seed_files import SeedFile
from tests.conftest import NOW


def upload(session: Session, actor: Person, *files: SeedFile, prune: bool = False, now: datetime = NOW) -> SeedUpload:
    bank = read_bank_now(session)
    review = review_of(files, bank, is_prune=prune)
    return create(session, actor, Reviewed("wave", prune, write_archive(files), review, bank.fingerprint), now=now)


def leave_out(session: Session, upload_id: int, *paths: str, taken: tuple[str, ...] = ()) -> None:
    shown = frozenset(map(key_of, (*paths, *taken)))
    choose(session, upload_id, Choices(shown, frozenset(map(key_of, taken)), "wave 2"), now=NOW)
    session.flush()


def press_apply(session: Session, actor: Person, upload_id: int) -> Applied:
    session.flush()
    session.expire_all()
    return apply(session, actor, prepare_upload(read_upload(session, upload_id, now=NOW)), now=NOW)
