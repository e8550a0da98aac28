"""A question becomes HTML: the public part first, every section of the answer after it."""

import json

import pytest

from app.estimates.worksheet import as_json, from_json
from app.questions.preparing import prepare
from app.questions.rendering import render_question
from app.questions.seed_format import parse_question
from app.questions.slots import SLOT
from tests.questions.seeds import BODY, bank, file, numbered, question, topic_file

SHEET = """\
```estimate
title: Size a pool
inputs:
  rate: {label: Arrival rate, value: 2000, unit: request/s, range: [100, 20000]}
  share: {label: Share that reaches the pool, value: 0.5}
results:
  total: {formula: rate * share, value: 3.6e6, unit: request/hour}
twists:
  - {ask: Ten times?, set: {rate: 20000}, expect: {total: 3.6e7}, answer: Ten times the pool.}
drill: total
```
"""
DIAGRAM = "```mermaid\nflowchart LR\nA-->B\n```\n\n*From A to B.*\n"


def rendered(body):
    seed, problems = parse_question(question(body), "model-serving/q.md")
    assert problems == []
    made, problems = render_question(seed, {})
    return made, [str(problem) for problem in problems]


def section(body, name="Model answer"):
    made, problems = rendered(body)
    assert problems == []
    return next(section["html"] for section in made.sections if section["name"] == name)


def test_the_outline_names_the_sections_and_the_parts_of_the_answer():
    made, _ = rendered(BODY.replace("Thirty zebrafish.", "### 1. Rubric\n\nx\n\n### Sizes\n\n#### Detail\n\ny"))
    assert [(part["title"], part["id"], part["level"]) for part in made.outline][:5] == [
        ("Clarifying questions", "clarifying-questions", "2"),
        ("Model answer", "model-answer", "2"),
        ("1. Rubric", "rubric-2", "3"),
        ("Sizes", "sizes", "3"),
        ("Rubric", "rubric", "2"),
    ]


def test_a_worksheet_leaves_its_place_and_is_kept_apart():
    made, _ = rendered(BODY.replace("Thirty zebrafish.", SHEET))
    parts = SLOT.split(next(section["html"] for section in made.sections if section["name"] == "Model answer"))
    assert parts[1::2] == ["1"]
    assert [sheet.title for sheet in made.worksheets] == ["Size a pool"]
    assert from_json(json.loads(json.dumps(as_json(made.worksheets[0])))) == made.worksheets[0]


def test_a_worksheet_in_what_is_public_is_refused():
    made, problems = rendered(BODY.replace("## Hints", f"{SHEET}\n## Hints"))
    assert made is None
    assert "a worksheet belongs to the answer" in problems[0]


def test_a_wrong_worksheet_is_named_with_its_line():
    body = BODY.replace("Thirty zebrafish.", SHEET.replace("rate * share", "rte * share"))
    made, problems = rendered(body)
    assert made is None
    line = question(body).splitlines().index("  total: {formula: rte * share, value: 3.6e6, unit: request/hour}") + 1
    unknown = "`rte` is not an input, an earlier result or a unit (did you mean `rate`?)"
    assert problems == [f"model-serving/q.md:{line}: estimate.results.total.formula: {unknown}"]


def test_a_fact_that_is_no_number_is_named_where_it_stands_and_breaks_no_worksheet():
    body = BODY.replace("Thirty zebrafish.", SHEET.replace("value: 2000, unit: request/s", "fact: rate"))
    facts = "rate:\n  value: fast\n  what: A rate\n  source: A sheet\n  as_of: 2026-11-24\n"
    found = prepare([bank(), topic_file(), file(facts, "_facts.yaml"), file(question(body))]).problems
    assert [str(problem) for problem in found] == [
        "_facts.yaml:2: rate.value: `fast` is not a number like 1500, 0.5 or 3.2e6"
    ]


def test_diagrams_of_the_prompt_are_apart_from_those_of_the_answer():
    body = BODY.replace("## Hints", f"{DIAGRAM}\n## Hints").replace(
        "Thirty zebrafish.", DIAGRAM.replace("A-->B", "B-->C")
    )
    made, _ = rendered(body)
    assert len(made.prompt_drawings) == len(made.answer_drawings) == 1
    assert made.prompt_drawings[0].digest in made.prompt_html
    assert made.answer_drawings[0].digest not in made.prompt_html


def test_follow_ups_are_asked_before_they_are_answered():
    html = section(BODY, "Follow-ups")
    assert html.index("<summary>And cold?</summary>") < html.index("<p>None.</p>")


def test_lines_of_hints_and_follow_ups_are_those_of_the_file():
    _, problems = rendered(BODY.replace("1. Multiply.", "1. <b>Multiply.</b>").replace("None.", "<i>None</i>."))
    text = question(BODY).splitlines()
    assert problems[0].startswith(f"model-serving/q.md:{text.index('1. Multiply.') + 1}: Hints: raw HTML")
    assert problems[-1].startswith(f"model-serving/q.md:{text.index('1. *And cold?* None.') + 1}: Follow-ups: raw HTML")


def test_a_page_of_a_topic_may_have_headings_but_no_diagrams():
    page = topic_file().data.decode().replace("The scope.", f"## Plan\n\n{DIAGRAM}")
    problems = [str(problem) for problem in prepare([bank(), file(page, "model-serving/_topic.md")]).problems]
    assert problems == [
        "model-serving/_topic.md:6: body: diagrams belong to questions, not to the page of a bank or topic"
    ]


@pytest.mark.parametrize("number", [60])
def test_many_files_are_rendered_by_several_processes_to_the_same_end(number):
    files = [bank(), topic_file(), *(numbered(n) for n in range(number))]
    together = {q.seed.front.id: (q.rendered, q.stamp) for q in prepare(files).questions}
    alone = prepare([*files[:2], numbered(7)]).questions[0]
    assert len(together) == number
    assert together["7"] == (alone.rendered, alone.stamp)
