"""Which numbers a model answer prints in bold or in a table, and whether a known number stands behind one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from tests.content.documents import Document, without_blocks

_PREFIXED = r"(?:thousand|million|billion|trillion|k|[kMGTPEmuµn](?:i?B|bytes?|bits?|FLOPs?|s|W|Wh|J))\b"
# Not part of a name (H100, 7B, p99, t0) nor of a longer number; a unit without a space is no name (45ms, 8x).
_START, _END = r"(?<![\w.,^{])", rf"(?:(?={_PREFIXED}|[shx]\b)|(?!\w|\.\d|,\d))"
_CLAIMED = re.compile(rf"{_START}(?:\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d*\.\d+|\d+){_END}")
_LITERAL = re.compile(r"(?<![\w.])(?:\d[\d_,]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_YEAR_OR_ID = re.compile(r"(?:19|20)\d\d|0\d{3}")
_BOLD = re.compile(r"(\*\*|__)(?P<text>(?:(?!\n\n).)+?)\1", re.DOTALL)
_NOT_READ = re.compile(r"`[^`\n]*`|\{\{.*?\}\}")  # code, and facts, which bring their own origin
_HEADING_OR_TABLE = re.compile(r"^[ \t]*[#|].*", re.MULTILINE)
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", " " * 10)
_TEX = re.compile(r"\\,|\\(?:text|mathrm)\{|\\(?=%)")

# One unit may follow several numbers: `63 to 65 ms`.
_OTHER_NUMBERS = re.compile(r"^(?:\s*(?:to|or|and|of|,|/|–|±)\s*\d[\d.,]*)*")  # noqa: RUF001
_THOUSANDS = (1e-12, 1e-9, 1e-6, 1e-3, 1, 1e3, 1e6, 1e9, 1e12)
_TRIVIAL = {0.0, 1.0, 2.0}


@dataclass(frozen=True)
class Number:
    """A number as printed, its line, and the factors by which its origin may be written."""

    text: str
    line: int
    scales: tuple[float, ...] = (1,)

    def is_among(self, known: set[float]) -> bool:
        """Whether it stands among the known numbers, or needs no origin: 0, 1 and 2."""
        value = float(self.text.replace(",", ""))
        return value in _TRIVIAL or any(_is_near(value * scale, known) for scale in self.scales)


def literals(text: str) -> set[float]:
    """Every number written in a text, separators taken out; facts, which are cited by name, hold none."""
    found = set()
    for match in _LITERAL.findall(re.sub(r"\{\{.*?\}\}", " ", text)):
        for plain in {match.replace("_", "").replace(",", ""), *match.replace("_", "").split(",")}:
            if plain.strip("."):
                found.add(float(plain))
    return found


def printed(document: Document) -> Iterator[Number]:
    """The numbers in bold or in a table of the model answer, but for headings, the first cells of rows and code."""
    section, first_line = document.section("Model answer")
    text = _NOT_READ.sub(lambda code: " " * len(code[0]), _HEADING_OR_TABLE.sub("", without_blocks(section)))
    for bold in _BOLD.finditer(text):
        line = first_line + text.count("\n", 0, bold.start())
        yield from _numbers(bold["text"], line, after=text[bold.end() : bold.end() + 20])
    for table in document.tables_of("Model answer"):
        for line, row in enumerate(table.rows[1:], start=table.line + 2):
            for cell, heading in zip_longest(row[1:], table.rows[0][1:], fillvalue=""):
                yield from _numbers(_NOT_READ.sub(" ", cell), line, heading=heading)


def _numbers(text: str, first_line: int, *, after: str = "", heading: str = "") -> Iterator[Number]:
    """The numbers of a passage; years and ids (a leading zero) are none."""
    text, after, heading = map(_plain, (text, after, heading))
    for match in _CLAIMED.finditer(text):
        if not _YEAR_OR_ID.fullmatch(match[0]):
            line = first_line + text.count("\n", 0, match.start())
            yield Number(match[0], line, _scales(text[match.end() :] + after, heading))


def _plain(text: str) -> str:
    return _TEX.sub(" ", text.translate(_SUPERSCRIPT).replace("{,}", ","))


def _scales(after: str, heading: str) -> tuple[float, ...]:
    """A percentage may match its share, a number with a prefix one with another; headings speak for their column."""
    unit = _OTHER_NUMBERS.sub("", after, count=1).lstrip("}* ")
    if unit.startswith("%") or "%" in heading:
        return 1, 1e-2
    return _THOUSANDS if re.match(_PREFIXED, unit) or re.search(rf"\b{_PREFIXED}", heading) else (1,)


def _is_near(value: float, known: set[float]) -> bool:
    return any(abs(value - other) <= 1e-9 * abs(other) for other in known)
