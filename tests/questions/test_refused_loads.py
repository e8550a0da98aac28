"""What is wrong with a load is said, all of it, and nothing of the load is written."""

import pytest

from app.core.fields import Problem
from app.questions.preparing import WrongSeeds
from app.questions.seed_loading import BankChanged, load
from tests.conftest import NOW
from tests.questions.loading import load_files, prepared, snapshot, the_question
from tests.questions.seeds import bank, file, numbered, question, topic_file


def test_prune_needs_the_whole_folder(session, three):
    with pytest.raises(WrongSeeds, match="needs the bank's whole folder"):
        load_files(session, numbered(1), prune=True)


def test_a_wrong_file_keeps_all_from_loading(session, three):
    before = snapshot(session)
    wrong = numbered(2, minutes="4", free='"false"')
    with pytest.raises(WrongSeeds) as refused:
        load_files(session, numbered(1, title='"Changed"'), wrong, numbered(4))
    assert len(refused.value.problems) == 2
    assert snapshot(session) == before


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ([numbered(4, slug="question-1")], "slug: `question-1` is already the slug of question 1 in the bank"),
        ([file(numbered(1).data.decode(), "model-serving/copy.md"), numbered(1)], "id: `1` is also that of"),
        ([numbered(4), numbered(5, slug="question-4")], "is also that of"),
        (
            [file(question(id='"9"', slug="nine"), "model-serving/question-1.md")],
            "the bank knows this file as question 1",
        ),
        ([numbered(4, topic="model-servin")], "`model-servin` is not a topic (did you mean `model-serving`?)"),
        ([numbered(4, topic="elsewhere")], "`elsewhere` is not a topic: add elsewhere/_topic.md"),
    ],
)
def test_what_clashes_with_the_bank_is_refused(session, three, files, expected):
    before = snapshot(session)
    with pytest.raises(WrongSeeds) as refused:
        load_files(session, *files)
    assert any(expected in str(problem) for problem in refused.value.problems), refused.value.problems
    assert snapshot(session) == before


def test_a_clash_with_an_unchanged_file_is_said_once(session, three):
    with pytest.raises(WrongSeeds) as refused:
        load_files(session, numbered(1), numbered(4, slug="question-1"))
    assert len(refused.value.problems) == 1


def test_links_to_what_is_not_there_yet_are_a_warning(session, empty):
    made = prepared(session, bank(), topic_file(), numbered(1, related='["2"]'))
    assert made.problems == [
        Problem(
            "model-serving/question-1.md",
            2,
            "related",
            "the bank does not hold 2 (yet); shown nowhere until it does",
            True,
        )
    ]
    made.refuse_errors()


def test_a_load_prepared_against_another_bank_is_refused(session, three):
    late = prepared(session, numbered(1, title='"Late"'))
    load_files(session, numbered(2, title='"Sooner"'))
    with pytest.raises(BankChanged):
        load(session, late, actor="carol", name="late", now=NOW)
    assert the_question(session).title == "Question number 1"


def test_prune_drops_no_topic_whose_questions_stay(session, three):
    with pytest.raises(WrongSeeds) as refused:
        load_files(session, three[0], *three[2:], prune=True)
    assert [problem.path for problem in refused.value.problems] == [
        f"model-serving/question-{n}.md" for n in (1, 10, 2)
    ]
    assert "`model-serving` would no longer be a topic: keep model-serving/_topic.md" in str(refused.value)
