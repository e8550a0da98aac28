"""A review says of every fact that changes who cites it and which claimed results it moves, loaded or not."""

import json

import pytest

from app.authoring.bank_now import read_bank_now, review_of
from app.authoring.facts_moved import FactsMoved, facts_moved
from app.authoring.review import from_json
from app.authoring.reviewing import MOST_CITED
from app.questions.preparing import prepare
from app.questions.stored_bank import StoredBank
from app.questions.versions import read_bank
from tests.questions.loading import empty_bank, load_files
from tests.questions.seeds import BODY, bank, file, numbered, topic_file

FACT = "{0}:\n  value: {1}\n  unit: {2}\n  what: {0}\n  source: {3}\n  as_of: 2026-11-24\n  confirmed:\n"
SHEET = """\
```estimate
title: A pool
inputs:
  rate: {label: Rate, value: 2000, unit: request/s, range: [1000, 40000]}
  speed: {label: Speed of one, fact: speed, range: [10, 200]}
  price: {label: Price of one, fact: price}
results:
  replicas: {formula: ceil(rate / speed), value: 20, unit: GPU}
  cost: {formula: replicas * price, value: 50, unit: USD/hour}
  load: {formula: rate / 1000, value: 2.0, unit: request/s}
twists:
  - {ask: Ten times the traffic?, set: {rate: 20000}, expect: {replicas: 200}, answer: Ten times the pool.}
  - {ask: A faster one?, set: {speed: 200}, expect: {replicas: 10}, answer: Half.}
```"""
SIZED = BODY.replace("Thirty zebrafish.", SHEET)
CITING = BODY.replace("Thirty zebrafish.", "At {{fact:speed}}.")
PROMPT = BODY.replace("with a hit rate of 30 %", "at {{fact:speed}}")


def facts(speed="100", price="2.50", unit="request/s/GPU", source="A book"):
    texts = [FACT.format("speed", speed, unit, source)] if speed else []
    texts += [FACT.format("price", price, "USD/GPU/hour", source)] if price else []
    return file("".join(texts), "_facts.yaml")


@pytest.fixture
def moved(session):
    """What some files move in a bank of four questions."""
    empty_bank(session)
    load_files(session, facts(), bank(), topic_file(), numbered(1, SIZED), numbered(2, CITING), numbered(3, PROMPT),
               numbered(4))  # fmt: skip
    session.expire_all()

    def moved(*files) -> FactsMoved:
        stored = read_bank(session)
        return facts_moved(files, prepare(list(files), stored), stored)

    return moved


def told(moved: FactsMoved):
    return [
        (claim.external_id, claim.worksheet, claim.twist, claim.result, *claim.quantities, claim.holds, claim.facts)
        for claim in moved.claims
    ]


def cited(moved: FactsMoved):
    return {fact.id: fact.cited_by for fact in moved.facts}


def test_a_load_without_changed_facts_moves_nothing(moved):
    assert moved(numbered(2, CITING, title='"Other words"')) == moved(facts()) == FactsMoved()


def test_every_claim_that_a_new_value_reaches_is_recomputed_before_and_after(moved):
    faster = moved(facts("50"))
    (fact,) = faster.facts
    assert (fact.before.quantity, fact.after.quantity) == ("100 request/s/GPU", "50 request/s/GPU")
    assert cited(faster) == {"speed": ("1", "2", "3")}
    assert told(faster) == [
        ("1", 1, 0, "replicas", "20 GPU", "20 GPU", "40 GPU", False, ("speed",)),
        ("1", 1, 0, "cost", "$50/hour", "$50/hour", "$100/hour", False, ("speed",)),
        ("1", 1, 1, "replicas", "200 GPU", "200 GPU", "400 GPU", False, ("speed",)),
    ]  # fmt: skip


def test_a_claim_may_hold_to_its_digits_although_its_result_moves(moved):
    assert told(moved(facts(price="2.51"))) == [
        ("1", 1, 0, "cost", "$50/hour", "$50/hour", "$50.2/hour", True, ("price",)),
    ]  # fmt: skip


def test_what_breaks_stands_first_and_names_the_facts_that_reach_it(moved):
    both = moved(facts("99", "2.49"), numbered(5, SIZED))
    assert [(claim.external_id, claim.result, claim.twist, claim.holds, claim.facts) for claim in both.claims] == [
        ("1", "replicas", 0, False, ("speed",)),
        ("1", "cost", 0, False, ("price", "speed")),
        ("1", "replicas", 1, False, ("speed",)),
        ("5", "replicas", 0, False, ("speed",)),
        ("5", "cost", 0, False, ("price", "speed")),
        ("5", "replicas", 1, False, ("speed",)),
    ]


