"""The seed format: from the text of a file to frozen values, or to every problem in it. Pure; renders nothing."""

from dataclasses import dataclass
from datetime import date

from app.core.fields import Fields, Problem, Problems
from app.core.slugs import is_slug
from app.core.strict_yaml import YamlError, parse
from app.estimates.parsing import is_number
from app.estimates.units import unit_problem
from app.questions import front_matter
from app.questions.front_matter import FrontMatter
from app.questions.seed_sections import (
    GATED,
    FollowUp,
    Passage,
    RubricPoint,
    Section,
    check_clarifying,
    read_follow_ups,
    read_hints,
    read_rubric,
    split_sections,
)

MAX_FILE_BYTES = 200_000
MAX_FACTS_BYTES = 1_000_000


@dataclass(frozen=True)
class QuestionSeed:
    """One question as its file says it. `gated` holds the sections of the answer in order."""

    path: str
    source: str
    front: FrontMatter
    prompt: Section
    hints: tuple[Passage, ...]
    gated: tuple[Section, ...]
    rubric: tuple[RubricPoint, ...]
    follow_ups: tuple[FollowUp, ...]


@dataclass(frozen=True)
class PageSeed:
    """`_bank.md` or `_topic.md`: title, order, summary and the scope text."""

    path: str
    source: str
    title: str
    position: int
    summary: str
    body: Passage


@dataclass(frozen=True)
class FactSeed:
    """One entry of `_facts.yaml`."""

    id: str
    line: int
    value: str
    unit: str
    what: str
    source: str
    as_of: date
    confirmed_on: date | None


def decode(data: bytes, path: str, *, max_bytes: int = MAX_FILE_BYTES) -> tuple[str, list[Problem]]:
    """The file's text; a problem where it is too large, not plain UTF-8, or holds NUL. Line ends are kept."""
    problems = Problems(path)
    if len(data) > max_bytes:
        problems.add(1, "file", f"has more than {max_bytes:,} bytes, which is not allowed")
        return "", problems.found
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        problems.add(line, "file", "is not UTF-8: save it with that encoding")
        return "", problems.found
    if text.startswith("\ufeff"):
        problems.add(1, "file", "begins with a byte order mark: save it as UTF-8 without one")
    if "\x00" in text:
        problems.add(text[: text.index("\x00")].count("\n") + 1, "file", "holds a NUL character")
    return text, problems.found


def parse_question(text: str, path: str) -> tuple[QuestionSeed | None, list[Problem]]:
    """The question, or None and every problem of the file. `path` is relative to the bank's folder."""
    problems = Problems(path)
    mapping, body, first_line = front_matter.split(text, problems)
    if mapping is None and not body:
        return None, problems.found
    front = front_matter.read(mapping, problems) if mapping else None
    sections = split_sections(body, first_line, problems)
    hints = read_hints(sections["Hints"], problems) if "Hints" in sections else ()
    rubric = read_rubric(sections["Rubric"], problems) if "Rubric" in sections else ()
    follow_ups = read_follow_ups(sections["Follow-ups"], problems) if "Follow-ups" in sections else ()
    if "Clarifying questions" in sections:
        check_clarifying(sections["Clarifying questions"], problems)
    folder = path.rpartition("/")[0].rpartition("/")[2]
    if mapping and front and folder and front.topic != folder:
        line = mapping.key_lines["topic"]
        problems.add(line, "topic", f"is `{front.topic}`, but the file lies in the folder `{folder}`")
    if front is None or problems.has_errors:
        return None, problems.found
    gated = tuple(sections[name] for name in GATED)
    seed = QuestionSeed(path, text, front, sections["Prompt"], hints, gated, rubric, follow_ups)
    return seed, problems.found


def parse_page(text: str, path: str) -> tuple[PageSeed | None, list[Problem]]:
    """The bank's or a topic's page, or None and every problem of the file."""
    problems = Problems(path)
    mapping, body, first_line = front_matter.split(text, problems)
    if mapping is None:
        return None, problems.found
    fields = Fields(mapping, problems)
    title = fields.text("title", required=True, max_length=140)
    position = fields.integer("order", low=1, high=9_999, required=True)
    summary = fields.text("summary")
    fields.refuse_unknown()
    if title is None or position is None or problems.has_errors:
        return None, problems.found
    return PageSeed(path, text, title, position, summary or "", Passage(body, first_line)), problems.found


def parse_facts(text: str, path: str) -> tuple[dict[str, FactSeed], list[Problem]]:
    """The facts by id, and every problem of the file."""
    problems = Problems(path)
    try:
        mapping = parse(text, max_bytes=MAX_FACTS_BYTES)
    except YamlError as error:
        problems.add(error.line, "facts", error.message)
        return {}, problems.found
    facts = {}
    outer = Fields(mapping, problems)
    for fact_id, entry in mapping.items.items():
        outer.node(fact_id, required=True)
        if not is_slug(fact_id):
            outer.wrong(fact_id, "an id may hold only a-z, 0-9 and inner hyphens")
        fields = outer.inner(fact_id, entry)
        if fields is None:
            continue
        value = fields.text("value", required=True, max_length=40)
        as_of = fields.day("as_of", required=True)
        fact = FactSeed(
            id=fact_id,
            line=entry.line,
            value=value or "",
            unit=fields.text("unit", max_length=40) or "",
            what=fields.text("what", required=True, max_length=500) or "",
            source=fields.text("source", required=True, max_length=500) or "",
            as_of=as_of or date.min,
            confirmed_on=fields.day("confirmed"),
        )
        if value is not None and not is_number(value):
            fields.wrong("value", f"`{value}` is not a number like 1500, 0.5 or 3.2e6")
        wrong_unit = unit_problem(fact.unit) if fact.unit else None
        if wrong_unit:
            fields.wrong("unit", wrong_unit)
        fields.refuse_unknown()
        facts[fact_id] = fact
    return facts, problems.found
