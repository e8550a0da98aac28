"""The same numbers as CSV: whole, in the order asked for, and safe to open in a spreadsheet."""

import csv
import io

import pytest

from app.practice.recording import record_attempt
from app.statistics.asked import Asked
from app.statistics.report import report
from app.statistics.tables import as_csv, table
from tests.bank import add_person
from tests.factories import make_question, make_topic


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def practiced(session, now):
    topic = make_topic(session)
    questions = [make_question(session, number, topic=topic) for number in (1, 2)]
    for email in ("alice@example.org", None):
        record_attempt(session, add_person(session, email), questions[1], now=now)


def test_the_table_of_questions_holds_all_that_are_shown_in_their_order(session, practiced, now):
    found = rows(table(report(session, Asked(page=7), now=now), "questions"))
    assert [(row["slug"], row["practiced"], row["practiced_without_guests"]) for row in found] == [
        ("question-2", "2", "1"),
        ("question-1", "0", "0"),
    ]
    assert len(rows(table(report(session, Asked(show="never"), now=now), "questions"))) == 1


def test_the_table_of_days_follows_the_period_and_the_topic(session, practiced, now):
    days = rows(table(report(session, Asked(), now=now), "days"))
    assert (len(days), days[-1]["day_from"], days[-1]["practiced"], days[-1]["people"]) == (90, "2026-11-24", "2", "2")
    weeks = rows(table(report(session, Asked(period="week", topic="model-serving"), now=now), "days"))
    assert (len(weeks), weeks[-1]["week_from"], weeks[-1]["practiced"], weeks[-1]["people"]) == (
        52,
        "2026-11-23",
        "2",
        "",
    )


def test_the_table_of_topics_has_a_row_for_each(session, practiced, now):
    (topic,) = rows(table(report(session, Asked(), now=now), "topics"))
    assert (topic["title"], topic["questions"], topic["never_practiced"]) == ("Model serving", "2", "1")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\uff1d", "\uff20", "\t", "\r", "\n", "  =", "\u00a0@"])
def test_no_cell_is_a_formula(start):
    (row,) = rows(as_csv(["title"], [[f"{start}cmd|' /C calc'!A0"]]))
    assert row["title"] == f"'{start}cmd|' /C calc'!A0"


@pytest.mark.parametrize(
    "text", ['say "this", then that', "two\r\nlines", "<script>alert(1)</script>", "\u202egnp.exe", "x" * 5000]
)
def test_every_other_text_comes_back_as_it_was(text):
    (row,) = rows(as_csv(["title", "n"], [[text, -3]]))
    assert row == {"title": text, "n": "-3"}
