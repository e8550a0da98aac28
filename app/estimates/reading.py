"""Reads a guess as people type it: `3.2 TB`, `40ms`, `1.2e9`, `$45k`, `200k req/s`, `83 %`."""

import math
import re
import unicodedata

from app.estimates.notation import quantity
from app.estimates.quantities import PURE, Dimension, measure, named, times
from app.estimates.units import COUNTING, OTHER, TIME, UNITS

MAX_CHARACTERS = 60

_SUPERSCRIPT = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
_PLAIN = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]*)?|\.[0-9]+"
_NUMBER = re.compile(
    r"(?:~|≈|about|around|roughly|approx\.?|ca\.)?\s*(?P<sign>[-+]?)\s*(?P<dollar>\$?)\s*(?P<minus>-?)"
    rf"(?:(?:(?P<mantissa>{_PLAIN})\s*[x×*]\s*)?10\s*\^\s*(?P<power>[-+]?[0-9]+)"  # noqa: RUF001 - as people type it
    rf"|(?P<plain>{_PLAIN})(?:\s?e(?P<exponent>[-+]?[0-9]+))?)",
    re.IGNORECASE,
)
# Neither the power of a unit nor the 1 of `1/s`.
_SECOND_NUMBER = re.compile(r"(?<!\^)(?<!\^-)\b(?!1\b)[0-9]")
_SUFFIX = re.compile(r"\s*(thousand|million|billion|trillion|bn|[kKMGBT])(?![A-Za-z])")
_SUFFIXES = {"k": 1e3, "K": 1e3, "M": 1e6, "G": 1e9, "B": 1e9, "T": 1e12}
_SUFFIXES |= {"thousand": 1e3, "million": 1e6, "billion": 1e9, "bn": 1e9, "trillion": 1e12}
# What stands for a unit over another one.
_RATES = (
    (re.compile(r"\b([kKMGT]?)bps\b"), r"\1bit/s"),
    (re.compile(r"\b([kKMGT]?i?B)ps\b"), r"\1/s"),
    (re.compile(r"FLOPS\b"), "FLOP/s"),
    (re.compile(r"\b[rq]ps\b", re.IGNORECASE), "request/s"),
    (re.compile(r"\b(?:per|an?)\b"), "/"),
)
# A part of a unit: `/` divides by it, `*` multiplies; a space or a hyphen stays on the side it is on (`$/GPU-hour`).
_PART = re.compile(r"\s*([/*-]?)\s*([^\s/*^-]+)(?:\^(-?[0-9]))?\s*")
_WORDS = {word.lower(): word for word in (*TIME, *COUNTING, *OTHER, "bit", "byte", "FLOP")}
_WORDS |= {"sec": "s", "second": "s", "min": "minute", "h": "hour", "hr": "hour", "d": "day", "μs": "us"}
_WORDS |= {"millisecond": "ms", "microsecond": "us", "req": "request", "tok": "token", "parameter": "param"}
_WORDS |= {"$": "USD", "dollar": "USD", "%": "percent", "watt": "W", "joule": "J"}
_LONG = {"kilo": "k", "mega": "M", "giga": "G", "tera": "T", "peta": "P"}
_WORDS |= {
    long + word: short + unit
    for long, short in _LONG.items()
    for word, unit in (("bit", "bit"), ("byte", "B"), ("watt", "W"), ("joule", "J"))
}
_WORDS |= {f"{short.lower()}bit": f"{short}bit" for short in _LONG.values()}
_PURE_WORDS = {"1", "x", "×"}  # noqa: RUF001 - as people type it
_BIT_OR_BYTE = re.compile(r"([kmgtp]?)b", re.IGNORECASE)


class Unreadable(ValueError):
    """What was typed is no quantity in the unit asked for; the message is one sentence for who typed it."""


