"""What stands in the way of taking a load back is said exactly, and nothing is written."""

import pytest

from app.authoring.undo import CantBeUndone
from app.core.errors import NotFound
from app.questions.batches import batches
from app.questions.models import Batch
from tests.authoring.taking_back import take_back
from tests.conftest import NOW
from tests.questions.loading import empty_bank, load_files, snapshot, the_question
from tests.questions.seeds import BODY, bank, file, numbered, topic_file

CITING = BODY.replace("Thirty zebrafish.", "About {{fact:tokens}} tokens.")
FACTS = file("tokens:\n  value: 3\n  what: Tokens\n  source: A.\n  as_of: 2026-11-01\n", "_facts.yaml")


@pytest.fixture(autouse=True)
def _first(session):
    empty_bank(session)
    load_files(session, bank(), topic_file(), numbered(1), numbered(2))


def load(session, *files, prune=False):
    batch_id = load_files(session, *files, prune=prune).batch_id
    assert batch_id is not None
    return batch_id


def refused(session, batch_id):
    """The reasons; nothing was written."""
    before = snapshot(session)
    with pytest.raises(CantBeUndone) as caught:
        take_back(session, batch_id)
    assert snapshot(session) == before
    assert str(caught.value).startswith(f"Batch {batch_id} can't be undone: {caught.value.reasons[0]}")
    return caught.value.reasons


def by(batch_id, which):
    return f"batch {batch_id} (a load) by carol changed {which} since. Undo batch {batch_id} first."


def test_a_batch_that_does_not_exist(session):
    with pytest.raises(NotFound, match="There is no batch 999; `seeds batches`"):
        take_back(session, 999)


def test_a_batch_that_is_undone_already(session):
    batch_id = load(session, numbered(3))
    undo_id = take_back(session, batch_id).batch_id
    expected = f"batch {undo_id} has undone it already. To have it back, undo batch {undo_id}."
    assert refused(session, batch_id) == [expected]


def test_a_batch_that_only_rendered_again(session):
    session.add(
        Batch(
            name="nothing",
            actor="carol",
            loaded_at=NOW,
            added_count=0,
            changed_count=2,
            unchanged_count=0,
            retired_count=0,
        )
    )
    session.flush()
    assert refused(session, batches(session)[0].id) == ["it changed no file, so there is nothing to take back."]


@pytest.mark.parametrize(
    "later",
    [
        [numbered(1, title='"Later"')],
        [file(numbered(1, title='"Changed"').data.decode(), "model-serving/moved.md")],
    ],
)
def test_a_file_that_a_later_load_changed_or_moved(session, later):
    batch_id = load(session, numbered(1, title='"Changed"'))
    later_id = load(session, *later)
    assert refused(session, batch_id) == [by(later_id, "model-serving/question-1.md")]
    take_back(session, later_id)
    take_back(session, batch_id)
    assert the_question(session).title == "Question number 1"


def test_a_file_that_a_later_load_took_away(session):
    batch_id = load(session, numbered(3))
    later_id = load(session, bank(), topic_file(), numbered(1), numbered(2), prune=True)
    assert refused(session, batch_id) == [by(later_id, "model-serving/question-3.md")]


def test_a_question_that_came_back_elsewhere(session):
    batch_id = load(session, bank(), topic_file(), numbered(1), prune=True)
    later_id = load(session, file(numbered(2).data.decode(), "model-serving/elsewhere.md"))
    assert refused(session, batch_id) == [by(later_id, "model-serving/question-2.md")]


def test_a_place_that_another_question_took(session):
    batch_id = load(session, bank(), topic_file(), numbered(1), prune=True)
    later_id = load(session, file(numbered(3).data.decode(), "model-serving/question-2.md"))
    assert refused(session, batch_id) == [by(later_id, "model-serving/question-2.md")]


def test_a_topic_that_a_later_load_changed(session):
    batch_id = load(session, topic_file("caching", "Caching", 2))
    later_id = load(session, topic_file("caching", "Caches", 2))
    assert refused(session, batch_id) == [by(later_id, "caching/_topic.md")]


def test_every_later_load_is_named_newest_first(session):
    batch_id = load(session, numbered(3), numbered(4), numbered(5))
    one = load(session, numbered(3, title='"Later"'), numbered(4, title='"Later"'), numbered(5, title='"Later"'))
    two = load(session, numbered(3, title='"Later still"'))
    assert refused(session, batch_id) == [
        by(two, "model-serving/question-3.md"),
        by(one, "model-serving/question-3.md and 2 more of its files"),
    ]


def test_a_later_load_that_was_undone_is_not_blamed(session):
    batch_id = load(session, numbered(1, title='"Changed"'))
    take_back(session, load(session, numbered(1, title='"Later"')))
    later_id = load(session, numbered(1, title='"Later still"'))
    assert refused(session, batch_id) == [by(later_id, "model-serving/question-1.md")]


def test_a_topic_that_later_questions_need(session):
    batch_id = load(session, topic_file("caching", "Caching", 2))
    load(session, numbered(7, topic="caching"))
    problem = "caching/question-7.md:2: topic: `caching` would no longer be a topic: keep caching/_topic.md"
    assert refused(session, batch_id) == [f"it would leave an error: {problem}"]


def test_a_fact_that_later_questions_cite(session):
    batch_id = load(session, FACTS)
    load(session, numbered(7, CITING))
    (reason,) = refused(session, batch_id)
    assert reason.startswith("it would leave an error: model-serving/question-7.md:")
    assert "the fact `tokens` is not in _facts.yaml" in reason


def test_a_slug_that_a_later_question_has(session):
    batch_id = load(session, numbered(1, slug="renamed"))
    load(session, file(numbered(7, slug="question-1").data.decode(), "model-serving/seven.md"))
    problem = "model-serving/question-1.md:2: slug: `question-1` is already the slug of question 7 in the bank"
    assert refused(session, batch_id) == [f"it would leave an error: {problem}"]
