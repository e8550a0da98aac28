"""An empty bank, and one of three questions."""

import pytest

from tests.questions.loading import empty_bank, load_files
from tests.questions.seeds import bank, numbered, topic_file


@pytest.fixture
def empty(session):
    """Nothing of what other tests have committed."""
    empty_bank(session)


@pytest.fixture
def three(session, empty):
    """A bank of three questions in one topic."""
    files = [bank(), topic_file(), numbered(1), numbered(2), numbered(10)]
    load_files(session, *files)
    return files
