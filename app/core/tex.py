r"""TeX formulas as MathML.

The converter is lenient: it accepts open braces, prints commands it does not know, and copies what stands in
`\text` as it is. Its output is therefore read as XML and held to a closed list of elements, attributes and arities.
"""

import re
from xml.etree import ElementTree as ET

from latex2mathml.converter import convert

MAX_LENGTH = 2_000
MAX_DEPTH = 20
NAMESPACE = "{http://www.w3.org/1998/Math/MathML}"

_CHILDREN = {"mfrac": 2, "msub": 2, "msup": 2, "msubsup": 3, "munder": 2, "mover": 2, "munderover": 3, "mroot": 2}
ELEMENTS = frozenset(_CHILDREN) | {
    "math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "msqrt", "mstyle", "mtable", "mtr", "mtd", "mpadded",
    "mphantom", "menclose",
}  # fmt: skip
ATTRIBUTES = frozenset(
    {
        "display", "displaystyle", "scriptlevel", "stretchy", "fence", "separator", "form", "lspace", "rspace",
        "minsize", "maxsize", "mathvariant", "width", "height", "depth", "linethickness", "columnalign",
        "columnspacing", "columnlines", "rowspacing", "rowlines", "accent", "accentunder", "movablelimits",
        "largeop", "symmetric", "notation", "linebreak",
    }
)  # fmt: skip
_ENVIRONMENTS = frozenset({"matrix", "pmatrix", "bmatrix", "vmatrix", "cases", "aligned", "align", "align*", "array"})
_DEFINES = re.compile(r"\\(?:def|let|newcommand|renewcommand|newenvironment|DeclareMathOperator)\b")
_ENVIRONMENT = re.compile(r"\\begin\{([^}]*)\}")
_COMMAND = re.compile(r"\\[A-Za-z]*.?")
_GROUPED = re.compile(r"<mn>\d{1,3}</mn>(?:<mrow><mo>&#x0002C;</mo></mrow><mn>\d{3}</mn>)+")


class TexError(ValueError):
    """A formula that does not render; the message says why."""


def to_mathml(tex: str, *, is_block: bool = False) -> str:
    """The formula as a `<math>` element; raises TexError."""
    if len(tex) > MAX_LENGTH:
        raise TexError(f"the formula has {len(tex)} characters; at most {MAX_LENGTH} are allowed")
    _check_source(tex)
    try:
        mathml = convert(tex, display="block" if is_block else "inline")
    except Exception as error:  # noqa: BLE001 - the library raises whatever its walker stumbles over
        raise TexError(f"`{tex}` is not TeX that renders ({type(error).__name__})") from None
    _check_output(tex, mathml)
    # `7{,}875` is one number, not three things side by side.
    return _GROUPED.sub(lambda match: f"<mn>{','.join(re.findall(r'>([0-9]+)<', match.group()))}</mn>", mathml)


def _check_source(tex: str) -> None:
    depth = 0
    for brace in re.findall(r"(?<!\\)(?:\\\\)*([{}])", tex):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            break
        if depth > MAX_DEPTH:
            raise TexError(f"a formula may nest {MAX_DEPTH} levels at most")
    if depth:
        raise TexError(f"the braces of `{tex}` do not close")
    if _DEFINES.search(tex):
        raise TexError("a formula may not define commands")
    for name in _ENVIRONMENT.findall(tex):
        if name not in _ENVIRONMENTS:
            raise TexError(f"the environment `{name}` is not known")


def _check_output(tex: str, mathml: str) -> None:
    try:
        if "<!" in mathml or "<?" in mathml:
            raise TexError(f"`{tex}` holds HTML")
        # Entities cannot be declared without `<!`, so there is none to expand.
        root = ET.fromstring(mathml)  # noqa: S314
    except ET.ParseError:
        raise TexError(f"`{tex}` holds `<` or `&` in a text: write it in words") from None
    for element in root.iter():
        name = element.tag.removeprefix(NAMESPACE)
        if name not in ELEMENTS or not ATTRIBUTES.issuperset(element.attrib):
            raise TexError(f"`{tex}` holds something that is not allowed here: {name}")
        unknown = _COMMAND.search(element.text or "")
        if unknown:
            raise TexError(f"the command `{unknown.group()}` is not known")
        if name in _CHILDREN and len(element) != _CHILDREN[name]:
            raise TexError(f"a command of `{tex}` lacks an argument")
