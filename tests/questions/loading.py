"""Loads seed files in a test, as the command does."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import schema
from app.questions.preparing import Prepared, prepare
from app.questions.seed_files import SeedFile
from app.questions.seed_loading import LoadReport, load
from app.questions.versions import read_bank
from tests.conftest import NOW


def empty_bank(session: Session) -> None:
    """Takes out what other tests have committed; the test's own transaction brings it back."""
    for table in reversed(schema.metadata.sorted_tables):
        if table.name != "audit_entries":
            session.execute(sa.delete(table))
    session.execute(sa.text("DELETE FROM question_search"))


def load_files(session: Session, *files: SeedFile, prune: bool = False) -> LoadReport:
    session.expire_all()
    return load(session, prepared(session, *files, prune=prune), actor="carol", name="a load", now=NOW)


def prepared(session: Session, *files: SeedFile, prune: bool = False) -> Prepared:
    return prepare(list(files), read_bank(session), prune=prune)
