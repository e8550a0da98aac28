"""Loads seed files in a test, as the command does, and looks at what came of it."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import schema
from app.questions.answers import Answer, SourceChange
from app.questions.models import Bank, Batch, FacetCount, OldSlug, Question, QuestionLabel, Topic
from app.questions.preparing import Prepared, prepare
from app.questions.search import matches, query_words
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


def counts(report):
    return report.added, report.changed, report.unchanged, report.retired


def the_question(session, external_id="1"):
    session.expire_all()
    return session.scalars(sa.select(Question).where(Question.external_id == external_id)).one()


def slugs(session, **where):
    return list(session.scalars(sa.select(Question.slug).filter_by(**where).order_by(Question.sort_key)))


def found(session, query):
    return set(session.execute(matches(session, query_words(query))).scalars())


def snapshot(session):
    """Everything a load could have written, for comparing before and after."""
    tables = (Bank, Topic, Question, Answer, OldSlug, QuestionLabel, FacetCount, Batch, SourceChange)
    return [sorted(map(repr, session.execute(sa.select(*sa.inspect(table).columns)).all())) for table in tables]
