"""Every question of `seeds/`, one parameter each: `pytest tests/content -k <slug>` checks one of them."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest
import yaml

from app.core.fields import Problem
from tests.content.bank import Bank, read_bank
from tests.content.claims import due_claims, due_facts, today
from tests.content.documents import Document

ROOT = Path(__file__).parent.parent.parent
SEEDS = ROOT / "seeds"
PATHS = sorted(path for path in SEEDS.glob("*/*.md") if not path.name.startswith("_"))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "path" in metafunc.fixturenames:
        metafunc.parametrize("path", PATHS, ids=[path.stem for path in PATHS], scope="session")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Lists what is to be read again: no file changed, so nothing fails."""
    the_bank = seeds()
    due = [*due_claims(the_bank.documents, today()), *due_facts(the_bank.facts, today())]
    terminalreporter.section(f"{len(due)} claims and facts are older than 12 months", sep="-")
    for problem in due:
        terminalreporter.line(f"check again: {problem}")


def refuse(problems: Iterable[Problem]) -> None:
    """Fails with the problems, one a line, where there are any."""
    found = [str(problem) for problem in problems]
    if found:
        pytest.fail("\n".join(found), pytrace=False)


@cache
def seeds() -> Bank:
    return read_bank(SEEDS)


@pytest.fixture(scope="session")
def bank() -> Bank:
    return seeds()


@pytest.fixture(scope="session")
def document(path: Path, bank: Bank) -> Document:
    place = path.relative_to(SEEDS).as_posix()
    refuse(problem for problem in bank.problems if problem.path == place)
    return next(document for document in bank.documents if document.seed.path == place)


@pytest.fixture(scope="session")
def documents(bank: Bank) -> tuple[Document, ...]:
    return bank.documents


@pytest.fixture(scope="session")
def syllabus() -> dict:
    return yaml.safe_load((ROOT / "tests" / "content" / "syllabus.yaml").read_text())
