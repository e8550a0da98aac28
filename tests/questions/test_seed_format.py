"""The seed format: what is accepted, and that every problem is found with its line."""

from datetime import date

import pytest

from app.core.strict_yaml import MAX_BYTES
from app.questions.seed_format import decode, parse_facts, parse_page, parse_question
from tests.questions.seeds import BODY, question, topic

PATH = "model-serving/one-small-question.md"


def problems(text, path=PATH):
    seed, found = parse_question(text, path)
    assert seed is None
    return [str(problem).removeprefix(f"{path}:") for problem in found]


def test_a_whole_question_is_read():
    seed, found = parse_question(question(), PATH)
    assert found == []
    assert (seed.front.id, seed.front.minutes, seed.front.updated_on) == ("7001", 10, date(2026, 11, 24))
    assert seed.front.is_free is False
    assert [(hint.text, hint.line) for hint in seed.hints] == [("Multiply.", 23), ("Then look at the unit.", 24)]
    assert [point.weight for point in seed.rubric] == [60, 40]
    assert (seed.follow_ups[0].question, seed.follow_ups[0].answer) == ("And cold?", "None.")
    assert [section.name for section in seed.gated][:2] == ["Clarifying questions", "Model answer"]
    assert seed.source == question()


def test_hints_may_follow_the_clarifying_questions():
    hints, rest = BODY.index("## Hints"), BODY.index("## Clarifying")
    model = BODY.index("## Model answer")
    body = BODY[:hints] + BODY[rest:model] + BODY[hints:rest] + BODY[model:]
    assert parse_question(question(body), PATH)[1] == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"free": '"false"'}, "11: free: must be true or false, without quotes"),
        ({"free": "no"}, "11: free: must be true or false, without quotes"),
        ({"free": "[false]"}, "11: free: must be true or false, without quotes"),
        ({"freee": "true"}, "15: freee: is not a known field (did you mean `free`?)"),
        ({"id": None}, "2: id: is missing"),
        ({"id": '"a b"'}, "2: id: `a b` may hold only letters, digits, `_` and `-`, at most 64"),
        ({"slug": "Not-A-Slug"}, "3: slug: `Not-A-Slug` may hold only a-z, 0-9 and inner hyphens, at most 64"),
        ({"title": '"a\\nb"'}, "4: title: holds a line break or a control character"),
        ({"title": '"a\\x1bb"'}, "4: title: holds a line break or a control character"),
        ({"title": "x" * 141}, "4: title: has 141 characters; at most 140 are allowed"),
        ({"difficulty": "Harder"}, "6: difficulty: `Harder` is not one of Easy, Medium, Hard (did you mean `Hard`?)"),
        ({"minutes": "1e9"}, "8: minutes: must be a whole number without quotes"),
        ({"minutes": "4"}, "8: minutes: is 4; it must be 5 to 120"),
        ({"version": "9" * 99}, "13: version: must be a whole number without quotes"),
        ({"tags": "[]"}, "9: tags: has 0 entries; it must have 1 to 4"),
        ({"tags": "[a, a]"}, "9: tags: names something twice"),
        ({"updated": "2026-02-30"}, "14: updated: `2026-02-30` is not a date like 2026-11-24"),
        ({"topic": "elsewhere"}, "5: topic: is `elsewhere`, but the file lies in the folder `model-serving`"),
        ({"claims": "[{tool: X}]"}, "15: claims.version: is missing"),
    ],
)
def test_a_wrong_field_is_named_with_its_line(changes, expected):
    assert expected in problems(question(**changes))


def test_a_message_is_one_line_that_commands_no_terminal():
    (found,) = problems(question(**{r'"a\e[31m\nb"': "1"}))
    assert r"a\x1b[31m\nb: is not a known field" in found


