"""Markdown to HTML, done when a seed is loaded: tables, formulas, code, diagrams, and every problem with its line.

Raw HTML is recognized only to be refused; were it to slip through, it is escaped, sanitized and stopped by the CSP.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin

from app.core.blocks import caption_diagrams, render_fence, render_math_block
from app.core.page import Page, plain_text
from app.core.sanitizing import sanitize
from app.core.slugs import slugify
from app.core.tables import label_tables
from app.core.tex import TexError, to_mathml

MAX_DEPTH = 20

_PLACEHOLDER = re.compile(r"\{\{\s*([a-z]+)\s*:\s*([^{}]*?)\s*\}\}")
_NUMBER_AND_UNIT = re.compile(
    r"(?<=\d) (?=%|(?:[mµun]?s|h|min|hours?|days?|[kMGTP]?i?B|[kMGTP]?bit|[MGTP]?FLOPs?|GPUs?|nodes?|tokens?)\b)"
)
_NUMBERING = re.compile(r"^\d+(?:\.\d+)*\.?\s+")


@dataclass(frozen=True)
class Heading:
    """One heading of a passage, for the outline."""

    level: int
    title: str
    id: str


@dataclass(frozen=True)
class Rendered:
    """A passage as HTML with its headings."""

    html: str
    headings: tuple[Heading, ...]


def render(text: str, page: Page, *, first_line: int, field: str, top_level: int = 3) -> Rendered:
    """The passage as sanitized HTML; problems are noted in `page` under `field`, with lines of the file.

    `top_level` is the highest level a heading may have here.
    """
    tokens = _PARSER.parse(text)
    page.field, page.first_line = field, first_line
    headings = tuple(_read_headings(tokens, page, top_level))
    caption_diagrams(tokens, page)
    for token in tokens:
        if token.type == "html_block":
            page.wrong(_line(token, page), "raw HTML is not accepted: write Markdown, or `\\<` for the character")
        if token.type == "inline":
            token.children = list(_checked(token, page))
    label_tables(tokens, page)
    html = _PARSER.renderer.render(tokens, _PARSER.options, {"page": page})
    return Rendered(sanitize(html).strip(), headings)


def _line(token: Token, page: Page) -> int:
    return page.first_line + (token.map[0] if token.map else 0)


def _checked(inline: Token, page: Page) -> Iterator[Token]:
    """The children of an inline token: formulas converted, placeholders filled, what is not accepted noted."""
    line = _line(inline, page)
    for token in inline.children or []:
        match token.type:
            case "softbreak" | "hardbreak":
                line += 1
                yield token
            case "html_inline":
                page.wrong(line, f"raw HTML ({token.content}) is not accepted: write Markdown, or `\\<`")
            case "image":
                page.wrong(line, "pictures are not accepted: draw with a ```mermaid block")
            case "math_inline" | "math_inline_double":
                yield _math(token, page, line)
            case "link_open":
                _check_link(token, page, line)
                yield token
            case "text":
                yield from _filled(token, page, line)
            case _:
                yield token


def _math(token: Token, page: Page, line: int) -> Token:
    try:
        token.content = to_mathml(token.content)
    except TexError as error:
        page.wrong(line, str(error))
        token.content = ""
    return token


def _check_link(token: Token, page: Page, line: int) -> None:
    href = str(token.attrs.get("href", ""))
    try:
        parts = urlsplit(href)
    except ValueError:
        page.wrong(line, f"`{href}` is not an address")
        return
    if parts.scheme not in {"", "http", "https", "mailto"}:
        page.wrong(line, f"a link may lead to http, https or mailto, not to `{parts.scheme}:`")
    if parts.netloc:
        token.attrs["rel"] = "noreferrer"


def _filled(token: Token, page: Page, line: int) -> Iterator[Token]:
    position = 0
    for match in _PLACEHOLDER.finditer(token.content):
        yield Token("text", "", 0, content=_glued(token.content[position : match.start()]))
        position = match.end()
        fill = page.placeholders.get(match[1])
        if fill is None:
            page.wrong(line, f"`{match[0]}` is not known: only {{{{fact:id}}}} is")
        else:
            yield Token("placeholder", "", 0, content=fill(match[2], line))
    yield Token("text", "", 0, content=_glued(token.content[position:]))


def _glued(text: str) -> str:
    """The text with a number and its unit kept on one line."""
    return _NUMBER_AND_UNIT.sub("\N{NO-BREAK SPACE}", text)


def _read_headings(tokens: Sequence[Token], page: Page, top_level: int) -> Iterator[Heading]:
    for opening, inline, closing in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if opening.type != "heading_open":
            continue
        level = int(opening.tag[1])
        if level < top_level:
            page.wrong(_line(opening, page), f"a heading here begins with at least {'#' * top_level}")
        title = plain_text(inline)
        heading = Heading(level, title, page.unique(slugify(_NUMBERING.sub("", title)) or "part"))
        opening.attrs["id"] = heading.id
        if page.has_anchors:
            label = escape(f"Link to {title}")
            closing.meta["anchor"] = f'<a class="anchor" href="#{heading.id}" aria-label="{label}">#</a>'
        yield heading


def _fence(tokens: Sequence[Token], index: int, page: Page) -> str:
    return render_fence(tokens[index], page, _line(tokens[index], page))


def _math_block(tokens: Sequence[Token], index: int, page: Page) -> str:
    return render_math_block(tokens[index], page, _line(tokens[index], page))


def _heading_close(tokens: Sequence[Token], index: int, _page: Page) -> str:
    return f"{tokens[index].meta.get('anchor', '')}</{tokens[index].tag}>\n"


def _as_html(tokens: Sequence[Token], index: int, _page: Page) -> str:
    return tokens[index].content


def _as_text(tokens: Sequence[Token], index: int, _page: Page) -> str:
    return escape(tokens[index].content)


def _opening_table(tokens: Sequence[Token], index: int, _page: Page) -> str:
    label = escape(str(tokens[index].meta["label"]))
    return f'<div class="scroll" role="region" aria-label="{label}" tabindex="0"><table class="table">'


def _closing_table(_tokens: Sequence[Token], _index: int, _page: Page) -> str:
    return "</table></div>\n"


_RULES = {
    "fence": _fence,
    "code_block": _fence,
    "math_block": _math_block,
    "math_inline": _as_html,
    "math_inline_double": _as_html,
    "placeholder": _as_html,
    "html_block": _as_text,
    "heading_close": _heading_close,
    "table_open": _opening_table,
    "table_close": _closing_table,
}


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": MAX_DEPTH})
    parser.enable("table").use(dollarmath_plugin, allow_space=False, allow_digits=False, double_inline=True)
    # Every address is read as a link, so that a refused one can be named instead of standing there as text.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    for name, rule in _RULES.items():
        parser.add_render_rule(
            name, lambda _self, tokens, index, _options, env, rule=rule: rule(tokens, index, env["page"])
        )
    return parser


_PARSER = _parser()
