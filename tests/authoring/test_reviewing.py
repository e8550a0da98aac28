"""A review says of every file what loading it would do, whom that reaches, and what is wrong with it."""

import json

import pytest

from app.authoring.bank_now import read_bank_now, review_of
from app.authoring.review import Change, Review, from_json, key_of
from app.authoring.reviewing import MOST_PROBLEMS_OF_A_FILE
from app.core.errors import Invalid
from app.practice.recording import record_attempt
from app.questions.seed_files import SeedFile
from tests.bank import add_person, question_of
from tests.conftest import NOW
from tests.questions.loading import empty_bank, load_files
from tests.questions.seeds import BODY, bank, file, numbered, question, topic_file

FACT = "a-rate:\n  value: {0}\n  unit: GB/s\n  what: A rate\n  source: A book\n  as_of: 2026-11-24\n  confirmed:\n"
CITING = BODY.replace("Thirty zebrafish.", "At {{fact:a-rate}}.")
OTHER = BODY.replace("How many of 100 requests hit a cache with a hit rate of 30 %?", "Why do tails of fan-out grow?")


def facts(value="10"):
    return file(FACT.format(value), "_facts.yaml")


WHOLE = [bank(), topic_file(), facts(), numbered(1), numbered(2, OTHER), numbered(3, CITING)]


@pytest.fixture
def made(session):
    """Makes the review of some files against a bank of three questions."""
    empty_bank(session)
    load_files(session, *WHOLE)
    session.expire_all()

    def made(*files: SeedFile, prune: bool = False) -> Review:
        return review_of(files, read_bank_now(session), is_prune=prune)

    return made


def kinds(review: Review) -> dict[str, str]:
    return {change.path: change.kind for change in review.changes}


def the(review: Review, kind: str) -> Change:
    return next(change for change in review.changes if change.kind == kind)


def test_a_raised_version_is_a_change_of_meaning_and_another_text_one_of_wording(made):
    review = made(numbered(1, version="2"), numbered(2, OTHER, title='"Other words"'), numbered(3, CITING), numbered(4))
    paths = [f"model-serving/question-{n}.md" for n in (1, 2, 4)]
    assert kinds(review) == dict(zip(paths, ("meaning", "wording", "added"), strict=True))
    assert (review.file_count, review.unchanged_count, review.problems) == (4, 1, ())
    assert (the(review, "meaning").old_version, the(review, "meaning").version) == (1, 2)


def test_a_version_that_goes_down_is_an_error_in_its_line(made, session):
    load_files(session, numbered(1, version="3"))
    review = made(numbered(1, version="2"))
    (problem,) = review.problems
    assert (problem.path, problem.line, problem.field) == ("model-serving/question-1.md", 13, "version")
    assert "is 2, but the bank has 3" in problem.message
    assert review.changes == ()
    assert review.blocking([]) == ["model-serving/question-1.md"]
    assert review.blocking(["model-serving/question-1.md"]) == []


def test_every_change_says_how_many_people_practiced_it(made, session):
    people = [add_person(session), add_person(session), add_person(session, "alice@example.org")]
    for person in people:
        record_attempt(session, person, question_of(session, 1), now=NOW)
    record_attempt(session, people[0], question_of(session, 2), now=NOW)
    session.expire_all()
    review = made(numbered(1, version="2"), numbered(2, OTHER, version="2"))
    assert [(change.external_id, change.people) for change in review.changes] == [("1", 3), ("2", 1)]


def test_what_a_diff_would_hide_is_said(made):
    moved = file(question(id='"1"', slug="elsewhere", title='"Question number 1"', free="true", status="draft"),
                 "model-serving/elsewhere.md")  # fmt: skip
    (change,) = made(moved).changes
    assert change.old_path == "model-serving/question-1.md"
    assert change.notes == (
        "moves here from `model-serving/question-1.md`",
        "its address changes from `question-1` to `elsewhere`; the old one redirects",
        "goes from ready to draft",
        "its answer opens to everybody",
    )


def test_a_page_says_whether_it_is_new(made):
    topic = the(made(topic_file("caching", "Caching")), "page")
    assert (topic.old_path, topic.notes) == ("", ("is new",))
    bank_page = the(made(bank("Another title")), "page")
    assert (bank_page.old_path, bank_page.notes) == ("_bank.md", ())


def test_pruning_lists_what_the_upload_does_not_hold(made):
    review = made(bank("Another title"), topic_file(), facts(), numbered(1), prune=True)
    assert kinds(review) == {
        "_bank.md": "page", "model-serving/question-2.md": "retired", "model-serving/question-3.md": "retired",
    }  # fmt: skip


def test_pruning_without_the_banks_page_is_refused(made):
    with pytest.raises(Invalid, match="the bank's whole folder"):
        made(numbered(1), prune=True)


def test_a_broken_file_does_not_look_like_a_retired_question(made):
    broken = numbered(2, difficulty="Very hard")
    review = made(bank(), topic_file(), facts(), numbered(1), broken, numbered(3, CITING), prune=True)
    assert (review.changes, review.blocked) == ((), (broken.path,))
    assert [problem.field for problem in review.problems] == ["difficulty"]


def test_a_changed_fact_names_the_questions_that_cite_it(made):
    review = made(facts("20"))
    (fact,) = review.facts
    assert (fact.id, fact.before.quantity, fact.after.quantity, fact.cited_by) == (
        "a-rate",
        "10 GB/s",
        "20 GB/s",
        ("3",),
    )
    assert (kinds(review), review.again_count) == ({"_facts.yaml": "facts"}, 1)


def test_what_new_facts_break_in_the_bank_blocks_the_facts(made):
    review = made(file("", "_facts.yaml"), numbered(4))
    assert {problem.path for problem in review.problems if not problem.is_warning} == {"model-serving/question-3.md"}
    assert review.blocked == ("_facts.yaml",)


def test_a_new_question_that_says_what_another_does_is_shown_beside_it(made):
    pairs = made(numbered(9)).alike
    assert {(pair.external_id, pair.other_id, pair.other_path) for pair in pairs} == {("9", "1", ""), ("9", "3", "")}
    assert min(pair.similarity for pair in pairs) > 0.7


def test_an_unchanged_prompt_is_not_compared_again(made):
    assert made(numbered(1, BODY.replace("Thirty", "30"))).alike == ()


def test_one_file_with_many_problems_does_not_fill_the_row(made):
    broken = question(BODY + "".join(f"\n## Unknown {n}\n\nText.\n" for n in range(100)), id='"9"')
    review = made(file(broken, "model-serving/one-small-question.md"))
    assert len(review.problems) == MOST_PROBLEMS_OF_A_FILE < review.error_count


def test_a_review_is_the_same_after_it_was_stored(made):
    review = made(
        facts("20"), numbered(1, version="2"), numbered(8), numbered(9), file("no seed", "model-serving/x.md")
    )
    assert from_json(json.loads(json.dumps(review.as_json()))) == review


def test_keys_are_short_whatever_the_path_is(made):
    assert len(key_of("ä" * 10_000)) == len(key_of("x")) == 12