def test_an_id_with_a_leading_zero_stays_text():
    assert parse_question(question(id="0101"), PATH)[0].front.id == "0101"


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("&a x", "anchors (&name) are not accepted"),
        ("*a", "aliases (*name) are not accepted"),
        ("!!python/object:os.system x", "tags (!name) are not accepted"),
        ("[[[[[[x]]]]]]", "is nested deeper than 5 levels"),
        ("[unclosed", "is not valid YAML"),
        ("x\ntitle: twice", "`title` stands twice (first in line 4)"),
        ("x" * MAX_BYTES, "is longer than 16,000 bytes"),
        ("a\x07b", "is not valid YAML"),
    ],
)
def test_yaml_that_could_surprise_is_refused(value, message):
    assert any(message in problem for problem in problems(question(title=value)))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("## Rubric", "## Rubrik", "`Rubrik` is not a section (did you mean `Rubric`?)"),
        ("## References", "### References", "References: the section `## References` is missing"),
        ("## Hints", "## Prompt", "Prompt: stands twice"),
        ("| 40 |", "| 41 |", "46: Rubric: the weights sum to 101, not 100"),
        ("| 40 |", f"| {'9' * 5_000} |", "must be a whole number from 1 to 100"),
        ("| communication |", "| style |", "`style` is not one of"),
        ("1. *And cold?* None.", "1. And cold? None.", "the question stands first, in *italics*"),
        ("1. Multiply.\n2. Then", "Then", "Hints: must be a numbered list"),
        ("| Yes |", "| Yes | No |", "the row has 4 cells instead of 3"),
        ("Thirty zebrafish.", "", "Model answer: is empty"),
        ("Thirty zebrafish.", "```text\n## not a heading", "a code fence is never closed"),
    ],
)
def test_a_wrong_body_is_named(old, new, expected):
    if "weights sum" in expected:
        expected = expected.partition(": ")[2]
    assert any(expected in problem for problem in problems(question(BODY.replace(old, new, 1))))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("notes", "1: front matter: the file must begin with a line `---`"),
        (question().replace("---\n\n## Prompt", "## Prompt"), "1: front matter: has no closing line `---`"),
        (question("Words.\n" + BODY), "17: body: text before the first `## ` section belongs to none"),
        (question(BODY.replace("Thirty", "```text\nThirty")), "34: body: a code fence is never closed"),
    ],
)
def test_what_swallows_the_rest_is_the_one_thing_that_is_named(text, expected):
    (found,) = problems(text)
    assert expected in found


def test_all_problems_are_reported_at_once():
    found = problems(question(BODY.replace("| 40 |", "| 41 |"), free='"false"', minutes="4"))
    assert len(found) == 3


def test_a_heading_inside_a_fence_is_code():
    body = BODY.replace("Thirty zebrafish.", "```text\n## Prompt\n```")
    assert parse_question(question(body), PATH)[1] == []


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"a\nb\xff", "x.md:2: file: is not UTF-8"),
        (b"a\nb\x00", "x.md:2: file: holds a NUL character"),
        (b"\xef\xbb\xbf---", "x.md:1: file: begins with a byte order mark: save it as UTF-8 without one"),
        (b"x" * 50_000_000, "x.md:1: file: has more than 200,000 bytes"),
    ],
)
def test_bytes_that_are_no_text_are_refused(data, message):
    assert str(decode(data, "x.md")[1][0]).startswith(message)


def test_windows_line_ends_are_kept_for_export():
    source = question().replace("\n", "\r\n")
    seed, found = parse_question(source, PATH)
    assert found == []
    assert seed.source == source


def test_a_topic_needs_title_and_order():
    assert parse_page(topic(), "model-serving/_topic.md")[0].title == "Model serving"
    seed, found = parse_page("---\nsummary: x\n---\n", "t/_topic.md")
    assert seed is None
    assert [str(p) for p in found] == ["t/_topic.md:2: title: is missing", "t/_topic.md:2: order: is missing"]


def test_facts_are_read_and_their_problems_named():
    text = (
        "h100:\n  value: 3.35\n  unit: TB/s\n  what: Bandwidth\n  source: A sheet\n  as_of: 2026-11-24\n  confirmed:\n"
    )
    facts, found = parse_facts(text, "_facts.yaml")
    assert found == []
    assert (facts["h100"].value, facts["h100"].unit, facts["h100"].confirmed_on) == ("3.35", "TB/s", None)
    for value in ("fast", "nan", "1_000", "0x10", "1e-99999"):
        assert [str(p) for p in parse_facts(text.replace("3.35", value), "f")[1]] == [
            f"f:2: h100.value: `{value}` is not a number like 1500, 0.5 or 3.2e6"
        ]
