"""Mermaid sources as SVG files that draw and do nothing else."""

import hashlib
import math
import re
from dataclasses import dataclass
from xml.etree import ElementTree as ET

import mmdr

MAX_SOURCE = 8_000
MAX_SIDE = 4_000
WIDEST_UNSCROLLED = 857

_SVG = "http://www.w3.org/2000/svg"
_PAPER = "#fdfdfb"
_ELEMENTS = frozenset(
    {
        "svg", "style", "g", "defs", "marker", "path", "rect", "circle", "ellipse", "line", "polygon", "polyline",
        "text", "tspan", "filter", "feDropShadow", "linearGradient", "stop", "clipPath", "symbol", "use",
    }
)  # fmt: skip
_ATTRIBUTES = frozenset(
    {
        "id", "class", "style", "d", "x", "y", "x1", "x2", "y1", "y2", "dx", "dy", "cx", "cy", "r", "rx", "ry",
        "points", "width", "height", "viewBox", "transform", "fill", "fill-opacity", "fill-rule", "clip-rule",
        "clip-path", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin",
        "stroke-opacity", "opacity", "marker-start", "marker-mid", "marker-end", "markerWidth", "markerHeight",
        "markerUnits", "refX", "refY", "orient", "text-anchor", "dominant-baseline", "alignment-baseline",
        "font-size", "font-weight", "font-style", "font-family", "filter", "stdDeviation", "flood-color",
        "flood-opacity", "gradientUnits", "offset", "stop-color", "stop-opacity", "preserveAspectRatio",
    }
)  # fmt: skip
_FONTS = re.compile(r"font-family:[^;}]+")
_SANS = "font-family:arial,'Liberation Sans',arimo,helvetica,sans-serif"
_HREFS = ("href", "{http://www.w3.org/1999/xlink}href")
# Labels with tags come out empty, links and directives have no place in a picture.
_REFUSED = (
    (re.compile(r"<(?!br\s*/?>)[A-Za-z/!]"), "a label is plain text; only <br/> is allowed in it"),
    (re.compile(r"^\s*(click|href|link|links|callback)\s", re.MULTILINE), "a diagram may not hold links"),
    (re.compile(r"%%\s*\{"), "directives (%%{…}%%) are not accepted"),
    (re.compile(r"\A\s*---"), "front matter is not accepted in a diagram"),
)
_OUTSIDE = re.compile(r"@import|@font-face|url\(\s*['\"]?(?!#)|expression\(|javascript:", re.IGNORECASE)

ET.register_namespace("", _SVG)


class DiagramError(ValueError):
    """A source that does not make a safe picture; the message says why."""


@dataclass(frozen=True)
class Drawing:
    """One SVG, named by the hash of its content; sides in CSS pixels."""

    digest: str
    svg: str
    width: int
    height: int

    @property
    def is_wide(self) -> bool:
        """Whether it needs a frame that scrolls."""
        return self.width > WIDEST_UNSCROLLED


def draw(source: str) -> Drawing:
    """The drawing of a Mermaid source, on light paper so that its black lines show in both themes.

    Raises DiagramError for what does not parse, is too large, or would do more than draw.
    """
    if len(source) > MAX_SOURCE:
        raise DiagramError(f"the source has {len(source):,} characters; at most {MAX_SOURCE:,} are allowed")
    for pattern, message in _REFUSED:
        if pattern.search(source):
            raise DiagramError(message)
    try:
        svg = mmdr.render(source, backend="merman").svg()
    except Exception as error:  # noqa: BLE001 - the library promises no particular one
        raise DiagramError(f"does not render: {str(error).splitlines()[0]}") from None
    # It is the library's own XML; a source cannot bring a document type into it.
    root = ET.fromstring(svg)  # noqa: S314
    _keep_only_drawing(root)
    _use_common_fonts(root)
    width, height = _put_on_paper(root)
    text = ET.tostring(root, encoding="unicode")
    return Drawing(hashlib.sha256(text.encode()).hexdigest(), text, width, height)


def _keep_only_drawing(root: ET.Element) -> None:
    for element in root.iter():
        name = element.tag.removeprefix(f"{{{_SVG}}}")
        if name not in _ELEMENTS:
            raise DiagramError(f"draws <{name}>, which is not allowed")
        if name == "style" and _OUTSIDE.search(element.text or ""):
            raise DiagramError("a style refers to something outside the diagram")
        for attribute, value in list(element.attrib.items()):
            is_inner_link = attribute in _HREFS and value.startswith("#")
            if not is_inner_link and (attribute not in _ATTRIBUTES or _OUTSIDE.search(value)):
                del element.attrib[attribute]


def _use_common_fonts(root: ET.Element) -> None:
    """Labels were measured as Arial: ask for what is as wide wherever it is missing."""
    for element in root.iter():
        if element.text and element.tag == f"{{{_SVG}}}style":
            element.text = _FONTS.sub(_SANS, element.text)
        if "style" in element.attrib:
            element.attrib["style"] = _FONTS.sub(_SANS, element.attrib["style"])


def _put_on_paper(root: ET.Element) -> tuple[int, int]:
    left, top, width, height = (float(part) for part in root.attrib["viewBox"].split())
    if not (0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE):
        raise DiagramError(f"is {width:.0f} by {height:.0f} pixels; at most {MAX_SIDE:,} a side are allowed")
    root.attrib.pop("style", None)
    sides = {"width": str(math.ceil(width)), "height": str(math.ceil(height))}
    root.attrib.update(sides)
    paper = {"x": f"{left:g}", "y": f"{top:g}", "width": f"{width:g}", "height": f"{height:g}"}
    # A style, unlike an attribute, wins over the drawing's own sheet.
    root.insert(0, ET.Element(f"{{{_SVG}}}rect", {**paper, "style": f"fill:{_PAPER};stroke:none"}))
    return int(sides["width"]), int(sides["height"])
