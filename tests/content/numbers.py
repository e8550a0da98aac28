"""Which numbers a text claims, and which literals stand behind them."""

import re

# Not part of a name (H100, 7B, p99, t0) nor of a longer number.
CLAIMED = re.compile(
    r"(?<![\w.,^{])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\w)"
    r"|(?<![\w.,^{])(?:\d+\.\d+|\d+|\.\d+)(?![\w]|\.\d|,\d)"
)
LITERAL = re.compile(r"(?<![\w.])(?:\d[\d_,]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
YEAR = re.compile(r"(?:19|20)\d\d")
SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", " " * 10)
SMALL = {0.0, 1.0, 2.0}


def literals(text: str) -> set[float]:
    """Every number written in a source text, separators taken out."""
    found = set()
    for match in LITERAL.findall(text):
        for plain in {match.replace("_", "").replace(",", ""), *match.replace("_", "").split(",")}:
            if plain.strip("."):
                found.add(float(plain))
    return found


def claimed(text: str) -> list[str]:
    """The numbers that a passage prints, as written; years and ids (a leading zero) are none."""
    text = text.translate(SUPERSCRIPT).replace("{,}", ",").replace("\\,", " ")
    found = CLAIMED.findall(text)
    return [n for n in found if not YEAR.fullmatch(n) and not re.fullmatch(r"0\d{3}", n)]


def is_backed(number: str, known: set[float]) -> bool:
    """Whether a literal stands behind it; a percentage may match its share, a prefix its power of thousand."""
    value = float(number.replace(",", ""))
    scales = (1, 1e-2, 1e3, 1e6, 1e9, 1e12, 1e-3, 1e-6, 1e-9, 1e-12)
    return value in SMALL or any(_near(value * scale, known) for scale in scales)


def _near(value: float, known: set[float]) -> bool:
    return any(abs(value - other) <= 1e-9 * abs(other) for other in known)
