"""A drill: what is asked at a seed, what may be guessed, and how it came out."""

import math

import pytest

from app.core.errors import Invalid, NotFound
from app.drills.drill import ask, guess, outcome
from app.drills.guesses import own
from app.estimates.calculation import calculation
from app.estimates.scoring import off_by
from tests.estimates.sheets import POOL, a_sheet, an_input
from tests.factories import make_question
from tests.people import alice

BYTES = a_sheet(
    an_input("rows", "1000", "10", "100000", "row"),
    an_input("size", "40", "8", "400", "byte/row"),
    an_input("kept", "3", None, None),
    per_copy=("rows * size", "40", "kB"),
    all_copies=("per_copy * kept", "120", "kB"),
    drill="all_copies",
)


def drilled(session, person, question, asked, *, text, now):
    """The outcome of the person's guess."""
    guess(session, person, question, asked, worksheet=1, text=text, now=now)
    return outcome(asked, own(session, person, question, worksheet=1, occasion="drill", number=asked.seed))


def test_a_seed_asks_the_same_of_everybody_and_another_something_else():
    assert ask(BYTES, 7) == ask(BYTES, 7)
    assert ask(BYTES, 7).givens != ask(BYTES, 8).givens
    asked = ask(BYTES, 2**53)
    assert asked.expected == calculation(BYTES).recompute(asked.values)["all_copies"]


def test_what_is_asked_names_the_result_and_its_kind_and_every_given_but_no_formula():
    asked = ask(BYTES, 7)
    assert (asked.result.words, asked.kind) == ("All copies", "an amount of data")
    assert [label for label, _ in asked.givens] == ["Rows", "Size", "Kept"]
    assert asked.givens[2][1] == "3"
    assert set(asked.turned) == {"rows", "size"}
    assert "per_copy" not in str(asked.givens)


def test_a_worksheet_without_a_drill_has_none():
    with pytest.raises(NotFound):
        ask(a_sheet(an_input(), twice=("2 * rate", "4000")), 1)


@pytest.mark.parametrize("times", [0.51, 1.0, 1.99])
def test_within_twice_is_full_marks_and_the_result_is_worked(session, now, times):
    asked = ask(BYTES, 7)
    came_out = drilled(
        session, alice(session, now), make_question(session), asked, text=f"{asked.expected * times}", now=now
    )
    assert (came_out.points, came_out.now) == (100, None)
    assert [line.name for line in came_out.lines] == ["per_copy", "all_copies"]
    assert came_out.lines[-1].result == came_out.expected


def test_a_unit_converts_and_the_direction_is_told(session, now):
    asked = ask(BYTES, 7)
    text = f"{asked.expected * 3e-3} MB"
    came_out = drilled(session, alice(session, now), make_question(session), asked, text=text, now=now)
    assert (came_out.points, came_out.off) == (50, off_by(math.log10(3)))
    assert came_out.guess.endswith(" kB")


@pytest.mark.parametrize("text", ["", "lots", "40 ms", "0", "-3 kB", "1e999", "1,5", "3 Mb"])
def test_what_is_no_positive_amount_of_data_is_refused_at_its_field_and_not_kept(session, now, text):
    person, question, asked = alice(session, now), make_question(session), ask(BYTES, 7)
    with pytest.raises(Invalid) as refused:
        guess(session, person, question, asked, worksheet=1, text=text, now=now)
    assert list(refused.value.errors) == ["guess"]
    assert own(session, person, question, worksheet=1, occasion="drill", number=7) == {}


def test_the_first_guess_counts(session, now):
    person, question, asked = alice(session, now), make_question(session), ask(POOL, 3)
    first = drilled(session, person, question, asked, text=f"{asked.expected * 5}", now=now)
    assert drilled(session, person, question, asked, text=f"{asked.expected}", now=now) == first


def test_a_worksheet_changed_since_keeps_what_was_expected_then_and_says_so(session, now):
    person, question = alice(session, now), make_question(session)
    before = drilled(session, person, question, ask(BYTES, 7), text="120", now=now)
    changed = a_sheet(
        *BYTES.inputs, per_copy=("2 * rows * size", "80", "kB"), all_copies=("per_copy * kept", "0.24", "MB"),
        drill="all_copies",
    )  # fmt: skip
    asked = ask(changed, 7)
    after = outcome(asked, own(session, person, question, worksheet=1, occasion="drill", number=7))
    assert (after.expected, after.points) == (before.expected, before.points)
    assert after.now == after.lines[-1].result
    assert after.now.endswith(" MB")


def test_who_has_not_guessed_has_no_outcome():
    assert outcome(ask(BYTES, 7), {}) is None
