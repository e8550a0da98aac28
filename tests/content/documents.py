"""A seed as the content checks see it: its words, blocks, worksheets, tables and list items."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import yaml

from app.core.fields import Problem
from app.questions.seed_format import QuestionSeed
from app.questions.seed_sections import Passage, Section, fence_after, numbered_items

MATH = re.compile(r"\$\$.+?\$\$|(?<![\d\\])\$(?! )[^$\n]+?(?<! )\$(?!\d)", re.DOTALL)
LETTER = re.compile(r"[^\W\d_]")
CELL = re.compile(r"(?<!\\)\|")
FACT = re.compile(r"\{\{\s*fact\s*:\s*([^{}]*?)\s*\}\}")


@dataclass(frozen=True)
class Block:
    """One fenced block; `line` is that of its fence in the file."""

    info: str
    text: str
    line: int

    @property
    def language(self) -> str:
        return self.info.split(" ")[0]

    @property
    def words(self) -> list[str]:
        return self.info.split(" ")[1:]


@dataclass(frozen=True)
class Sheet:
    """One worksheet as plain data, every value a text. Loading has checked it; see `app.estimates` for its meaning."""

    data: dict[str, Any]

    @property
    def facts(self) -> set[str]:
        return {item["fact"] for item in self.data["inputs"].values() if "fact" in item}

    @property
    def twists(self) -> list[dict[str, Any]]:
        return self.data.get("twists") or []

    @property
    def has_drill(self) -> bool:
        return bool(self.data.get("drill"))

    @property
    def numbers(self) -> set[float]:
        """The numbers of its inputs, their ranges, its results and its twists; constants of formulas are none."""
        entries = [*self.data["inputs"].values(), *self.data["results"].values()]
        texts = [entry["value"] for entry in entries if entry.get("value")]
        texts += [end for entry in entries for end in entry.get("range") or ()]
        texts += [text for twist in self.twists for name in ("set", "expect") for text in twist[name].values()]
        return set(map(float, texts))


@dataclass(frozen=True)
class Table:
    """One table: its rows without the row of dashes."""

    rows: list[list[str]]
    line: int


class Document:
    """A question with its prose, tables and blocks told apart."""

    def __init__(self, seed: QuestionSeed) -> None:
        self.seed = seed
        self.front = seed.front
        self.sections: dict[str, Section] = {section.name: section for section in (seed.prompt, *seed.gated)}

    @cached_property
    def body_line(self) -> int:
        lines = self.seed.source.splitlines()
        return lines.index("---", 1) + 2

    @cached_property
    def body(self) -> str:
        return "\n".join(self.seed.source.splitlines()[self.body_line - 1 :])

    @cached_property
    def blocks(self) -> list[Block]:
        return list(blocks(self.body, self.body_line))

    @cached_property
    def tables(self) -> list[Table]:
        return list(tables(self.body, self.body_line))

    @cached_property
    def worksheets(self) -> list[Sheet]:
        found = [block for block in self.blocks if block.language == "estimate"]
        return [Sheet(yaml.load(block.text, Loader=yaml.BaseLoader)) for block in found]

    @cached_property
    def facts_cited(self) -> set[str]:
        return set(FACT.findall(without_blocks(self.body))).union(*(sheet.facts for sheet in self.worksheets))

    def problem(self, line: int, field: str, message: str) -> Problem:
        return Problem(self.seed.path, line, field, message)

    def section(self, name: str) -> tuple[str, int]:
        found = self.sections[name]
        return found.text, found.line

    def section_line(self, name: str) -> int:
        return self.seed.hints[0].line if name == "Hints" else self.sections[name].line

    @cached_property
    def passages(self) -> list[tuple[str, Passage]]:
        """All prose with the name of its section, hints one by one."""
        return [*self.sections.items(), *(("Hints", hint) for hint in self.seed.hints)]

    def line_of(self, text: str) -> int:
        """The first line that holds this text; 1 where none does."""
        return next((n for n, line in enumerate(self.seed.source.splitlines(), start=1) if text in line), 1)

    def tables_of(self, name: str) -> list[Table]:
        return list(tables(*self.section(name)))

    @cached_property
    def word_count(self) -> int:
        text = MATH.sub(" ", without_blocks(self.body))
        lines = [line for line in text.splitlines() if not line.lstrip().startswith("|")]
        return sum(bool(LETTER.search(word)) for line in lines for word in line.split())

    @cached_property
    def table_word_count(self) -> int:
        cells = (cell for table in self.tables for row in table.rows for cell in row)
        return sum(bool(LETTER.search(word)) for cell in cells for word in cell.split())

    def item_count(self, name: str) -> int:
        """Items of the list that makes up a section, numbered or not."""
        if name == "Hints":
            return len(self.seed.hints)
        section = self.sections[name]
        return len(numbered_items(section)) or len(re.findall(r"^[-*] ", section.text, re.MULTILINE))


def blocks(text: str, first_line: int) -> Iterator[Block]:
    fence, info, start, kept = "", "", 0, list[str]()
    for number, line in enumerate(text.splitlines(), start=first_line):
        was, fence = fence, fence_after(line, fence)
        if fence and not was:
            info, start, kept = line.strip().lstrip("`~").strip(), number, []
        elif was and not fence:
            yield Block(info, "\n".join(kept), start)
        elif was:
            kept.append(line)


def without_blocks(text: str) -> str:
    fence, kept = "", list[str]()
    for line in text.splitlines():
        was, fence = fence, fence_after(line, fence)
        kept.append("" if was or fence else line)
    return "\n".join(kept)


def tables(text: str, first_line: int) -> Iterator[Table]:
    rows: list[list[str]] = []
    for number, line in enumerate([*without_blocks(text).splitlines(), ""], start=first_line):
        if line.lstrip().startswith("|"):
            rows.append([cell.strip() for cell in CELL.split(line.strip().strip("|"))])
        elif rows:
            yield Table([rows[0], *rows[2:]], number - len(rows))
            rows = []
