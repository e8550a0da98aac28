"""The gate check is green over the whole app, and red for every way of leaking that is planted in it."""

import json

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from starlette.datastructures import MutableHeaders

from app.browsing.worksheets import open_worksheet
from app.core.db import writing
from app.core.errors import NotFound
from app.gate.check import Report, check, find_leaks
from app.main import create_app
from app.pages import drills, twists, worksheets
from app.questions.answers import Answer
from app.questions.models import Question
from tests.questions.seeds import file
from tests.visiting_bank import bank_files

pytestmark = pytest.mark.xdist_group("gate")

SOURCES = sa.text(
    "SELECT questions.slug, answers.source FROM answers JOIN questions ON questions.id = answers.question_id"
)

FACT = "{}: {{value: 3, unit: GB, what: A size, source: A book, as_of: 2020-01-01}}\n"
FILES = [*bank_files(), file(FACT.format("one") + FACT.format("two"), "_facts.yaml")]


def run_sql(app: FastAPI, *statements: str) -> None:
    with writing(app.state.engine) as session:
        for statement in statements:
            session.execute(sa.text(statement))


def sources(app: FastAPI) -> dict[str, str]:
    with app.state.engine.connect() as connection:
        return {slug: source for slug, source in connection.execute(SOURCES)}  # noqa: C416 - a row is no pair


class Adds:
    """A layer that adds a header made of the answer whose slug stands in the path."""

    def __init__(self, app, *, name, value):
        self.app, self.name, self.value = app, name, value

    async def __call__(self, scope, receive, send):
        async def add(message):
            if message["type"] == "http.response.start":
                text = self.value(scope["path"].rpartition("/")[2])
                if text is not None:
                    MutableHeaders(scope=message)[self.name] = text
            await send(message)

        await self.app(scope, receive, add if scope["type"] == "http" else send)


def a_route_that_shows_the_source(app):
    answers = sources(app)
    # By a name that the policy lets everybody call: else it would be refused, and that would be found, not the leak.
    app.add_api_route("/questions/{slug}/peek", lambda slug: answers.get(slug, ""), name="home.show")


def a_header_with_the_length_of_the_answer(app):
    answers = sources(app)
    app.add_middleware(Adds, name="X-Minutes-To-Read", value=lambda slug: answers.get(slug) and str(len(answers[slug])))


def an_etag_over_the_answer(app):
    answers = sources(app)
    app.add_middleware(Adds, name="ETag", value=lambda slug: answers.get(slug) and f'"{hash(answers[slug])}"')


def a_search_over_answers(app):
    rows = (
        "SELECT s.rowid AS id, s.title, s.body || ' ' || lower(a.source) AS body"
        " FROM question_search s JOIN answers a ON a.question_id = s.rowid"
    )
    run_sql(
        app,
        f"CREATE TEMP TABLE widened AS {rows}",
        "DELETE FROM question_search",
        "INSERT INTO question_search (rowid, title, body) SELECT * FROM widened",
    )


def a_public_number_derived_from_the_answer(app):
    counted = "(SELECT count(*) FROM follow_ups WHERE follow_ups.question_id = questions.id)"
    run_sql(app, f"UPDATE questions SET minutes = minutes + {counted} WHERE status = 'ready'")


def an_order_derived_from_the_answer(app):
    length = "(SELECT length(source) FROM answers WHERE question_id = questions.id)"
    run_sql(app, f"UPDATE questions SET practiced_count = {length} % 97 WHERE slug = 'locked-coding'")


def drawings_of_answers_among_the_public_ones(app):
    run_sql(
        app,
        "INSERT INTO prompt_diagrams (digest, question_id, svg) SELECT digest, question_id, svg FROM answer_diagrams",
    )


def an_unlock_that_nobody_granted(app):
    run_sql(
        app,
        "INSERT INTO unlocks (person_id, source, granted_by, reason, granted_at)"
        " SELECT id, 'cli', 'plant', 'plant', '2020-01-01 00:00:00' FROM people WHERE email = 'member@bank.invalid'",
    )


