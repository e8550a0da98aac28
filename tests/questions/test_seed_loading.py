"""Loading is all or nothing, matches questions by their id, and never touches what people have done."""

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.questions.answers import Answer, FollowUp, RubricPoint, SourceChange
from app.questions.models import Bank, Batch, FacetCount, OldSlug, Question, QuestionLabel, Topic
from app.questions.seed_loading import load
from tests.conftest import NOW
from tests.queries import statements
from tests.questions.loading import counts, found, load_files, prepared, slugs, snapshot, the_question
from tests.questions.seeds import BODY, bank, file, numbered, question, topic_file

pytestmark = pytest.mark.usefixtures("empty")


def test_a_first_load_writes_the_question_and_its_answer(session):
    report = load_files(session, bank(), topic_file(), file(question()))
    assert counts(report) == (1, 0, 0, 0)
    row = the_question(session, "7001")
    assert (row.slug, row.status, row.is_free, row.practiced_count) == ("one-small-question", "ready", False, 0)
    assert row.hints[0] == {"html": "<p>Multiply.</p>", "markdown": "Multiply."}
    answer = session.get(Answer, row.id)
    assert answer.source == question()
    assert [section["name"] for section in answer.sections][1] == "Model answer"
    assert [point.weight for point in session.scalars(sa.select(RubricPoint).order_by(RubricPoint.position))] == [
        60,
        40,
    ]
    assert session.scalars(sa.select(FollowUp)).one().question == "And cold?"
    assert session.scalars(sa.select(Bank.title)).one() == "A bank"


def test_a_load_is_a_batch_with_an_audit_entry(session):
    report = load_files(session, bank(), topic_file(), numbered(1))
    batch = session.get(Batch, report.batch_id)
    assert (batch.actor, batch.name, batch.added_count, batch.loaded_at) == ("carol", "a load", 1, NOW)
    entry = session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
    assert (entry.actor, entry.action, entry.target) == ("carol", "seeds.load", f"batch {batch.id}")


def test_loading_twice_changes_nothing(session, three):
    before = snapshot(session)
    report = load_files(session, *three)
    assert counts(report) == (0, 0, 3, 0)
    assert report.batch_id is None
    assert snapshot(session) == before


def test_a_changed_file_changes_only_its_question(session, three):
    untouched = the_question(session, "2").title
    report = load_files(session, *three[:2], numbered(1, title='"Another title"'), *three[3:])
    assert counts(report) == (0, 1, 2, 0)
    assert the_question(session).title == "Another title"
    assert the_question(session, "2").title == untouched


def test_one_file_alone_leaves_the_rest_alone(session, three):
    assert counts(load_files(session, numbered(1, minutes="15"))) == (0, 1, 0, 0)
    assert slugs(session, status="ready") == ["question-1", "question-2", "question-10"]


def test_the_practiced_count_is_not_the_loads_business(session, three):
    session.execute(sa.update(Question).values(practiced_count=7))
    load_files(session, numbered(1, title='"Another"'))
    assert the_question(session).practiced_count == 7


def test_a_new_answer_changes_no_byte_of_what_is_public(session, three):
    before = snapshot(session)[2]
    load_files(session, numbered(1, BODY.replace("Thirty zebrafish.", "### Prompt\n\nForty **walruses**.")))
    assert snapshot(session)[2] == before


def test_questions_stand_in_the_order_of_topics_then_ids(session):
    load_files(
        session,
        bank(),
        topic_file(order=2),
        topic_file("caching", "Caching", 1),
        *(numbered(10), numbered(9)),
        numbered(20, topic="caching"),
    )
    assert slugs(session) == ["question-20", "question-9", "question-10"]


def test_a_renamed_slug_is_an_update_and_the_old_one_leads_there(session, three):
    question_id = the_question(session).id
    report = load_files(session, numbered(1, slug="renamed"))
    assert counts(report) == (0, 1, 0, 0)
    assert the_question(session).slug == "renamed"
    assert session.get(OldSlug, "question-1").question_id == question_id


def test_a_slug_in_use_wins_over_an_old_one(session, three):
    load_files(session, numbered(1, slug="renamed"))
    load_files(session, numbered(3, slug="question-1"))
    assert session.get(OldSlug, "question-1") is None
    load_files(session, numbered(1, slug="again"), numbered(3, slug="elsewhere"))
    assert session.get(OldSlug, "question-1").question_id == the_question(session, "3").id
    assert session.get(OldSlug, "renamed").question_id == the_question(session).id


def test_two_questions_may_swap_their_slugs(session, three):
    load_files(session, numbered(1, slug="question-2"), numbered(2, slug="question-1"))
    assert the_question(session).slug == "question-2"
    assert session.scalar(sa.select(sa.func.count()).select_from(OldSlug)) == 0


def test_a_question_moves_to_another_topic(session, three):
    load_files(session, topic_file("caching", "Caching", 2), numbered(1, topic="caching"))
    assert session.get(Topic, the_question(session).topic_id).slug == "caching"
    assert slugs(session) == ["question-2", "question-10", "question-1"]


