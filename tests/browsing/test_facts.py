"""The table of facts shows every figure with its age, and of uses only what the viewer may know."""

from datetime import date

import pytest
import sqlalchemy as sa

from app.browsing.facts import age, fact_table, is_due
from app.practice.recording import record_attempt
from app.practice.revealing import reveal
from tests import people
from tests.conftest import NOW
from tests.queries import statements
from tests.questions.loading import empty_bank, load_files, the_question
from tests.questions.seeds import BODY, bank, file, numbered, topic_file

FACT = "{0}:\n  value: {1}\n  unit: {2}\n  what: {3}\n  source: {4}\n  as_of: {5}\n  confirmed: {6}\n"
FACTS = "".join(
    FACT.format(*fields)
    for fields in (
        ("h100-speed", 990, "TFLOP/s", "Dense rate of an H100", '"A sheet, https://example.org/h100, page 3"',
         "2025-11-23", "2026-11-01"),
        ("gpu-hour", "2.50", "USD/GPU/hour", "Price of a GPU", "A list", "2026-08-24", ""),
        ("link", 400, "GB/s", "Egress of a node", "A sheet", "2026-11-24", ""),
        ("memory", 80, "GB", "Memory of an H100", "A sheet", "2026-11-24", ""),
        ("disk-seek", 10, "ms", "A seek", "A book", "2026-11-24", ""),
        ("requests", 3500, "request/s", "Requests of a prefix", "A guide", "2026-11-24", ""),
        ("board", 700, "W", "Power of an H100", "A sheet", "2026-11-24", ""),
        ("pods", 110, "", "Pods of a node", "A guide", "2026-11-24", ""),
        ("share", 30, "percent", "Share of a limit", "A guide", "2026-11-24", ""),
    )
)  # fmt: skip
IN_PROMPT = BODY.replace("with a hit rate of 30 %", "with a disk of {{fact:disk-seek}}")
IN_ANSWER = BODY.replace("Thirty zebrafish.", "About {{fact:memory}}.")


@pytest.fixture(autouse=True)
def _bank(session):
    empty_bank(session)
    load_files(
        session,
        file(FACTS, "_facts.yaml"),
        bank(),
        topic_file(),
        numbered(1, IN_PROMPT.replace("Thirty zebrafish.", "Also {{fact:memory}}.")),
        numbered(2, IN_ANSWER, free="true"),
        numbered(3, IN_ANSWER),
        numbered(4, IN_PROMPT, status="draft"),
        numbered(5, IN_PROMPT, status="retired"),
    )


def table(session, viewer=None, q="", gate="unlock"):
    return fact_table(session, viewer, q=q, gate=gate, now=NOW)


def ids(table):
    return {group.title: [row.id for row in group.rows] for group in table.groups}


def uses(session, viewer=None, gate="unlock"):
    """The ids of the questions that the table names, by fact: those of prompts, those of answers."""
    rows = [row for group in table(session, viewer, gate=gate).groups for row in group.rows]
    named = {row.id: tuple([q.slug[-1] for q in found] for found in (row.prompts, row.answers)) for row in rows}
    return {fact_id: found for fact_id, found in named.items() if found != ([], [])}


def test_facts_stand_by_what_they_measure(session):
    assert ids(table(session)) == {
        "Prices": ["gpu-hour"],
        "Computation": ["h100-speed"],
        "Bandwidths": ["link"],
        "Sizes": ["memory"],
        "Latencies and durations": ["disk-seek"],
        "Rates": ["requests"],
        "Energy and power": ["board"],
        "Counts and ratios": ["pods", "share"],
    }


def test_a_fact_tells_value_source_and_age(session):
    shown = table(session)
    price, speed = (group.rows[0] for group in shown.groups[:2])
    assert (speed.quantity, speed.what, speed.confirmed_on) == (
        "990 TFLOP/s",
        "Dense rate of an H100",
        date(2026, 11, 1),
    )
    assert speed.source == ("A sheet, ", "https://example.org/h100", ", page 3")
    assert (speed.age, speed.is_due) == ("1 year ago", True)
    assert (price.quantity, price.age, price.is_due, price.confirmed_on) == (
        "$2.50/GPU/hour",
        "3 months ago",
        False,
        None,
    )
    assert (shown.count, shown.shown_count, shown.due_count) == (9, 9, 1)


@pytest.mark.parametrize(
    ("day", "words", "due"),
    [
        ("2026-11-25", "today", False),
        ("2026-11-24", "today", False),
        ("2026-11-23", "1 day ago", False),
        ("2026-10-25", "30 days ago", False),
        ("2026-10-24", "1 month ago", False),
        ("2025-12-25", "10 months ago", False),
        ("2025-11-25", "11 months ago", False),
        ("2025-11-24", "1 year ago", False),
        ("2025-11-23", "1 year ago", True),
        ("2024-02-29", "2 years ago", True),
    ],
)
def test_age_is_told_in_words_and_due_after_twelve_months(day, words, due):
    day, today = date.fromisoformat(day), NOW.date()
    assert (age(day, today), is_due(day, today)) == (words, due)


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("h100", {"board", "h100-speed", "memory"}),
        ("H100-Speed", {"h100-speed"}),
        ("egre node", {"link"}),
        ("example.org", {"h100-speed"}),
        ("sheet memory", {"memory"}),
        ("no", set()),
        ("zebrafish", set()),
    ],
)
def test_words_are_looked_for_in_id_meaning_and_source(session, q, found):
    assert {fact_id for group in ids(table(session, q=q)).values() for fact_id in group} == found


def test_a_query_without_words_is_no_filter(session):
    assert table(session, q=" -! ").shown_count == 9


def test_everybody_sees_the_prompts_and_free_answers_that_use_a_fact(session):
    for viewer in (None, people.gus(session, NOW), people.alice(session, NOW)):
        assert uses(session, viewer) == {"disk-seek": (["1"], []), "memory": ([], ["2"])}


def test_who_may_read_an_answer_sees_what_it_uses(session):
    everything = {"disk-seek": (["1"], []), "memory": ([], ["1", "2", "3"])}
    for viewer in (people.bob(session, NOW), people.carol(session, NOW), people.dana(session, NOW)):
        assert uses(session, viewer) == everything
    assert uses(session, people.sam(session, NOW)) != everything
    assert uses(session, gate="open") == everything


def test_under_the_gate_attempt_a_use_shows_after_an_attempt_or_a_skip(session):
    alice = people.alice(session, NOW)
    record_attempt(session, alice, the_question(session, "1"), now=NOW)
    assert uses(session, alice, gate="attempt")["memory"] == ([], ["1", "2"])
    reveal(session, alice, the_question(session, "3"), now=NOW)
    session.flush()
    assert uses(session, alice, gate="attempt")["memory"] == ([], ["1", "2", "3"])


def test_what_a_locked_answer_cites_changes_nothing(session):
    before = table(session)
    load_files(
        session, numbered(3, BODY.replace("Thirty zebrafish.", "{{fact:pods}}, {{fact:link}} and {{fact:board}}."))
    )
    assert table(session) == before
    assert uses(session, people.carol(session, NOW))["pods"] == ([], ["3"])


def test_two_queries_for_a_visitor_and_three_for_a_member(session):
    for viewer, most in ((None, 2), (people.alice(session, NOW), 3), (people.carol(session, NOW), 2)):
        session.flush()
        with statements(session.get_bind()) as seen:
            table(session, viewer)
        assert len(seen) == most


def test_a_bank_without_facts_has_an_empty_table(session):
    session.execute(sa.text("DELETE FROM facts"))
    assert (table(session).groups, table(session).count) == ((), 0)
