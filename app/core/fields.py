"""Reads the fields of a strict YAML mapping one by one, and gathers every problem instead of stopping at the first."""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.core.strict_yaml import Mapping, Node, Scalar, Sequence

_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,15})")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Problem:
    """Something wrong in a source file: where, in which field, what, and how to mend it."""

    path: str
    line: int
    field: str
    message: str
    is_warning: bool = False

    def as_json(self) -> dict[str, Any]:
        """The problem as programs read it."""
        place = {"file": self.path, "line": self.line, "field": self.field}
        return {**place, "message": self.message, "is_warning": self.is_warning}

    def __str__(self) -> str:
        kind = "warning: " if self.is_warning else ""
        text = f"{self.path}:{self.line}: {self.field}: {kind}{self.message}"
        # It may quote the file, and is one line of a terminal: no line breaks, no control sequences.
        return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


@dataclass
class Problems:
    """The problems of one file so far."""

    path: str
    found: list[Problem] = field(default_factory=list)

    def add(self, line: int, name: str, message: str) -> None:
        """Notes an error."""
        self.found.append(Problem(self.path, line, name, message))

    def warn(self, line: int, name: str, message: str) -> None:
        """Notes something that does not keep the file from being loaded."""
        self.found.append(Problem(self.path, line, name, message, is_warning=True))

    @property
    def has_errors(self) -> bool:
        """Whether the file must be refused."""
        return any(not problem.is_warning for problem in self.found)


def did_you_mean(word: str, known: Iterable[str], *, at_least: float = 0.6) -> str:
    """` (did you mean …?)` for the nearest known word, else nothing; 1 is the same word, 0 another one."""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=at_least)
    return f" (did you mean `{near[0]}`?)" if near else ""