def read_quantity(text: str, unit: str) -> float:
    """The value in `unit` of what somebody typed; a bare number is in `unit`.

    Any unit of the closed list converts, common short forms are read, and what is counted may stay unsaid (`2k/s`
    where request/s is asked). Raises Unreadable for another dimension, none or several numbers, what is not finite,
    more than MAX_CHARACTERS characters, and what may mean two things: `Gb`, `1,5`, and `0.83` where percent is asked.
    """
    example = quantity("40", unit)
    if len(text) > MAX_CHARACTERS:
        raise Unreadable(f"Write at most {MAX_CHARACTERS} characters, such as {example}.")
    value, dollar, rest = _number(_normalized(text), example)
    asked = measure(unit).dimension
    suffix = _SUFFIX.match(rest)
    if suffix and not (suffix[1] == "B" and (not _is_counted(asked) or _is_unit(rest, asked))):
        value, rest = value * _SUFFIXES[suffix[1]], rest[suffix.end() :]
        if not (dollar or rest.strip() or _is_counted(asked)):
            raise Unreadable(f"Write the unit after “{text.strip()}”, such as {example}.")
    if not (dollar or rest.strip()):
        if unit == "percent" and 0 < abs(value) < 1:
            raise Unreadable(f"This may be {value:.6g} % or {100 * value:.6g} %: write one of them with its %.")
        return _finite(value)
    factor, dimension = _unit(dollar + rest, example)
    if not _fits(asked, dimension):
        raise Unreadable(f"“{text.strip()}” does not convert to {unit or named(PURE)}: write it like {example}.")
    return _finite(value * factor / measure(unit).factor)


def _normalized(text: str) -> str:
    raised = re.sub(r"[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+", lambda found: "^" + found[0].translate(_SUPERSCRIPT), text)
    plain = unicodedata.normalize("NFKC", raised).replace("−", "-")  # noqa: RUF001 - the minus sign
    # One space each: the pattern of a number would try every way to part many among its signs.
    return " ".join(plain.replace("**", "^").replace("·", "*").split())


def _number(typed: str, example: str) -> tuple[float, str, str]:
    """The number that this begins with, the `$` before it if there is one, and what stands after it."""
    found = _NUMBER.match(typed)
    if not found:
        raise Unreadable(f"This does not begin with a number: write one, such as {example}.")
    rest = typed[found.end() :]
    if re.match(r",[0-9]", rest):
        raise Unreadable("A comma parts thousands here: write 1.5 with a point, or 1,500 in full.")
    if _SECOND_NUMBER.search(rest):
        raise Unreadable(f"This holds more than one number: write one, such as {example}.")
    digits = found["plain"] or found["mantissa"] or "1"
    value = float(f"{digits.replace(',', '')}e{found['exponent'] or found['power'] or 0}")
    is_negative = "-" in (found["sign"], found["minus"])
    return -value if is_negative else value, found["dollar"], rest


def _unit(text: str, example: str) -> tuple[float, Dimension]:
    """What one of this unit is in base units, and its dimension."""
    for pattern, plain in _RATES:
        text = pattern.sub(plain, text)
    factor, dimension, sign, position = 1.0, PURE, 1, 0
    while position < len(text):
        part = _PART.match(text, position)
        if not part:
            raise Unreadable(f"The unit of this cannot be read: write it like {example}.")
        sign = {"/": -1, "*": 1}.get(part[1], sign)
        if part[2] not in _PURE_WORDS:
            one, power = measure(_unit_called(part[2], example)), sign * int(part[3] or 1)
            factor, dimension = factor * one.factor**power, times(dimension, one.dimension, power)
        position = part.end()
    return factor, dimension


def _unit_called(word: str, example: str) -> str:
    """The unit of the closed list that this word stands for."""
    for name in (word, word.removesuffix("s")):
        thousands = f"k{name[1:]}" if name.startswith("K") else name
        known = next((unit for unit in (name, thousands) if unit in UNITS), _WORDS.get(name.lower()))
        if known:
            return known
    either = _BIT_OR_BYTE.fullmatch(word)
    if either:
        prefix = either[1].upper().replace("K", "k")
        raise Unreadable(f"“{word}” may be bits or bytes: write {prefix}bit or {prefix}B.")
    raise Unreadable(f"“{word}” is no unit that is read here: write it like {example}.")


def _is_unit(text: str, asked: Dimension) -> bool:
    """Whether the text as it stands is a unit of the dimension asked for."""
    try:
        return _unit(text, "")[1] == asked
    except Unreadable:
        return False


def _fits(asked: Dimension, read: Dimension) -> bool:
    """Whether it is what was asked for, or nearly: the `request` of request/s may stay unsaid, but not the `s`."""
    counted = tuple((name, power) for name, power in asked if name in COUNTING and power > 0)
    return asked == read or (read != PURE and asked == times(read, counted))


def _is_counted(asked: Dimension) -> bool:
    """Whether it counts things or money, so that `k`, `M` and `B` can only be thousands, millions and billions."""
    return asked == PURE or any(name in (*COUNTING, "USD") and power > 0 for name, power in asked)


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise Unreadable("This number is too large to be read.")
    return value
