"""A page under construction: what the passages of one document share while they are rendered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from markdown_it.token import Token

from app.core.diagrams import Drawing
from app.core.fields import Problems

# What stands in a fenced block and the line where it begins, to HTML.
BlockRenderer = Callable[[str, int], str]
# What stands after the colon of a placeholder, and its line, to HTML.
PlaceholderRenderer = Callable[[str, int], str]


@dataclass
class Page:
    """Gathers problems and drawings, and keeps ids and labels unique. `taken` ids belong to the page around it."""

    problems: Problems
    blocks: Mapping[str, BlockRenderer] = field(default_factory=dict)
    placeholders: Mapping[str, PlaceholderRenderer] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    has_anchors: bool = False
    drawings: list[Drawing] = field(default_factory=list)
    # How far each name was counted: from 2 on each time, a file of equal headings would take minutes.
    _counted: dict[str, int] = field(default_factory=dict, init=False)
    field: str = ""
    first_line: int = 1

    def wrong(self, line: int, message: str) -> None:
        """Notes an error in the passage that is being rendered."""
        self.problems.add(line, self.field, message)

    def unique(self, name: str) -> str:
        """The name, or the name with the first free number from 2 on, which is then taken."""
        candidate, number = name, self._counted.get(name, 1)
        while candidate in self.taken:
            number += 1
            candidate = f"{name}-{number}" if " " not in name else f"{name} ({number})"
        self.taken.add(candidate)
        self._counted[name] = number
        return candidate


def plain_text(inline: Token) -> str:
    """What an inline token says, without markup."""
    kinds = {"text", "code_inline", "math_inline"}
    parts = (
        child.content if child.type in kinds else " " if child.type in {"softbreak", "hardbreak"} else ""
        for child in inline.children or []
    )
    return "".join(parts).strip()
