"""A load is taken back whole, with everybody's progress."""

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.practice.models import Attempt, Mark
from app.practice.recording import record_attempt
from app.questions.batches import batches, find_batch
from app.questions.export import stored_files
from app.questions.models import Bank, FacetCount, OldSlug, Question
from app.questions.source_changes import file_changes
from app.questions.versions import fingerprint
from tests.authoring.taking_back import take_back
from tests.conftest import NOW
from tests.people import alice
from tests.questions.loading import counts, empty_bank, found, load_files, slugs, the_question
from tests.questions.seeds import BODY, bank, file, numbered, topic_file

FACT = "tokens:\n  value: {}\n  what: Tokens\n  source: A.\n  as_of: 2026-11-01\n"
CITING = BODY.replace("Thirty zebrafish.", "About {{fact:tokens}} tokens.")


def facts(value: int):
    return file(FACT.format(value), "_facts.yaml")


FIRST = [facts(30), bank(), topic_file(), numbered(1), numbered(2, CITING), numbered(3)]
SECOND = [
    facts(40),
    bank("Another title"),
    topic_file(title="Serving of models", order=2),
    topic_file("caching", "Caching", 1),
    numbered(1, BODY.replace("zebrafish", "walruses"), slug="renamed", status="draft"),
    numbered(2, CITING, topic="caching"),
    numbered(4, topic="caching"),
]


@pytest.fixture(autouse=True)
def _first(session):
    empty_bank(session)
    load_files(session, *FIRST)


def state(session):
    """All that people see of the bank: its files, fingerprint, order, search words and counts."""
    facets = sa.select(FacetCount.facet, FacetCount.value, FacetCount.label, FacetCount.count).filter_by(topic_id=0)
    return (
        {file.path: file.data for file in stored_files(session)},
        fingerprint(session),
        slugs(session, status="ready"),
        len(found(session, "cache")),
        session.scalars(sa.select(Bank.title)).one(),
        sorted(map(tuple, session.execute(facets))),
    )


def test_everything_is_as_before(session):
    before = state(session)
    batch_id = load_files(session, *SECOND, prune=True).batch_id
    after = state(session)
    assert after != before
    report = take_back(session, batch_id)
    assert counts(report) == (0, 3, 0, 1)
    assert state(session) == before
    assert counts(take_back(session, report.batch_id)) == (0, 3, 0, 1)
    assert state(session) == after


def test_the_first_load_is_taken_back_to_nothing(session):
    (first,) = batches(session)
    before = state(session)
    report = take_back(session, first.id)
    assert counts(report) == (0, 0, 0, 3)
    assert state(session)[0] == {}
    assert slugs(session, status="ready") == []
    assert session.scalars(sa.select(Bank.title)).one() == "Question bank"
    take_back(session, report.batch_id)
    assert state(session) == before


def test_what_people_did_stays(session):
    person, question = alice(session, NOW), the_question(session)
    record_attempt(session, person, question, now=NOW)
    batch_id = load_files(session, numbered(1, slug="renamed", title='"Renamed"'), numbered(4)).batch_id
    record_attempt(session, person, the_question(session, "4"), now=NOW)
    take_back(session, batch_id)
    of_person = (
        sa.select(sa.func.count()).select_from(table).filter_by(person_id=person.id) for table in (Mark, Attempt)
    )
    assert [session.scalar(count) for count in of_person] == [2, 2]
    assert [
        (q.slug, q.status, q.practiced_count) for q in session.scalars(sa.select(Question).order_by("sort_key"))
    ] == [
        ("question-1", "ready", 1),
        ("question-2", "ready", 0),
        ("question-3", "ready", 0),
        ("question-4", "retired", 1),
    ]
    assert session.get(OldSlug, "renamed").question_id == the_question(session).id
    assert session.get(OldSlug, "question-1") is None


def test_it_is_a_batch_with_an_audit_entry(session):
    batch_id = load_files(session, numbered(4)).batch_id
    report = take_back(session, batch_id)
    made = find_batch(batches(session), report.batch_id)
    assert (made.name, made.actor, made.undoes_id) == (f"Undo of batch {batch_id} (a load)", "person 7", batch_id)
    entry = session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
    assert (entry.actor, entry.action, entry.target) == ("person 7", "seeds.undo", f"batch {report.batch_id}")
    again = take_back(session, report.batch_id)
    name = find_batch(batches(session), again.batch_id).name
    assert name == f"Undo of batch {report.batch_id}, which undid batch {batch_id}"


def test_the_list_says_what_is_undone_and_by_which(session):
    batch_id = load_files(session, numbered(4)).batch_id
    undo_id = take_back(session, batch_id).batch_id
    assert [(batch.id, batch.undone_by_id) for batch in batches(session)][:2] == [(undo_id, None), (batch_id, undo_id)]
    redo_id = take_back(session, undo_id).batch_id
    assert [(batch.id, batch.undone_by_id) for batch in batches(session)][:3] == [
        (redo_id, None),
        (undo_id, redo_id),
        (batch_id, None),
    ]
    again_id = take_back(session, batch_id).batch_id
    assert find_batch(batches(session), batch_id).undone_by_id == again_id


def test_a_file_that_moved_goes_back(session):
    before = state(session)
    moved = file(numbered(3).data.decode(), "model-serving/elsewhere.md")
    batch_id = load_files(session, moved).batch_id
    assert "model-serving/elsewhere.md" in state(session)[0]
    take_back(session, batch_id)
    assert state(session) == before


def test_a_slug_that_another_question_took_over_is_given_back(session):
    before = state(session)
    batch_id = load_files(session, numbered(1, slug="renamed"), numbered(4, slug="question-1")).batch_id
    undo_id = take_back(session, batch_id).batch_id
    assert state(session) == before
    four = the_question(session, "4")
    assert (four.slug, four.status) == (f"retired-question-{four.id}", "retired")
    take_back(session, undo_id)
    assert the_question(session, "4").slug == "question-1"
    assert the_question(session).slug == "renamed"


def test_a_file_that_became_another_question_becomes_the_old_one_again(session):
    before = state(session)
    other = file(numbered(4, slug="question-3").data.decode(), "model-serving/question-3.md")
    batch_id = load_files(session, *FIRST[:5], other, prune=True).batch_id
    assert the_question(session, "3").status == "retired"
    take_back(session, batch_id)
    assert state(session) == before


def test_later_loads_of_other_files_stay(session):
    batch_id = load_files(session, numbered(1, title='"Changed"')).batch_id
    load_files(session, numbered(2, CITING, title='"Later"'))
    take_back(session, batch_id)
    assert the_question(session).title == "Question number 1"
    assert the_question(session, "2").title == "Later"


def test_what_a_load_did_to_each_file_is_told_without_the_sources(session):
    batch_id = load_files(session, *SECOND, prune=True).batch_id
    told = [(change.path, change.kind, change.slug) for change in file_changes(session, batch_id)]
    assert told == [
        ("_bank.md", "changed", None),
        ("_facts.yaml", "changed", None),
        ("caching/_topic.md", "added", None),
        ("caching/question-2.md", "added", "question-2"),
        ("caching/question-4.md", "added", "question-4"),
        ("model-serving/_topic.md", "changed", None),
        ("model-serving/question-1.md", "retired", "renamed"),
        ("model-serving/question-2.md", "retired", "question-2"),
        ("model-serving/question-3.md", "retired", "question-3"),
        ("model-serving/renamed.md", "added", "renamed"),
    ]