def test_a_topic_that_moves_takes_its_questions_along(session, three):
    load_files(session, topic_file("caching", "Caching", 2), numbered(30, topic="caching"))
    load_files(session, topic_file(order=3, title="Serving of models"))
    assert slugs(session)[0] == "question-30"
    label = session.scalars(
        sa.select(QuestionLabel).where(QuestionLabel.question_id == the_question(session).id)
    ).first()
    assert label.sort_key == the_question(session).sort_key
    assert found(session, "serving of models") == {the_question(session, n).id for n in ("1", "2", "10")}
    title = sa.select(FacetCount.label).filter_by(topic_id=0, facet="topic", value="model-serving")
    assert session.scalar(title) == "Serving of models"


@pytest.mark.parametrize("status", ["draft", "retired"])
def test_what_is_not_ready_is_stored_but_in_no_list(session, three, status):
    report = load_files(session, numbered(1, status=status))
    assert counts(report) == (0, 1, 0, 0)
    row = the_question(session)
    assert row.status == status
    assert row.id not in found(session, "number")
    assert session.scalars(sa.select(QuestionLabel).where(QuestionLabel.question_id == row.id)).all() == []
    assert session.scalar(sa.select(FacetCount.count).filter_by(topic_id=0, facet="difficulty", value="easy")) == 2


def test_only_public_words_are_indexed(session, three):
    assert found(session, "cache") == {the_question(session, n).id for n in ("1", "2", "10")}
    assert found(session, "zebrafish") == set()
    assert found(session, "multiply") == set()


def test_facets_count_the_bank_and_each_topic(session, three):
    load_files(
        session,
        topic_file("caching", "Caching", 2),
        numbered(4, topic="caching", kind="System Design", free="true", tags="[caching, queueing]"),
    )
    rows = session.execute(
        sa.select(FacetCount.facet, FacetCount.value, FacetCount.label, FacetCount.count).filter_by(topic_id=0)
    )
    assert set(map(tuple, rows)) >= {
        ("kind", "system-design", "System Design", 1),
        ("kind", "technical", "Technical", 3),
        ("free", "true", "true", 1),
        ("free", "false", "false", 3),
        ("tag", "caching", "caching", 4),
        ("tag", "queueing", "queueing", 1),
        ("level", "junior", "junior", 4),
        ("topic", "caching", "Caching", 1),
        ("difficulty", "easy", "Easy", 4),
    }
    scope = session.scalars(sa.select(Topic.id).where(Topic.slug == "caching")).one()
    assert session.scalar(sa.select(FacetCount.count).filter_by(topic_id=scope, facet="tag", value="caching")) == 1


def test_prune_retires_what_the_folder_no_longer_holds(session, three):
    report = load_files(session, *three[:3], prune=True)
    assert counts(report) == (0, 0, 1, 2)
    assert slugs(session, status="ready") == ["question-1"]
    assert found(session, "number") == {the_question(session).id}
    assert session.get(Answer, the_question(session, "2").id).source == numbered(2).data.decode()
    assert counts(load_files(session, *three[:3], prune=True)) == (0, 0, 1, 0)


def test_what_was_pruned_comes_back_with_its_file(session, three):
    session.execute(sa.update(Question).values(practiced_count=3))
    load_files(session, *three[:3], prune=True)
    assert counts(load_files(session, *three)) == (0, 2, 1, 0)
    row = the_question(session, "2")
    assert (row.status, row.practiced_count) == ("ready", 3)


def test_every_change_keeps_the_source_before_and_after(session, three):
    changed = numbered(1, title='"Changed"')
    batch_id = load_files(session, *three[:2], changed, numbered(2, slug="moved"), prune=True).batch_id
    rows = session.scalars(sa.select(SourceChange).filter_by(batch_id=batch_id)).all()
    kept = {(row.path.rpartition("/")[2], row.external_id): (row.before, row.after) for row in rows}
    assert kept == {
        ("question-1.md", "1"): (three[2].data.decode(), changed.data.decode()),
        ("question-2.md", "2"): (three[3].data.decode(), None),
        ("moved.md", "2"): (None, numbered(2, slug="moved").data.decode()),
        ("question-10.md", "10"): (three[4].data.decode(), None),
    }


def test_a_bank_without_a_page_of_its_own_has_a_plain_title(session):
    load_files(session, topic_file(), numbered(1))
    assert session.scalars(sa.select(Bank.title)).one() == "Question bank"
    load_files(session, bank("My own"))
    assert session.scalars(sa.select(Bank.title)).one() == "My own"


def test_the_number_of_statements_does_not_grow_with_the_files(session):
    def count(*files):
        made = prepared(session, *files)
        with statements(session.connection()) as seen:
            load(session, made, actor="carol", name="a load", now=NOW)
        return len(seen)

    few = count(bank(), topic_file(), *(numbered(n) for n in range(3)))
    assert count(*(numbered(n) for n in range(100, 130))) <= few
    assert count(*(numbered(n, title='"Changed"') for n in range(100, 130))) <= few + 10
