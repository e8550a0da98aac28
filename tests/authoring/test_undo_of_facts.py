"""A load that changed a fact is taken back with all that it moved."""

import sqlalchemy as sa

from app.browsing.facts import fact_table
from app.questions.answers import Answer
from app.questions.models import Fact, Question
from tests.authoring.taking_back import take_back
from tests.authoring.test_facts_moved import CITING, PROMPT, SIZED, facts
from tests.conftest import NOW
from tests.questions.loading import empty_bank, load_files
from tests.questions.seeds import bank, numbered, topic_file


def shown(session):
    """All that readers see of facts: their table, prompts, answers and worksheets."""
    session.expire_all()
    answers = sa.select(Answer.sections, Answer.worksheets, Answer.facts_used, Answer.stamp, Answer.source)
    columns = (Fact.id, Fact.value, Fact.unit, Fact.what, Fact.source, Fact.as_of, Fact.confirmed_on)
    return (
        session.execute(answers.order_by(Answer.question_id)).all(),
        session.execute(sa.select(Question.prompt_html, Question.prompt_facts).order_by(Question.id)).all(),
        session.execute(sa.select(*columns).order_by(Fact.id)).all(),
        fact_table(session, None, q="", gate="open", now=NOW),
    )


def test_answers_worksheets_and_prompts_are_as_before(session):
    empty_bank(session)
    load_files(session, facts(), bank(), topic_file(), numbered(1, SIZED), numbered(2, CITING), numbered(3, PROMPT))
    before = shown(session)
    mended = SIZED.replace("value: 20,", "value: 40,").replace("value: 50,", "value: 100,")
    mended = mended.replace("{replicas: 200}", "{replicas: 400}")
    batch_id = load_files(session, facts("50", source="A paper"), numbered(1, mended)).batch_id
    after = shown(session)
    assert "50 request/s/GPU" in after[0][1].sections[1]["html"]
    assert [item["value"] for item in after[0][0].worksheets[0]["inputs"]] == ["2000", "50", "2.50"]
    assert after[1][2].prompt_facts == ["speed"]
    undo_id = take_back(session, batch_id).batch_id
    assert shown(session) == before
    take_back(session, undo_id)
    assert shown(session) == after


def test_a_prompt_that_began_to_cite_a_fact_no_longer_does(session):
    empty_bank(session)
    load_files(session, facts(), bank(), topic_file(), numbered(1))
    before = shown(session)
    batch_id = load_files(session, numbered(1, PROMPT)).batch_id
    assert shown(session)[1][0].prompt_facts == ["speed"]
    take_back(session, batch_id)
    assert shown(session) == before
