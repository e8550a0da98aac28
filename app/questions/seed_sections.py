"""The sections of a question's body: what is public, what is gated, and the tables and lists with a fixed form."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.core.fields import Problems, did_you_mean

PUBLIC = ("Prompt", "Hints")
GATED = ("Clarifying questions", "Model answer", "Rubric", "Common mistakes", "Follow-ups", "References")
DIMENSIONS = ("capacity", "bottleneck", "failure", "cost", "observability", "correctness", "communication")

_HEADING = re.compile(r"##\s+(.+?)\s*#*\s*")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_ITEM = re.compile(r"\d{1,3}[.)]\s+(.*)")
_FOLLOW_UP = re.compile(r"\*(?P<question>[^*]+)\*\s+(?P<answer>.+)", re.DOTALL)
_WEIGHT = re.compile(r"[1-9][0-9]?|100")
_CELL = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True)
class Passage:
    """Markdown and the line of the file where it begins."""

    text: str
    line: int


@dataclass(frozen=True)
class Section(Passage):
    """A passage under its `##` heading."""

    name: str


@dataclass(frozen=True)
class RubricPoint:
    """One row of the rubric."""

    text: str
    dimension: str
    weight: int


@dataclass(frozen=True)
class FollowUp:
    """One question of the interviewer after the answer."""

    question: str
    answer: str


def fence_after(line: str, fence: str) -> str:
    """The open fence after this line (empty: none), given the one open before it."""
    match = _FENCE.match(line)
    if not match:
        return fence
    if not fence:
        return match[1]
    closes = match[1][0] == fence[0] and len(match[1]) >= len(fence) and not line.strip().strip(fence[0])
    return "" if closes else fence


def split_sections(body: str, first_line: int, problems: Problems) -> dict[str, Section]:
    """The sections by name; notes unknown, repeated, missing, empty and misplaced ones."""
    found: dict[str, Section] = {}
    for name, line, text in _raw_sections(body, first_line, problems):
        if name not in PUBLIC + GATED:
            problems.add(line, "section", f"`{name}` is not a section{did_you_mean(name, PUBLIC + GATED)}")
        elif name in found:
            problems.add(line, name, f"stands twice (first in line {found[name].line})")
        else:
            found[name] = Section(text=text, line=line + 1, name=name)
            if not text.strip():
                problems.add(line, name, "is empty")
    if any(problem.field == "body" for problem in problems.found):
        return found  # what the rest of the file holds is unknown, not missing
    for name in PUBLIC + GATED:
        if name not in found:
            problems.add(first_line, name, f"the section `## {name}` is missing")
    # Clarifying questions may stand before the hints; everything else has one place.
    order = [name for name in found if name != "Hints"]
    if order != [name for name in PUBLIC + GATED if name in order]:
        problems.add(first_line, "sections", f"must stand in this order: {', '.join(PUBLIC + GATED)}")
    return found


def _raw_sections(body: str, first_line: int, problems: Problems) -> Iterator[tuple[str, int, str]]:
    name, start, kept, fence, opened = "", first_line, list[str](), "", first_line
    for number, line in enumerate(body.splitlines(), start=first_line):
        was_inside, fence = bool(fence), fence_after(line, fence)
        if fence and not was_inside:
            opened = number
        heading = None if was_inside or fence else _HEADING.fullmatch(line)
        if heading:
            if name:
                yield name, start, "\n".join(kept)
            name, start, kept = heading[1], number, []
        elif name:
            kept.append(line)
        elif line.strip():
            problems.add(number, "body", "text before the first `## ` section belongs to none")
            return
    if name:
        yield name, start, "\n".join(kept)
    if fence:
        problems.add(opened, "body", "a code fence is never closed")


def numbered_items(section: Section) -> list[Passage]:
    """The items of a numbered list; lines below an item belong to it."""
    items: list[tuple[int, list[str]]] = []
    for number, line in enumerate(section.text.splitlines(), start=section.line):
        match = _ITEM.match(line)
        if match:
            items.append((number, [match[1]]))
        elif items:
            items[-1][1].append(line.strip() if line.startswith("   ") else line)
    return [Passage("\n".join(lines).strip(), line) for line, lines in items]


def read_hints(section: Section, problems: Problems) -> tuple[Passage, ...]:
    """The hints, each a numbered item."""
    hints = numbered_items(section)
    if not hints and section.text.strip():
        problems.add(section.line, "Hints", "must be a numbered list: `1. …`")
    return tuple(hints)


def read_follow_ups(section: Section, problems: Problems) -> tuple[FollowUp, ...]:
    """The follow-ups: `1. *question* answer`."""
    items = numbered_items(section)
    if not items and section.text.strip():
        problems.add(section.line, "Follow-ups", "must be a numbered list: `1. *question* answer`")
    follow_ups = []
    for item in items:
        match = _FOLLOW_UP.fullmatch(item.text)
        if match:
            follow_ups.append(FollowUp(match["question"].strip(), match["answer"].strip()))
        else:
            problems.add(item.line, "Follow-ups", "the question stands first, in *italics*, then its answer")
    return tuple(follow_ups)


def table_rows(section: Section) -> list[tuple[int, list[str]]]:
    """The rows of the section's first table with their lines: header first, the row of dashes left out."""
    rows: list[tuple[int, list[str]]] = []
    for number, line in enumerate(section.text.splitlines(), start=section.line):
        if line.lstrip().startswith("|"):
            cells = [cell.strip() for cell in _CELL.split(line.strip().strip("|"))]
            rows.append((number, cells))
        elif rows:
            break
    return [row for index, row in enumerate(rows) if index != 1]


def check_clarifying(section: Section, problems: Problems) -> None:
    """Notes a table that has not three columns."""
    rows = table_rows(section)
    if len(rows) < 2:  # noqa: PLR2004 - a header and a row
        problems.add(section.line, section.name, "needs a table of three columns: ask, why, answer")
    for line, cells in rows:
        if len(cells) != 3:  # noqa: PLR2004
            problems.add(line, section.name, f"the row has {len(cells)} cells instead of 3")


def read_rubric(section: Section, problems: Problems) -> tuple[RubricPoint, ...]:
    """The rubric's points; notes rows of another form and weights that do not sum to 100."""
    rows = table_rows(section)
    header = "| # | Point | Dimension | Weight |"
    if len(rows) < 2 or [cell.split(" ")[0] for cell in rows[0][1]] != ["#", "Point", "Dimension", "Weight"]:  # noqa: PLR2004
        problems.add(section.line, "Rubric", f"needs a table that begins with {header}")
        return ()
    points = []
    for line, cells in rows[1:]:
        if len(cells) != 4:  # noqa: PLR2004
            problems.add(line, "Rubric", f"the row has {len(cells)} cells instead of 4")
            continue
        _, text, dimension, weight = cells
        if dimension not in DIMENSIONS:
            known = ", ".join(DIMENSIONS)
            problems.add(line, "Rubric", f"`{dimension}` is not one of {known}{did_you_mean(dimension, DIMENSIONS)}")
        if not _WEIGHT.fullmatch(weight):
            problems.add(line, "Rubric", f"the weight `{weight}` must be a whole number from 1 to 100")
            continue
        points.append(RubricPoint(text, dimension, int(weight)))
    total = sum(point.weight for point in points)
    if len(points) == len(rows) - 1 and total != 100:  # noqa: PLR2004
        problems.add(rows[0][0], "Rubric", f"the weights sum to {total}, not 100")
    return tuple(points)
