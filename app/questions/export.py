"""The bank as seed files, byte for byte, and how a set of files differs from it."""

from collections.abc import Collection, Iterable
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.errors import Invalid
from app.questions.answers import Answer
from app.questions.models import Bank, Question, Topic
from app.questions.seed_files import BANK, FACTS, TOPIC, SeedFile

_SOURCES = sa.select(Answer.path, Answer.source).where(Answer.path != "")


def stored_files(session: Session) -> list[SeedFile]:
    """Every file that stands behind the bank, in order of path. Three queries.

    A question that a load retired because its file was gone has none; drafts and retired ones with a file do.
    """
    sources = page_sources(session) | dict(session.execute(_SOURCES).all())
    return [SeedFile(path, source.encode()) for path, source in sorted(sources.items())]


def page_sources(session: Session) -> dict[str, str]:
    """The sources of the bank's page, its facts and its topics, by path. Two queries."""
    topics = session.execute(sa.select(Topic.slug, Topic.source).where(Topic.source != ""))
    sources = {f"{slug}/{TOPIC}": source for slug, source in topics}
    for page, facts in session.execute(sa.select(Bank.source, Bank.facts_source)):
        sources |= {path: source for path, source in ((BANK, page), (FACTS, facts)) if source}
    return sources


def question_sources(session: Session, external_ids: Collection[str]) -> dict[str, str]:
    """The sources of these questions by path, of those that have a file. One query."""
    named = _SOURCES.join(Question, Question.id == Answer.question_id).where(Question.external_id.in_(external_ids))
    return dict(session.execute(named).all())


def write_files(files: Iterable[SeedFile], folder: Path) -> None:
    """Writes the files below an empty or new folder.

    Raises Invalid for another folder, before anything is written, and for one that can't be written (any more).
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Invalid({"folder": f"{folder} is not an empty folder: choose a new one; `seeds verify` compares."})
    targets = [(folder / file.path, file) for file in files]
    for target, _ in targets:
        if not target.resolve().is_relative_to(folder.resolve()):
            raise Invalid({"folder": f"{target} would lie outside {folder}; nothing was written."})
    try:
        for target, file in targets:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.data)
    except OSError as error:
        raise Invalid({"folder": f"{folder} can't be written ({error.strerror})."}) from None


def differences(files: Iterable[SeedFile], exported: Iterable[SeedFile]) -> list[str]:
    """One line for each path where files and bank disagree, in order of path; empty where they agree."""
    ours = {file.path: file.data for file in exported}
    theirs = {file.path: file.data for file in files}
    lines = []
    for path in sorted(ours.keys() | theirs.keys()):
        if path not in theirs:
            lines.append(f"{path}: only in the bank")
        elif path not in ours:
            lines.append(f"{path}: only in the folder")
        elif ours[path] != theirs[path]:
            lines.append(f"{path}: differs")
    return lines
