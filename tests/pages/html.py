"""Reads a page as a person does: its text, links by their words, and forms by their buttons."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlsplit

from httpx2 import Response


@dataclass
class Form:
    """A form with the fields that would be sent as it stands."""

    method: str
    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    text: str = ""


class Page(HTMLParser):
    """`text`, `links` (words → address), `forms`, `titles` of questions in a list, and `checked` filter values."""

    def __init__(self, reply: Response) -> None:
        super().__init__()
        self.text = ""
        self.links: dict[str, str] = {}
        self.forms: list[Form] = []
        self.titles: list[str] = []
        self.heads: dict[str, str] = {}
        self._open: list[tuple[str, dict[str, str | None], int]] = []
        self.feed(reply.text)
        self.text = _squeezed(self.text)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "link" and attributes.get("rel") in {"prev", "next", "canonical"}:
            self.heads[attributes["rel"]] = attributes["href"]
        if tag == "form":
            self.forms.append(Form(attributes.get("method", "get"), attributes.get("action", "")))
        is_sent = attributes.get("type") != "checkbox" or "checked" in attributes
        if tag == "input" and self.forms and attributes.get("name") and is_sent:
            self.forms[-1].fields.append((attributes["name"], attributes.get("value") or ""))
        self._open.append((tag, attributes, len(self.text)))

    def handle_data(self, data):
        self.text += data

    def handle_endtag(self, tag):
        while self._open:
            opened, attributes, start = self._open.pop()
            words = _squeezed(self.text[start:])
            if opened == "a" and "href" in attributes:
                self.links[words] = attributes["href"]
                if "row-title" in (attributes.get("class") or ""):
                    self.titles.append(words)
            if opened == "form":
                self.forms[-1].text = words
            if opened in {"p", "li", "div", "h1", "h2", "button", "span", "option", "a", "small"}:
                self.text += " "
            if opened == tag:
                return

    def form(self, button: str) -> Form:
        """The form whose text holds these words."""
        return next(form for form in self.forms if button in form.text)


def query(address: str) -> list[tuple[str, str]]:
    """The parameters of an address."""
    return parse_qsl(urlsplit(address).query)


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