def test_other_words_move_no_result_but_render_the_questions_again(moved):
    reworded = moved(facts(source="A paper"))
    assert cited(reworded) == {"price": ("1",), "speed": ("1", "2", "3")}
    assert {(fact.before.source, fact.after.source) for fact in reworded.facts} == {("A book", "A paper")}
    assert reworded.claims == ()


def test_the_same_value_in_another_unit_moves_nothing(moved):
    a_minute = SIZED.replace("[10, 200]", "[600, 12000]").replace("{speed: 200}", "{speed: 12000}")
    same = moved(facts("6000", unit="request/minute/GPU"), numbered(1, a_minute))
    assert [fact.id for fact in same.facts] == ["speed"]
    assert same.claims == ()


def test_a_wrong_unit_leaves_no_value(moved):
    wrong = moved(facts(unit="request/s"))
    assert told(wrong)[0] == ("1", 1, 0, "replicas", "20 GPU", "20 GPU", "no value", False, ("speed",))
    assert moved(facts(unit="furlong")).claims == wrong.claims


def test_a_fact_that_goes_leaves_no_value_and_names_who_still_cites_it(moved):
    gone = moved(facts(price=None))
    assert [(fact.id, fact.after, fact.cited_by) for fact in gone.facts] == [("price", None, ("1",))]
    assert [(claim.result, claim.after) for claim in gone.claims] == [
        ("cost", None),
    ]  # fmt: skip


def test_a_fact_that_is_new_moves_nothing(moved):
    new = file(facts().data.decode() + FACT.format("other", 3, "GB", "A book"), "_facts.yaml")
    added = moved(new, numbered(5, CITING.replace("speed", "other")))
    assert [(fact.id, fact.before, fact.cited_by) for fact in added.facts] == [("other", None, ("5",))]
    assert added.claims == ()


def test_the_first_load_moves_nothing():
    files = [facts(), bank(), topic_file(), numbered(1, SIZED)]
    first = facts_moved(files, prepare(files), StoredBank())
    assert cited(first) == {"price": ("1",), "speed": ("1",)}
    assert first.claims == ()


def test_an_upload_that_mends_the_claims_shows_them_as_they_hold_now(moved):
    mended = SIZED.replace("value: 20,", "value: 40,").replace("value: 50,", "value: 100,")
    mended = mended.replace("{replicas: 200}", "{replicas: 400}")
    claims = told(moved(facts("50"), numbered(1, mended)))
    assert claims[0] == ("1", 1, 0, "replicas", "40 GPU", "20 GPU", "40 GPU", True, ("speed",))
    assert [claim[-2] for claim in claims] == [True, True, True]


def test_a_broken_file_of_the_upload_is_read_as_far_as_it_can_be(moved):
    half_mended = SIZED.replace("value: 20,", "value: 40,") + "\n\n```estimate\nno worksheet\n```\n"
    claims = moved(facts("50"), numbered(1, half_mended.replace("## Rubric", SHEET + "\n\n## Rubric"))).claims
    assert [(claim.worksheet, claim.twist, claim.result, claim.holds) for claim in claims] == [
        (1, 0, "cost", False),
        (1, 1, "replicas", False),
        (2, 0, "replicas", False),
        (2, 0, "cost", False),
        (2, 1, "replicas", False),
        (1, 0, "replicas", True),
    ]  # fmt: skip
    assert cited(moved(facts("50"), numbered(1, SIZED, minutes='"ten"'))) == {"speed": ("2", "3")}


def test_a_question_that_the_upload_retires_or_that_no_longer_cites_is_not_named(moved, session):
    assert cited(moved(facts("50"), numbered(1), numbered(2))) == {"speed": ("3",)}
    stored = read_bank(session)
    files = [facts("50"), bank(), topic_file(), numbered(3, PROMPT)]
    assert cited(facts_moved(files, prepare(files, stored, prune=True), stored)) == {"speed": ("3",)}


@pytest.mark.parametrize("text", ["speed: [", "\x00", "speed: {value: 1}\nspeed: {value: 2}\n"])
def test_a_file_that_is_no_list_of_facts_moves_nothing(moved, text):
    assert moved(file(text, "_facts.yaml")) == FactsMoved()


def test_a_review_keeps_it_and_names_the_first_questions(moved, session):
    load_files(session, *(numbered(n, CITING) for n in range(10, 40)))
    session.expire_all()
    review = review_of([facts("50")], read_bank_now(session), is_prune=False)
    assert (review.moved_count, review.broken_count) == (3, 3)
    assert (len(review.facts[0].cited_by), review.facts[0].cited_count) == (MOST_CITED, 33)
    assert review.blocked == ("_facts.yaml",)
    assert from_json(json.loads(json.dumps(review.as_json()))) == review
