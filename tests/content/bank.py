"""The bank of a folder as the content checks and the report see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.core.fields import Problem
from app.questions.seed_checking import KnownBank, check
from app.questions.seed_files import SeedFile, read_paths
from app.questions.seed_format import FactSeed
from tests.content.documents import Document


@dataclass(frozen=True)
class Bank:
    """The questions that can be read, in order of path, the facts by id, and what keeps the rest from being read."""

    documents: tuple[Document, ...]
    facts: Mapping[str, FactSeed]
    problems: tuple[Problem, ...] = ()


def read_bank(folder: Path) -> Bank:
    """The bank of a folder."""
    files, problems = read_paths([folder])
    return bank_of(files, problems)


def bank_of(files: list[SeedFile], problems: list[Problem] | None = None) -> Bank:
    """The bank that these files make, with the problems of reading them before its own."""
    seeds = check(files, KnownBank())
    errors = [problem for problem in [*(problems or ()), *seeds.problems] if not problem.is_warning]
    return Bank(tuple(map(Document, seeds.questions)), seeds.facts, tuple(errors))
