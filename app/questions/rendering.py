"""A parsed question or page as the HTML that is stored. Pure: sources and facts in, HTML or problems out."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.core.diagrams import Drawing
from app.core.fields import Problem, Problems
from app.core.markdown import Heading, render
from app.core.page import Page
from app.core.slugs import slugify
from app.estimates import drawing, worksheet
from app.questions.facts import CitedFacts, given
from app.questions.seed_format import FactSeed, PageSeed, QuestionSeed
from app.questions.seed_sections import GATED, PUBLIC, Passage, Section, numbered_items

# What the templates around the passages call their own parts; a test reads it from them.
_PAGE_PARTS = {"main", "find", "attempt", "answer", "code", "q", "sort", "start", "topics", "scope"}
PAGE_IDS = frozenset({*_PAGE_PARTS, *map(slugify, PUBLIC + GATED)})


@dataclass(frozen=True)
class RenderedQuestion:
    """The HTML of a question: what is public first, the answer after it."""

    prompt_html: str
    hints: list[dict[str, str]]
    prompt_drawings: tuple[Drawing, ...]
    sections: list[dict[str, str]]
    outline: list[dict[str, str]]
    answer_drawings: tuple[Drawing, ...]
    facts_used: list[str]


@dataclass(frozen=True)
class RenderedPage:
    """The HTML of the bank's or a topic's page."""

    html: str
    facts_used: list[str]


def render_question(seed: QuestionSeed, facts: Mapping[str, FactSeed]) -> tuple[RenderedQuestion | None, list[Problem]]:
    """The question's HTML, or None and every problem that only rendering finds."""
    problems = Problems(seed.path)
    used: dict[str, None] = {}
    # What is public is rendered first, so that no id in it depends on the answer.
    public = Page(problems, taken=set(PAGE_IDS))
    prompt = _passage(seed.prompt, public, facts, used, field="Prompt").html
    hints = [
        {"html": _passage(hint, public, facts, used, field="Hints").html, "markdown": hint.text} for hint in seed.hints
    ]
    gated = Page(problems, taken=public.taken, has_anchors=True)
    sections, outline = [], list[dict[str, str]]()
    for section in seed.gated:
        made = _section(section, seed, gated, facts, used)
        section_id = slugify(section.name)
        sections.append({"name": section.name, "id": section_id, "html": made.html})
        outline.append({"title": section.name, "id": section_id, "level": "2"})
        if section.name == "Model answer":
            outline += [{"title": h.title, "id": h.id, "level": "3"} for h in made.headings if h.level == 3]  # noqa: PLR2004
    if problems.has_errors:
        return None, problems.found
    rendered = RenderedQuestion(
        prompt_html=prompt,
        hints=hints,
        prompt_drawings=tuple(public.drawings),
        sections=sections,
        outline=outline,
        answer_drawings=tuple(gated.drawings),
        facts_used=sorted(used),
    )
    return rendered, problems.found


def render_page(seed: PageSeed, facts: Mapping[str, FactSeed]) -> tuple[RenderedPage | None, list[Problem]]:
    """The page's HTML, or None and every problem. Diagrams have no place there."""
    problems = Problems(seed.path)
    used: dict[str, None] = {}
    page = Page(problems, taken=set(PAGE_IDS))
    html = _passage(seed.body, page, facts, used, field="body", top_level=2).html
    if page.drawings:
        problems.add(seed.body.line, "body", "diagrams belong to questions, not to the page of a bank or topic")
    return (None if problems.has_errors else RenderedPage(html, sorted(used))), problems.found


@dataclass(frozen=True)
class _Made:
    html: str
    headings: tuple[Heading, ...] = ()


def _passage(
    passage: Passage,
    page: Page,
    facts: Mapping[str, FactSeed],
    used: dict[str, None],
    *,
    field: str,
    top_level: int = 3,
) -> _Made:
    """One passage with the notes of the facts it cites below it."""
    cited = CitedFacts(facts, page)
    page.placeholders = {"fact": cited.cite}
    page.blocks = {"estimate": lambda text, line: _worksheet(text, line, page, cited)}
    made = render(passage.text, page, first_line=passage.line, field=field, top_level=top_level)
    used |= dict.fromkeys(cited.anchors)
    return _Made(f"{made.html}\n{cited.notes()}".strip(), made.headings)


def _section(
    section: Section, seed: QuestionSeed, page: Page, facts: Mapping[str, FactSeed], used: dict[str, None]
) -> _Made:
    if section.name != "Follow-ups":
        return _passage(section, page, facts, used, field=section.name)
    items = []
    for item, follow_up in zip(numbered_items(section), seed.follow_ups, strict=True):
        answer = _passage(Passage(follow_up.answer, item.line), page, facts, used, field=section.name).html
        question = _passage(Passage(follow_up.question, item.line), page, facts, used, field=section.name).html
        summary = question.removeprefix("<p>").removesuffix("</p>")
        items.append(
            f'<details class="disc"><summary>{summary}</summary><div class="disc-body">{answer}</div></details>'
        )
    return _Made(f'<div class="discs">{"".join(items)}</div>')


def _worksheet(text: str, line: int, page: Page, cited: CitedFacts) -> str:
    sheet = worksheet.parse(text, line, given(cited.known), page.problems)
    if sheet is None:
        return ""
    for item in sheet.inputs:
        if item.fact:
            cited.anchor(item.fact)
    return drawing.draw(sheet)
