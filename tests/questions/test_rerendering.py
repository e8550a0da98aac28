"""Stored HTML follows its facts and the renderer, without anybody loading the questions again."""

import pytest
import sqlalchemy as sa

from app.questions.answers import Answer, SourceChange
from app.questions.models import Batch, Fact, Question, Topic
from app.questions.preparing import WrongSeeds
from app.questions.seed_loading import BankChanged, render_again
from app.questions.stamps import RENDERER
from tests.questions.loading import empty_bank, load_files, prepared
from tests.questions.seeds import BODY, bank, file, numbered, topic_file

CITING = BODY.replace("Thirty zebrafish.", "It reads {{fact:h100}} of weights.")


def facts(value="3.35", name="h100"):
    text = f"{name}:\n  value: {value}\n  unit: TB/s\n  what: Bandwidth\n  source: A sheet\n  as_of: 2026-11-24\n"
    return file(text, "_facts.yaml")


@pytest.fixture(autouse=True)
def start(session):
    empty_bank(session)
    page = topic_file().data.decode().replace("The scope.", "Up to {{fact:h100}}.")
    load_files(session, bank(), facts(), file(page, "model-serving/_topic.md"), numbered(1, CITING), numbered(2))


def answer(session, external_id="1"):
    session.expire_all()
    of_question = sa.select(Answer).join(Question, Question.id == Answer.question_id)
    return session.scalars(of_question.where(Question.external_id == external_id)).one()


def model_answer(session):
    return answer(session).sections[1]["html"]


def test_a_fact_is_shown_with_unit_source_and_day(session):
    html = model_answer(session)
    assert '<a class="fact" href="#fact-h100" title="Bandwidth">3.35 TB/s</a>' in html
    assert "Source: A sheet. As of November 24, 2026; not confirmed by a second reader yet." in html
    assert answer(session).facts_used == ["h100"]
    assert session.scalars(sa.select(Fact.value)).one() == "3.35"


def test_the_address_of_a_source_is_a_link(session):
    sheet = facts().data.decode().replace("A sheet", '"A sheet, https://example.org/a?b=c&d=e."')
    load_files(session, file(sheet, "_facts.yaml"))
    assert (
        '<a href="https://example.org/a?b=c&amp;d=e" rel="noreferrer">https://example.org/a?b=c&amp;d=e</a>'
        in model_answer(session)
    )


def test_a_changed_fact_changes_the_answers_and_pages_that_cite_it(session):
    report = load_files(session, facts("4.8"))
    assert (report.added, report.changed) == (0, 1)
    assert "4.8 TB/s" in model_answer(session)
    assert "4.8 TB/s" in session.scalars(sa.select(Topic.body_html)).one()
    changes = session.scalars(sa.select(SourceChange.path).filter_by(batch_id=report.batch_id)).all()
    assert changes == ["_facts.yaml"]


def test_a_fact_that_an_answer_cites_cannot_go(session):
    with pytest.raises(WrongSeeds) as refused:
        load_files(session, facts(name="h200"))
    problems = [str(problem) for problem in refused.value.problems]
    line = numbered(1, CITING).data.decode().splitlines().index("It reads {{fact:h100}} of weights.") + 1
    message = "the fact `h100` is not in _facts.yaml (did you mean `h200`?)"
    assert problems == [
        f"model-serving/_topic.md:7: body: {message}",
        f"model-serving/question-1.md:{line}: Model answer: {message}",
    ]


def test_a_new_renderer_renders_the_stored_sources_again(session):
    session.execute(sa.update(Answer).values(stamp="older-x", sections=[]))
    session.execute(sa.update(Topic).values(stamp="older-x", body_html=""))
    batches = session.scalar(sa.select(sa.func.count()).select_from(Batch))
    assert render_again(session, prepared(session)) == 2
    assert "3.35 TB/s" in model_answer(session)
    assert answer(session, "2").stamp.startswith(RENDERER)
    assert "3.35" in session.scalars(sa.select(Topic.body_html)).one()
    assert session.scalar(sa.select(sa.func.count()).select_from(Batch)) == batches
    assert prepared(session).is_empty


def test_a_stored_source_that_this_code_no_longer_accepts_is_named_with_its_question(session):
    stored = answer(session, "2")
    stored.source, stored.stamp = stored.source.replace("## Rubric", "## Rubrik"), "of an older renderer"
    session.flush()
    (shown,) = stored.sections[1:2]
    refused = prepared(session)
    named = [str(problem) for problem in refused.problems]
    assert any("(question 2 as stored):" in text and "section: `Rubrik` is not a section" in text for text in named)
    assert render_again(session, refused) == 0
    session.refresh(stored)
    assert stored.sections[1] == shown
    with pytest.raises(WrongSeeds, match="section `## Rubric` is missing"):
        load_files(session, numbered(3))


def test_a_claim_that_this_code_finds_wrong_stays_shown_and_is_named(session):
    wrong = "title: T\ninputs:\n  a: {label: A, value: 2}\nresults:\n  b: {formula: a * a, value: 5}"
    stored = answer(session, "2")
    stored.source = stored.source.replace("## Rubric", f"```estimate\n{wrong}\n```\n\n## Rubric")
    stored.stamp = "of an older renderer"
    session.flush()
    refused = prepared(session)
    assert ["claims 5, but the formula gives 4" in str(problem) for problem in refused.problems] == [True]
    assert render_again(session, refused) == 0


def test_what_was_pruned_stays_retired_when_it_is_rendered_again(session):
    load_files(session, bank(), facts(), topic_file(), numbered(1, CITING), prune=True)
    session.execute(sa.update(Answer).values(stamp="older-x"))
    assert render_again(session, prepared(session)) == 2
    row = session.scalars(sa.select(Question).where(Question.external_id == "2")).one()
    session.refresh(row)
    assert row.status == "retired"
    assert answer(session, "2").path == ""


def test_what_was_pruned_with_its_facts_stays_as_it_was_and_blocks_no_later_load(session):
    load_files(session, bank(), topic_file(), numbered(2), prune=True)
    shown = model_answer(session)
    report = load_files(session, numbered(3))
    assert (report.added, report.changed) == (1, 0)
    assert model_answer(session) == shown
    load_files(session, facts("4.8"))
    assert "4.8 TB/s" in model_answer(session)


def test_rendering_again_gives_way_to_a_load(session):
    session.execute(sa.update(Answer).values(stamp="older-x"))
    late = prepared(session)
    load_files(session, numbered(2, title='"Changed"'))
    with pytest.raises(BankChanged):
        render_again(session, late)


def test_an_empty_bank_has_nothing_to_render(session):
    empty_bank(session)
    assert prepared(session).is_empty
