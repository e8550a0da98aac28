"""Every question of `seeds/`, one parameter each: `pytest tests/content -k <slug>` checks one of them."""

from pathlib import Path

import pytest
import yaml

from app.questions.seed_files import read_paths
from app.questions.seed_format import decode, parse_question
from tests.content.documents import Document

ROOT = Path(__file__).parent.parent.parent
PATHS = sorted(path for path in (ROOT / "seeds").glob("*/*.md") if not path.name.startswith("_"))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "path" in metafunc.fixturenames:
        metafunc.parametrize("path", PATHS, ids=[path.stem for path in PATHS], scope="session")


def parse(path: Path) -> Document:
    (file,), _ = read_paths([path])
    text, problems = decode(file.data, file.path)
    seed, more = parse_question(text, file.path)
    assert seed, "\n".join(str(problem) for problem in problems + more)
    return Document(seed)


@pytest.fixture(scope="session")
def document(path: Path) -> Document:
    return parse(path)


@pytest.fixture(scope="session")
def documents() -> list[Document]:
    return [parse(path) for path in PATHS]


@pytest.fixture(scope="session")
def syllabus() -> dict:
    return yaml.safe_load((ROOT / "tests" / "content" / "syllabus.yaml").read_text())