class Fields:
    """The fields of one mapping. Every reader answers None (or an empty value) after it noted what is wrong."""

    def __init__(self, mapping: Mapping, problems: Problems, *, prefix: str = "") -> None:
        self.mapping = mapping
        self.problems = problems
        self.prefix = prefix
        self._read: set[str] = set()

    def line(self, name: str) -> int:
        """The line of the field, or of the mapping where the field is missing."""
        return self.mapping.key_lines.get(name, self.mapping.line)

    def wrong(self, name: str, message: str) -> None:
        """Notes what is wrong with a field."""
        self.problems.add(self.line(name), f"{self.prefix}{name}", message)

    def node(self, name: str, *, required: bool) -> Node | None:
        """The raw value; None when it is missing or empty."""
        self._read.add(name)
        node = self.mapping.items.get(name)
        is_empty = isinstance(node, Scalar) and not node.text and not node.is_quoted
        if node is None or is_empty:
            if required:
                self.wrong(name, "is missing" if node is None else "is empty")
            return None
        return node

    def text(self, name: str, *, required: bool = False, max_length: int = 300) -> str | None:
        """A non-blank text on one line."""
        node = self.node(name, required=required)
        if node is None:
            return None
        if not isinstance(node, Scalar):
            self.wrong(name, "must be one text")
            return None
        if not node.text.strip():
            self.wrong(name, "is empty")
            return None
        if len(node.text) > max_length:
            self.wrong(name, f"has {len(node.text)} characters; at most {max_length} are allowed")
            return None
        text = node.text.strip()
        if _CONTROL.search(text):
            self.wrong(name, "holds a line break or a control character")
            return None
        return text

    def integer(self, name: str, *, low: int, high: int, required: bool = False) -> int | None:
        """A whole number between `low` and `high`, both allowed."""
        node = self.node(name, required=required)
        if node is None:
            return None
        if not isinstance(node, Scalar) or node.is_quoted or not _INTEGER.fullmatch(node.text):
            self.wrong(name, "must be a whole number without quotes")
            return None
        value = int(node.text)
        if not low <= value <= high:
            self.wrong(name, f"is {value}; it must be {low} to {high}")
            return None
        return value

    def boolean(self, name: str, *, default: bool) -> bool:
        """`true` or `false`, nothing else: a wrong `free` must not open an answer."""
        node = self.node(name, required=False)
        if node is None:
            return default
        if not isinstance(node, Scalar) or node.is_quoted or node.text not in {"true", "false"}:
            self.wrong(name, "must be true or false, without quotes")
            return default
        return node.text == "true"

    def day(self, name: str, *, required: bool = False) -> date | None:
        """A date, written YYYY-MM-DD."""
        text = self.text(name, required=required)
        if text is None:
            return None
        try:
            if _DATE.fullmatch(text):
                return date.fromisoformat(text)
        except ValueError:
            pass
        self.wrong(name, f"`{text}` is not a date like 2026-11-24")
        return None

    def choice(self, name: str, known: Iterable[str], *, default: str | None = None) -> str | None:
        """One of the known words, spelled exactly so; required where there is no default."""
        known = list(known)
        text = self.text(name, required=default is None)
        if text is None:
            return default
        if text not in known:
            self.wrong(name, f"`{text}` is not one of {', '.join(known)}{did_you_mean(text, known)}")
            return None
        return text

    def texts(self, name: str, *, most: int, least: int = 0, max_length: int = 64) -> tuple[str, ...]:
        """A list of different short texts."""
        node = self.node(name, required=least > 0)
        if node is None:
            return ()
        if not isinstance(node, Sequence):
            self.wrong(name, "must be a list, like [one, two]")
            return ()
        texts = [item.text.strip() for item in node.items if isinstance(item, Scalar) and item.text.strip()]
        if len(texts) != len(node.items):
            self.wrong(name, "may hold only texts, none empty")
        elif not least <= len(texts) <= most:
            self.wrong(name, f"has {len(texts)} entries; it must have {least} to {most}")
        elif len(set(texts)) != len(texts):
            self.wrong(name, "names something twice")
        elif any(len(text) > max_length or "\x00" in text for text in texts):
            self.wrong(name, f"has an entry of more than {max_length} characters")
        return tuple(texts)

    def mapping_of_texts(self, name: str, *, max_length: int = 1_000) -> dict[str, str]:
        """A small mapping whose values are texts."""
        node = self.node(name, required=False)
        if node is None:
            return {}
        if not isinstance(node, Mapping):
            self.wrong(name, 'must be a mapping, like {python: "3.11"}')
            return {}
        inner = Fields(node, self.problems, prefix=f"{self.prefix}{name}.")
        return {key: text for key in node.items if (text := inner.text(key, required=True, max_length=max_length))}

    def inner(self, name: str, node: Node) -> "Fields | None":
        """The fields of a mapping that stands in field `name`; None after it was noted that it is none."""
        if isinstance(node, Mapping):
            return Fields(node, self.problems, prefix=f"{self.prefix}{name}.")
        self.wrong(name, "must be a mapping of fields")
        return None

    def mappings(self, name: str) -> list["Fields"]:
        """A list of mappings, each to be read by its own Fields."""
        node = self.node(name, required=False)
        if node is None:
            return []
        if not isinstance(node, Sequence) or not all(isinstance(item, Mapping) for item in node.items):
            self.wrong(name, "must be a list of mappings")
            return []
        prefix = f"{self.prefix}{name}."
        return [Fields(item, self.problems, prefix=prefix) for item in node.items if isinstance(item, Mapping)]

    def refuse_unknown(self) -> None:
        """Notes every field that nobody asked for; call it last."""
        for name, node in self.mapping.items.items():
            if name not in self._read:
                # `label: In, out` within braces is a field `out` without a value.
                is_rest = isinstance(node, Scalar) and not node.text and not node.is_quoted
                advice = ": put a text that holds a comma in quotes" if is_rest else did_you_mean(name, self._read)
                self.wrong(name, f"is not a known field{advice}")
