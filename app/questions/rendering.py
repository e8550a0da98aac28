"""A parsed question or page as the HTML that is stored. Pure: sources and facts in, HTML or problems out."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.core.diagrams import Drawing
from app.core.fields import Problem, Problems
from app.core.markdown import Heading, render
from app.core.page import Page
from app.core.slugs import slugify
from app.estimates import parsing
from app.estimates.worksheet import Worksheet
from app.questions.facts import CitedFacts, given
from app.questions.seed_format import FactSeed, PageSeed, QuestionSeed
from app.questions.seed_sections import GATED, PUBLIC, Passage, Section, numbered_items
from app.questions.slots import slot

# What the templates around the passages call their own parts; a test reads it from them.
_PAGE_PARTS = {"main", "find", "attempt", "answer", "code", "q", "sort", "start", "topics", "scope"}
_MOST_WORKSHEETS = 9
PAGE_IDS = frozenset(
    {*_PAGE_PARTS, *map(slugify, PUBLIC + GATED), *(f"worksheet-{number}" for number in range(1, _MOST_WORKSHEETS + 1))}
)


@dataclass(frozen=True)
class RenderedQuestion:
    """The HTML of a question: what is public first, the answer after it."""

    prompt_html: str
    hints: list[dict[str, str]]
    prompt_drawings: tuple[Drawing, ...]
    sections: list[dict[str, str]]
    outline: list[dict[str, str]]
    answer_drawings: tuple[Drawing, ...]
    worksheets: tuple[Worksheet, ...]
    prompt_facts: list[str]
    facts_used: list[str]


@dataclass(frozen=True)
class RenderedPage:
    """The HTML of the bank's or a topic's page."""

    html: str
    facts_used: list[str]


def render_question(seed: QuestionSeed, facts: Mapping[str, FactSeed]) -> tuple[RenderedQuestion | None, list[Problem]]:
    """The question's HTML, or None and every problem that only rendering finds."""
    problems = Problems(seed.path)
    # What is public is rendered first, so that no id in it depends on the answer.
    public = _Side(Page(problems, taken=set(PAGE_IDS)), facts)
    prompt = public.passage(seed.prompt, field="Prompt").html
    prompt_facts = sorted(public.facts_used)
    hints = [{"html": public.passage(hint, field="Hints").html, "markdown": hint.text} for hint in seed.hints]
    gated = _Side(Page(problems, taken=public.page.taken, has_anchors=True), facts, worksheets=[])
    sections, outline = [], list[dict[str, str]]()
    for section in seed.gated:
        made = _section(section, seed, gated)
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
        prompt_drawings=tuple(public.page.drawings),
        sections=sections,
        outline=outline,
        answer_drawings=tuple(gated.page.drawings),
        worksheets=tuple(gated.worksheets or ()),
        prompt_facts=prompt_facts,
        facts_used=sorted({*public.facts_used, *gated.facts_used}),
    )
    return rendered, problems.found


def render_page(seed: PageSeed, facts: Mapping[str, FactSeed]) -> tuple[RenderedPage | None, list[Problem]]:
    """The page's HTML, or None and every problem. Diagrams have no place there."""
    problems = Problems(seed.path)
    side = _Side(Page(problems, taken=set(PAGE_IDS)), facts)
    html = side.passage(seed.body, field="body", top_level=2).html
    if side.page.drawings:
        problems.add(seed.body.line, "body", "diagrams belong to questions, not to the page of a bank or topic")
    return (None if problems.has_errors else RenderedPage(html, sorted(side.facts_used))), problems.found


@dataclass(frozen=True)
class _Made:
    html: str
    headings: tuple[Heading, ...] = ()


@dataclass
class _Side:
    """The public or the gated side of a document under construction. `worksheets` None: they have no place here."""

    page: Page
    facts: Mapping[str, FactSeed]
    worksheets: list[Worksheet] | None = None
    facts_used: dict[str, None] = field(default_factory=dict)

    def passage(self, passage: Passage, *, field: str, top_level: int = 3) -> _Made:
        """One passage with the notes of the facts it cites below it."""
        cited = CitedFacts(self.facts, self.page)
        self.page.placeholders = {"fact": cited.cite}
        self.page.blocks = {"estimate": lambda text, line: self._worksheet(text, line, cited)}
        made = render(passage.text, self.page, first_line=passage.line, field=field, top_level=top_level)
        self.facts_used |= dict.fromkeys(cited.anchors)
        return _Made(f"{made.html}\n{cited.notes()}".strip(), made.headings)

    def _worksheet(self, text: str, line: int, cited: CitedFacts) -> str:
        if self.worksheets is None:
            self.page.wrong(line, "a worksheet belongs to the answer: here everybody would read it")
            return ""
        if len(self.worksheets) == _MOST_WORKSHEETS:
            self.page.wrong(line, f"an answer holds at most {_MOST_WORKSHEETS} worksheets")
            return ""
        sheet = parsing.parse(text, line, given(cited.known), self.page.problems)
        if sheet is None:
            return ""
        for item in sheet.inputs:
            if item.fact:
                cited.anchor(item.fact)
        self.worksheets.append(sheet)
        return slot(len(self.worksheets))


def _section(section: Section, seed: QuestionSeed, side: _Side) -> _Made:
    if section.name != "Follow-ups":
        return side.passage(section, field=section.name)
    items = []
    for item, follow_up in zip(numbered_items(section), seed.follow_ups, strict=True):
        answer = side.passage(Passage(follow_up.answer, item.line), field=section.name).html
        question = side.passage(Passage(follow_up.question, item.line), field=section.name).html
        summary = question.removeprefix("<p>").removesuffix("</p>")
        items.append(
            f'<details class="disc"><summary>{summary}</summary><div class="disc-body">{answer}</div></details>'
        )
    return _Made(f'<div class="discs">{"".join(items)}</div>')