def a_free_flag_that_slipped(app):
    run_sql(app, "UPDATE questions SET is_free = 1 WHERE slug = 'locked-tokens'")


def facts_of_answers_among_those_of_prompts(app):
    run_sql(
        app,
        "UPDATE questions SET prompt_facts = (SELECT facts_used FROM answers WHERE question_id = questions.id)",
    )


def a_route_that_shows_worksheets(app):
    with app.state.engine.connect() as connection:
        rows = connection.execute(sa.text("SELECT slug, worksheets FROM answers JOIN questions ON id = question_id"))
        worksheets = {slug: json.loads(stored) for slug, stored in rows}

    def show(slug, worksheet):
        return [sheet["results"] for sheet in worksheets.get(slug, [])][: int(worksheet)]

    app.add_api_route("/questions/{slug}/worksheets/{worksheet}/peek", show, name="home.show")


def drills_of_locked_answers_among_the_free(app):
    place = "(SELECT id FROM questions WHERE slug = 'free-cache-hits'), position + 50"
    locked = "question_id = (SELECT id FROM questions WHERE slug = 'locked-design')"
    run_sql(app, f"INSERT INTO drilled_worksheets SELECT {place}, quantity FROM drilled_worksheets WHERE {locked}")


PLANTS = [
    a_route_that_shows_the_source,
    a_header_with_the_length_of_the_answer,
    an_etag_over_the_answer,
    a_search_over_answers,
    a_public_number_derived_from_the_answer,
    an_order_derived_from_the_answer,
    drawings_of_answers_among_the_public_ones,
    an_unlock_that_nobody_granted,
    a_free_flag_that_slipped,
    facts_of_answers_among_those_of_prompts,
    a_route_that_shows_worksheets,
    drills_of_locked_answers_among_the_free,
]


def test_nothing_leaks():
    report = check(FILES)
    assert [str(leak) for leak in report.leaks] == []
    assert report.locked_count == 3
    assert report.request_count > 400


def test_nothing_leaks_before_an_attempt_either():
    assert [str(leak) for leak in check(FILES, gate="attempt").leaks] == []


@pytest.mark.parametrize("plant", PLANTS)
def test_a_planted_leak_is_found(plant):
    def make_app(settings):
        app = create_app(settings)
        plant(app)
        return app

    leak = next(find_leaks(FILES, Report(), make_app=make_app), None)
    assert leak is not None
    assert "breaks" not in leak.what


def opens(session, viewer, slug, position, **asked):
    return open_worksheet(session, viewer, slug, position, **{**asked, "gate": "open"})


def looks_before_it_opens(session, viewer, slug, position, **asked):
    """A locked worksheet is refused in other words than one that is not there."""
    sheets = sa.select(Answer.worksheets).join(Question, Question.id == Answer.question_id)
    if position > len(session.scalar(sheets.where(Question.slug == slug)) or ()):
        raise NotFound
    return open_worksheet(session, viewer, slug, position, **asked)


@pytest.mark.parametrize(
    ("page", "leaking"),
    [(worksheets, opens), (twists, opens), (drills, opens), (worksheets, looks_before_it_opens)],
)
def test_a_page_that_gets_at_locked_worksheets_is_found(monkeypatch, page, leaking):
    monkeypatch.setattr(page, "open_worksheet", leaking)
    leak = next(find_leaks(FILES, Report()), None)
    assert leak is not None
    assert "breaks" not in leak.what


def test_a_check_that_sees_nothing_is_no_check():
    def make_app(settings):
        app = create_app(settings)
        run_sql(app, "DELETE FROM unlocks")
        return app

    with pytest.raises(LookupError, match="the check can't see leaks"):
        next(find_leaks(FILES, Report(), make_app=make_app), None)


def test_a_new_parameter_must_be_explained():
    def make_app(settings):
        app = create_app(settings)
        app.add_api_route("/novelty/{mystery}", lambda mystery: mystery, name="novelty.show")
        return app

    with pytest.raises(LookupError, match="/novelty/"):
        next(find_leaks(FILES, Report(), make_app=make_app), None)
