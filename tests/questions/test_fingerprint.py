"""The fingerprint changes if and only if a question, a topic or a fact does."""

import pytest

from app.questions.batches import batches
from app.questions.versions import fingerprint
from tests.questions.loading import empty_bank, load_files
from tests.questions.seeds import BODY, bank, file, numbered, question, topic_file

FACT = "tokens:\n  value: {}\n  what: Tokens\n  source: A.\n  as_of: 2026-11-01\n"
FACTS = file(FACT.format(30), "_facts.yaml")
FILES = [FACTS, bank(), topic_file(), topic_file("caching", "Caching", 2), numbered(1), numbered(2)]


@pytest.fixture
def before(session, empty):
    load_files(session, *FILES)
    return fingerprint(session)


CHANGES = {
    "a title": [numbered(1, title='"Another title"')],
    "an answer": [numbered(1, BODY.replace("zebrafish", "walruses"))],
    "a status": [numbered(1, status="draft")],
    "a retired question": [numbered(1, status="retired")],
    "a slug": [numbered(1, slug="another")],
    "a topic of a question": [numbered(1, topic="caching")],
    "a new question": [numbered(3)],
    "a topic's title": [topic_file(title="Serving")],
    "a topic's place": [topic_file(order=3)],
    "a topic's text": [file(topic_file().data.decode() + "More.\n", "model-serving/_topic.md")],
    "a new topic": [topic_file("storage", "Storage", 3)],
    "a fact's value": [file(FACT.format(40), "_facts.yaml")],
    "a fact's day": [file(FACT.format(30).replace("-01", "-02"), "_facts.yaml")],
    "a new fact": [file(FACT.format(30) + FACT.format(1).replace("tokens", "more"), "_facts.yaml")],
}


@pytest.mark.parametrize("change", CHANGES)
def test_it_changes_with(session, before, change):
    load_files(session, *CHANGES[change])
    assert fingerprint(session) != before


@pytest.mark.parametrize("gone", [4, 5])
def test_it_changes_when_a_question_is_gone(session, before, gone):
    load_files(session, *FILES[:gone], *FILES[gone + 1 :], prune=True)
    assert fingerprint(session) != before


NO_CHANGES = {
    "the same files": FILES,
    "one of them": [numbered(1)],
    "a page of the bank": [bank("Another title")],
    "a file of another name": [file(numbered(1).data.decode(), "model-serving/another-name.md")],
    "comments and order of the facts": [file(f"# Dated.\n{FACT.format(30)}", "_facts.yaml")],
}


@pytest.mark.parametrize("load", NO_CHANGES)
def test_it_stays_with(session, before, load):
    load_files(session, *NO_CHANGES[load])
    assert fingerprint(session) == before


def test_it_comes_back_with_the_files(session, before):
    load_files(session, numbered(1, title='"Another"'), numbered(3), topic_file("storage", "Storage", 3))
    load_files(session, *FILES, prune=True)
    assert len(batches(session)) == 3
    assert fingerprint(session) == before


def test_it_is_that_of_another_bank_with_the_same_files(session, before):
    empty_bank(session)
    load_files(session, *reversed(FILES))
    assert fingerprint(session) == before


def test_an_empty_bank_has_one(session, empty):
    nothing = fingerprint(session)
    load_files(session, bank(), topic_file(), file(question()))
    assert fingerprint(session) != nothing
