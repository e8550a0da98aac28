"""The second fence around rendered HTML: whatever the renderer lets through, only this leaves the house."""

import nh3

from app.core import tex

_MATH = {name: set(tex.ATTRIBUTES) for name in tex.ELEMENTS}
_COMMON = {"class", "id", "role", "aria-label", "tabindex", "title"}
_TAGS = {
    "a", "p", "br", "hr", "em", "strong", "code", "pre", "span", "div", "section", "small", "blockquote",
    "ul", "ol", "li", "dl", "dt", "dd", "h2", "h3", "h4", "h5", "h6", "figure", "figcaption", "img",
    "table", "thead", "tbody", "tr", "th", "td", "details", "summary",
}  # fmt: skip
_ATTRIBUTES = {
    "*": _COMMON,
    "a": {"href", "rel"},
    "img": {"src", "alt", "width", "height", "loading"},
    "ol": {"start"},
    "th": {"scope"},
    **_MATH,
}


def sanitize(html: str) -> str:
    """The HTML with every tag, attribute and address that is not on the list taken out."""
    return nh3.clean(
        html,
        tags=_TAGS | tex.ELEMENTS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
