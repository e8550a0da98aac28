"""Answers that nobody wrote: seed files whose locked part is replaced by words that stand nowhere else."""

import re
from collections.abc import Sequence

from app.core.fields import Problems
from app.questions.seed_sections import PUBLIC, Section, split_sections

# What the front matter says about an answer is gated like the answer.
_GATED_FIELDS = re.compile(r"^(reviewed|checked_with|claims):")
_FIELD = re.compile(r"^[a-z_]+:")


def with_canary(source: str, word: str, *, size: int, facts: Sequence[str] = ()) -> str:
    """The seed with every gated part made of `word`; `size` (1 or more) decides how much of everything there is.

    Two sizes differ in length, rubric points, follow-ups, tables, drawings, worksheets with their twists and drills,
    and in how many of the `facts` (ids) they cite, so that a number derived from an answer differs too.
    """
    front, body = _split(source)
    sections = split_sections(body, 1, Problems("canary"))
    public = "\n".join(_as_text(sections[name]) for name in PUBLIC if name in sections)
    gated = _canary_body(word, size, facts[: size - 1])
    return f"---\n{_public_front(front)}{_canary_front(word)}---\n\n{public}\n{gated}"


def _split(source: str) -> tuple[list[str], str]:
    lines = source.splitlines(keepends=True)
    closing = next(number for number, line in enumerate(lines[1:], start=1) if line.rstrip() == "---")
    return lines[1:closing], "".join(lines[closing + 1 :])


def _public_front(lines: list[str]) -> str:
    kept, is_gated = [], False
    for line in lines:
        if _FIELD.match(line):
            is_gated = bool(_GATED_FIELDS.match(line))
        if not is_gated:
            kept.append(line if line.endswith("\n") else f"{line}\n")
    return "".join(kept)


def _canary_front(word: str) -> str:
    return (
        f'reviewed: {{solver: "{word}", checker: "{word}", on: 2026-01-01}}\n'
        f'checked_with: {{{word}: "{word}"}}\n'
        f'claims:\n  - {{tool: "{word}", version: "1", date: 2026-01-01, statement: "{word}", source: "{word}"}}\n'
    )


def _as_text(section: Section) -> str:
    return f"## {section.name}\n{section.text}\n"


def _canary_body(word: str, size: int, facts: Sequence[str]) -> str:
    rows = "".join(f"| {word} {number}? | {word} | {word} |\n" for number in range(size))
    weights = [100 - 5 * (size - 1)] + [5] * (size - 1)
    points = "".join(f"| {n} | {word} | capacity | {weight} |\n" for n, weight in enumerate(weights, start=1))
    drawings = "".join(
        f"```mermaid\nflowchart TB\n  A[{word}] --> B{n}[{word}]\n```\n*{word}*\n\n" for n in range(size)
    )
    worksheets = "".join(_worksheet(word, number, size) for number in range(1, size + 1))
    code = f"```text\n{word}\n```\n\n" * size
    follow_ups = "".join(f"{n}. *{word}?* {word}.\n" for n in range(1, size + 1))
    figures = "".join(f"{{{{fact:{fact_id}}}}} " for fact_id in facts)
    return (
        f"## Clarifying questions\n\n| Ask | Why | Answer |\n|---|---|---|\n{rows}\n"
        f"## Model answer\n\n### {word}\n\n{f'{word} ' * 40 * size}{figures}\n\n{drawings}{worksheets}{code}"
        f"## Rubric\n\n| # | Point | Dimension | Weight |\n|---|---|---|---|\n{points}\n"
        f"## Common mistakes\n\n{f'- {word}.{chr(10)}' * size}\n"
        f"## Follow-ups\n\n{follow_ups}\n"
        f"## References\n\n{f'- {word}.{chr(10)}' * size}"
    )


def _worksheet(word: str, number: int, size: int) -> str:
    """One with `size` twists and a drill, whose numbers are those of this word, and measure another kind per size."""
    value, unit = 1_000 * size + sum(word.encode()) % 1_000, ("token", "GB", "USD")[size % 3]
    twists = "".join(
        f"  - {{ask: {word} {change}?, set: {{{word}_in: {value + change}}}, "
        f"expect: {{{word}: {2 * (value + change)}}}, answer: {word}}}\n"
        for change in range(1, size + 1)
    )
    return (
        f"```estimate\ntitle: {word} {number}\n"
        f"inputs:\n  {word}_in: {{label: {word}, value: {value}, unit: {unit}, range: [{value // 2}, {value * 2}]}}\n"
        f"results:\n  {word}: {{formula: 2 * {word}_in, value: {2 * value}, unit: {unit}}}\n"
        f"twists:\n{twists}drill: {word}\n```\n\n"
    )
