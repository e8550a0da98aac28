"""An upload waits for a day; what it takes and leaves out is kept; applied, it is one batch and gone."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.authoring.applying import PreparedUpload, apply, prepare_upload, read_upload
from app.authoring.models import SeedUpload
from app.authoring.review import from_json
from app.authoring.uploads import AppliedAlready, applied_as, find, forget_expired, listed, walk_away
from app.core.errors import Invalid, NotFound
from app.practice.recording import record_attempt
from app.questions.models import Batch, Question
from app.questions.seed_loading import BankChanged
from tests.authoring.uploading import leave_out, press_apply, upload
from tests.bank import add_person, question_of
from tests.conftest import NOW
from tests.questions.loading import empty_bank, load_files, slugs, snapshot
from tests.questions.seeds import bank, file, numbered, topic_file

DAY = timedelta(days=1)
ONE, TWO, THREE = (f"model-serving/question-{n}.md" for n in (1, 2, 3))


@pytest.fixture
def dana(session):
    empty_bank(session)
    dana = add_person(session, "dana@example.org", role="author")
    load_files(session, bank(), topic_file(), numbered(1), numbered(2))
    session.expire_all()
    return dana


def title(session, number):
    session.flush()
    session.expire_all()
    return question_of(session, number).title


def changed(number, words="Changed"):
    return numbered(number, title=f'"{words}"')


def test_an_upload_changes_nothing_and_is_listed_with_who_and_until_when(session, dana):
    before = snapshot(session)
    made = upload(session, dana, changed(1))
    (line,) = listed(session, now=NOW)
    assert (line.id, line.name, line.by, line.expires_at) == (made.id, "wave", "dana@example.org", NOW + DAY)
    assert snapshot(session) == before


def test_its_day_over_it_is_not_found_and_the_next_upload_deletes_it(session, dana):
    old = upload(session, dana, changed(1))
    assert listed(session, now=NOW + DAY) == []
    with pytest.raises(NotFound, match="kept for a day"):
        find(session, old.id, now=NOW + DAY)
    upload(session, dana, changed(1), now=NOW + DAY)
    assert session.scalar(sa.select(sa.func.count()).select_from(SeedUpload)) == 1
    forget_expired(session, now=NOW + 2 * DAY)
    assert session.scalar(sa.select(sa.func.count()).select_from(SeedUpload)) == 0


def test_the_number_of_one_that_is_gone_is_not_given_again(session, dana):
    first = upload(session, dana, changed(1)).id
    walk_away(session, dana, first, now=NOW)
    assert upload(session, dana, changed(1)).id != first


def test_applied_it_is_one_batch_with_its_name_and_gone(session, dana):
    made = upload(session, dana, changed(1), numbered(3))
    leave_out(session, made.id, taken=(ONE, THREE))
    applied = press_apply(session, dana, made.id)
    batch = session.get_one(Batch, applied.batch_id)
    assert (batch.name, batch.actor, batch.added_count, batch.changed_count) == ("wave 2", f"person {dana.id}", 1, 1)
    assert (title(session, 1), listed(session, now=NOW)) == ("Changed", [])
    acts = session.execute(
        sa.select(AuditEntry.action, AuditEntry.target).order_by(AuditEntry.id.desc()).limit(2)
    ).all()
    assert acts == [("uploads.apply", f"upload {made.id}"), ("seeds.load", f"batch {batch.id}")]


def test_what_is_left_out_stays_as_it_is(session, dana):
    made = upload(session, dana, changed(1), changed(2), numbered(3))
    leave_out(session, made.id, TWO, THREE, taken=(ONE,))
    press_apply(session, dana, made.id)
    assert (title(session, 1), title(session, 2)) == ("Changed", "Question number 2")
    assert slugs(session) == ["question-1", "question-2"]


def test_choices_of_one_page_leave_those_of_another_alone(session, dana):
    made = upload(session, dana, changed(1), changed(2), numbered(3))
    leave_out(session, made.id, ONE)
    leave_out(session, made.id, THREE, taken=(TWO,))
    assert find(session, made.id, now=NOW).left_out == [ONE, THREE]
    leave_out(session, made.id, taken=(ONE,))
    assert find(session, made.id, now=NOW).left_out == [THREE]


def test_left_out_of_the_whole_bank_a_change_is_not_retired(session, dana):
    made = upload(session, dana, bank(), topic_file(), changed(1), prune=True)
    leave_out(session, made.id, ONE)
    press_apply(session, dana, made.id)
    assert title(session, 1) == "Question number 1"
    assert (question_of(session, 1).status, question_of(session, 2).status) == ("ready", "retired")


def test_left_out_of_the_whole_bank_a_retired_question_stays(session, dana):
    made = upload(session, dana, bank(), topic_file(), changed(1), prune=True)
    leave_out(session, made.id, TWO)
    press_apply(session, dana, made.id)
    assert (title(session, 1), question_of(session, 2).status) == ("Changed", "ready")


def test_left_out_of_the_whole_bank_a_question_that_moved_stays_where_it_was(session, dana):
    moved = file(changed(1).data.decode(), "model-serving/moved.md")
    made = upload(session, dana, bank(), topic_file(), moved, changed(2), prune=True)
    leave_out(session, made.id, moved.path)
    press_apply(session, dana, made.id)
    assert (title(session, 1), question_of(session, 1).status, title(session, 2)) == (
        "Question number 1", "ready", "Changed",
    )  # fmt: skip


def test_a_broken_file_blocks_until_it_is_left_out(session, dana):
    before = snapshot(session)
    made = upload(session, dana, changed(1), numbered(2, minutes="1"))
    assert press_apply(session, dana, made.id).batch_id is None
    (problem,) = from_json(find(session, made.id, now=NOW).review).refused
    assert (problem.path, problem.field) == (TWO, "minutes")
    assert snapshot(session) == before
    leave_out(session, made.id, TWO)
    assert from_json(find(session, made.id, now=NOW).review).refused == ()
    assert press_apply(session, dana, made.id).batch_id
    assert title(session, 1) == "Changed"


def test_what_only_breaks_without_the_rest_is_told_when_it_is_applied(session, dana):
    made = upload(session, dana, topic_file("llm", "LLM", 2), numbered(9, topic="llm"))
    leave_out(session, made.id, "llm/_topic.md")
    assert press_apply(session, dana, made.id).batch_id is None
    (problem,) = from_json(find(session, made.id, now=NOW).review).refused
    assert "`llm` is not a topic" in problem.message


def test_with_everything_left_out_nothing_is_loaded(session, dana):
    made = upload(session, dana, changed(1))
    leave_out(session, made.id, ONE)
    with pytest.raises(Invalid, match="Nothing is left to load"):
        press_apply(session, dana, made.id)
    assert find(session, made.id, now=NOW)


def test_pressed_twice_it_is_applied_once(session, dana):
    made = upload(session, dana, changed(1))
    under_review = read_upload(session, made.id, now=NOW)
    first, second = (apply(session, dana, prepare_upload(under_review), now=NOW) for _ in range(2))
    assert (first.is_new, second.is_new) == (True, False)
    assert first.batch_id == second.batch_id == applied_as(session, made.id)
    with pytest.raises(AppliedAlready, match=f"applied as batch {first.batch_id}"):
        read_upload(session, made.id, now=NOW)
    assert apply(session, dana, PreparedUpload(made.id), now=NOW).batch_id == first.batch_id


def test_walked_away_from_meanwhile_it_is_not_applied(session, dana):
    made = upload(session, dana, changed(1))
    under_review = read_upload(session, made.id, now=NOW)
    upload_id = made.id
    walk_away(session, dana, upload_id, now=NOW)
    with pytest.raises(NotFound, match="walked away"):
        apply(session, dana, prepare_upload(under_review), now=NOW)
    assert title(session, 1) == "Question number 1"


def test_if_the_bank_moved_the_review_is_made_again_and_says_who_did_what(session, dana):
    made = upload(session, dana, changed(1), numbered(3))
    leave_out(session, made.id, THREE, taken=(ONE,))
    report = load_files(session, changed(1, "Somebody else"), numbered(4))
    assert press_apply(session, dana, made.id).batch_id is None
    assert title(session, 1) == "Somebody else"
    again = find(session, made.id, now=NOW)
    (meanwhile,) = from_json(again.review).meanwhile
    assert (meanwhile.batch_id, meanwhile.name, meanwhile.by) == (report.batch_id, "a load", "carol")
    assert meanwhile.touched == ("1",)
    assert again.left_out == [THREE]
    assert press_apply(session, dana, made.id).is_new
    assert title(session, 1) == "Changed"


def test_if_the_bank_moved_between_reading_and_writing_nothing_is_loaded(session, dana):
    made = upload(session, dana, changed(1))
    ready = prepare_upload(read_upload(session, made.id, now=NOW))
    load_files(session, changed(2))
    with pytest.raises(BankChanged), session.begin_nested():
        apply(session, dana, ready, now=NOW)
    assert find(session, made.id, now=NOW)
    assert title(session, 1) == "Question number 1"


def test_a_bank_that_went_there_and_back_is_not_reviewed_again(session, dana):
    made = upload(session, dana, changed(1))
    load_files(session, bank("Another title"))
    load_files(session, bank())
    assert press_apply(session, dana, made.id).is_new


def test_practice_stays_with_its_question(session, dana):
    record_attempt(session, dana, question_of(session, 1), now=NOW)
    made = upload(session, dana, bank(), topic_file(), numbered(1, version="2"), prune=True)
    press_apply(session, dana, made.id)
    session.expire_all()
    counts = session.execute(sa.select(Question.version, Question.practiced_count).order_by(Question.id)).all()
    assert counts == [(2, 1), (1, 0)]
