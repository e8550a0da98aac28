"""Code with the five classes of the design's code block: comment, keyword, string, number, name of a definition."""

from functools import cache
from html import escape
from itertools import groupby

from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, Keyword, Name, Number, Operator, String, _TokenType
from pygments.util import ClassNotFound

_CLASSES: tuple[tuple[_TokenType, str], ...] = (
    (Comment, "c"),
    (Keyword, "k"),
    (Operator.Word, "k"),
    (String, "s"),
    (Number, "m"),
    (Name.Function, "f"),
    (Name.Class, "f"),
)


def highlight(source: str, language: str) -> str:
    """Escaped HTML of the source; without classes where the language is not known."""
    try:
        lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return escape(source, quote=False)
    parts = []
    for name, run in groupby(lexer.get_tokens(source), key=lambda token: _class(token[0])):
        text = escape("".join(value for _, value in run), quote=False)
        parts.append(f'<span class="{name}">{text}</span>' if name else text)
    return "".join(parts)


@cache
def _class(kind: _TokenType) -> str:
    ancestors = kind.split()
    return next((name for parent, name in _CLASSES if parent in ancestors), "")
