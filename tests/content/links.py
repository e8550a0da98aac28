"""Rules on links: those within the bank lead somewhere, and addresses on the web are well formed."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from markdown_it import MarkdownIt

from app.core.fields import Problem
from app.questions.rendering import PAGE_IDS, render_question
from app.questions.seed_sections import PUBLIC, Passage
from tests.content.bank import Bank
from tests.content.documents import Document, without_blocks

_ADDRESS = re.compile(r"\bhttps?:/[^\s\"'<>`|]*")
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
_ID = re.compile(r'\bid="([^"]+)"')


def its_links_lead_somewhere(document: Document, bank: Bank) -> Iterator[Problem]:
    """A link goes to a part of this page, to a question or topic of the bank, or to a whole address on the web."""
    slugs = {f"/questions/{other.front.slug}" for other in bank.documents}
    topics = {f"/topics/{other.front.topic}" for other in bank.documents}
    for name, passage in document.passages:
        for href, line in _links(passage):
            if href.startswith("#"):
                if href[1:] not in _ids(document, bank, is_public=name in PUBLIC):
                    yield document.problem(line, name, f"`{href}` is no part of this page that its readers see")
            elif href.startswith("/") and href.partition("#")[0] not in slugs | topics:
                yield document.problem(line, name, f"`{href}` is no question or topic of the bank")
            elif not href.startswith(("/", "https://", "http://", "mailto:")):
                message = f"`{href}` leads nowhere: write `#part`, `/questions/slug`, `/topics/slug` or `https://…`"
                yield document.problem(line, name, message)


def its_addresses_are_well_formed(document: Document, _bank: Bank) -> Iterator[Problem]:
    """Those of prose, references and claims."""
    for line, text in enumerate(without_blocks(document.seed.source).splitlines(), start=1):
        for address in malformed(text):
            yield document.problem(line, "address", f"`{address}` is not an address on the web")


def malformed(text: str) -> list[str]:
    """The addresses of a text that no browser could open: without `//`, or without a host that has a dot."""
    found = [address.rstrip(".,;:!?)]}*") for address in _ADDRESS.findall(text)]
    return [address for address in found if not _is_whole(address)]


def _is_whole(address: str) -> bool:
    try:
        host = urlsplit(address).hostname
    except ValueError:
        return False
    return bool(host and _HOST.fullmatch(host))


def _links(passage: Passage) -> Iterator[tuple[str, int]]:
    parser = MarkdownIt("commonmark").enable("table")
    parser.validateLink = lambda _url: True  # type: ignore[method-assign]
    for token in parser.parse(passage.text):
        line = passage.line + (token.map[0] if token.map else 0)
        for child in token.children or ():
            line += child.type in {"softbreak", "hardbreak"}
            if child.type == "link_open":
                yield str(child.attrs["href"]), line


def _ids(document: Document, bank: Bank, *, is_public: bool) -> set[str]:
    """What a link may jump to; one of the prompt or a hint must not lead into the answer, which is not always there."""
    rendered, _ = render_question(document.seed, bank.facts)
    if rendered is None:
        return set()
    public = [rendered.prompt_html, *(hint["html"] for hint in rendered.hints)]
    gated = [] if is_public else [section["html"] for section in rendered.sections]
    return set(PAGE_IDS).union(*(_ID.findall(html) for html in public + gated))
