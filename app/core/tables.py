"""Tables of a Markdown passage: a name, row and column headers, and numbers set to the right."""

import re
from dataclasses import dataclass, field

from markdown_it.token import Token

from app.core.page import Page, plain_text

# A sign, a currency, digits with what joins them, and a short unit; the signs are minus and dashes as typed.
_NUMBER = re.compile("[≈~<>≤≥±+\u2212\u2013-]{0,2} ?\\$? ?\\d[^A-Za-z]{0,15}[A-Za-zµ%/²·]{0,9}")
_NOTHING = {"", "\u2013", "-", "n/a", "none"}
LONGEST_NUMBER = 28


@dataclass
class _Cell:
    opening: Token
    inline: Token
    closing: Token


@dataclass
class _Table:
    opening: Token
    rows: list[list[_Cell]] = field(default_factory=list)


def label_tables(tokens: list[Token], page: Page) -> None:
    """Gives every table a label and scopes; columns of numbers, and those aligned so, get the class `r`."""
    for table in _tables(tokens):
        header, *body = table.rows
        names = [name for cell in header if (name := _text(cell))]
        table.opening.meta["label"] = page.unique(f"Table: {' and '.join(names[:2]) or 'figures'}")
        for column, cell in enumerate(header):
            cells = [row[column] for row in body if column < len(row)]
            is_right = "right" in str(cell.opening.attrs.get("style", "")) or (column > 0 and _is_numeric(cells))
            _label_column(cell, cells, is_right=is_right, is_first=column == 0)


def _tables(tokens: list[Token]) -> list[_Table]:
    tables: list[_Table] = []
    for index, token in enumerate(tokens):
        if token.type == "table_open":
            tables.append(_Table(token))
        elif token.type == "tr_open":
            tables[-1].rows.append([])
        elif token.type in {"th_open", "td_open"}:
            tables[-1].rows[-1].append(_Cell(token, tokens[index + 1], tokens[index + 2]))
    return tables


def _label_column(header: _Cell, cells: list[_Cell], *, is_right: bool, is_first: bool) -> None:
    for cell in [header, *cells]:
        cell.opening.attrs.pop("style", None)
        if is_right:
            cell.opening.attrs["class"] = "r"
    if _text(header):
        header.opening.attrs["scope"] = "col"
    else:
        _retag(header, "td")  # an empty header names nothing
    for cell in cells if is_first else []:
        if _text(cell):
            _retag(cell, "th")
            cell.opening.attrs["scope"] = "row"


def _retag(cell: _Cell, tag: str) -> None:
    cell.opening.tag = cell.closing.tag = tag


def _text(cell: _Cell) -> str:
    return plain_text(cell.inline)


def _is_numeric(cells: list[_Cell]) -> bool:
    """Whether most cells are short numbers and the rest at least begin with one, as a sum with its remark does."""
    texts = [text for cell in cells if (text := _text(cell)) not in _NOTHING]
    short = sum(bool(_NUMBER.fullmatch(text)) for text in texts)
    return 3 * short >= 2 * len(texts) > 0 and all(
        _NUMBER.match(text) and len(text) <= LONGEST_NUMBER for text in texts
    )
