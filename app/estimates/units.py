"""The closed list of units that worksheets and facts may use."""

import re

TIME = ("s", "ms", "us", "ns", "minute", "hour", "day")
COUNTING = ("request", "token", "sample", "step", "event", "row", "param", "layer", "GPU", "node")
PREFIXED = ("bit", "byte", "B", "FLOP", "W", "J", "Wh")
OTHER = ("USD", "percent")
DECIMAL = ("k", "M", "G", "T", "P", "E")
BINARY = ("Ki", "Mi", "Gi", "Ti")

UNITS = frozenset(
    {
        *(TIME + COUNTING + PREFIXED + OTHER),
        *(prefix + unit for prefix in DECIMAL for unit in PREFIXED),
        *(prefix + unit for prefix in BINARY for unit in ("bit", "byte", "B")),
    }
)
# Six factors of the largest unit, or over it, times the largest number that is read, still fit a float.
MOST_FACTORS = 6

# For an author who meets the list for the first time.
_LIST = (
    f"{' '.join(TIME)}, {' '.join(COUNTING)}, {' '.join(OTHER)}, or with a prefix such as k, G or Gi: "
    f"{' '.join(PREFIXED)}"
)
_ADVICE = {
    "Gb": "write Gbit",
    "Mb": "write Mbit",
    "Tb": "write Tbit",
    "month": "use hour; in a formula a month is 730 * hour",
    "year": "use hour; in a formula a year is 8760 * hour",
    "min": "min is the function; write minute",
    "h": "write hour",
    "sec": "write s",
}
_PART = re.compile(r"([A-Za-z]+)(?:\^(-?[1-9]))?")


class UnitError(ValueError):
    """The text is not a unit of the list, nor a product of such."""


def factors(text: str) -> list[tuple[str, int]]:
    """The units of a product with their powers: `GB/s/GPU^2` is GB, s to the -1 and GPU to the -2.

    Raises UnitError where it is none or has more than MOST_FACTORS.
    """
    found = []
    # As if it began with `*`: operators and parts in turn.
    _, *pieces = re.split(r"\s*([*/])\s*", "*" + text.replace("**", "^").strip())
    for position, (operator, part) in enumerate(zip(pieces[::2], pieces[1::2], strict=True)):
        if part == "1" and position == 0 and len(pieces) > 2:  # noqa: PLR2004 - the 1 of `1/s`
            continue
        match = _PART.fullmatch(part)
        if not match:
            raise UnitError(f"`{part}` is not a unit" if part else f"`{text}` is not a unit")
        if match[1] not in UNITS:
            raise UnitError(advice(match[1]) or f"`{match[1]}` is not on the list of units: {_LIST}")
        power = int(match[2] or 1)
        found.append((match[1], power if operator == "*" else -power))
    if sum(abs(power) for _, power in found) > MOST_FACTORS:
        raise UnitError(f"multiplies more than {MOST_FACTORS} units")
    return found


def advice(name: str) -> str | None:
    """What to write in place of a unit that is refused because it may mean two things; None for other names."""
    return f"`{name}` is ambiguous: {_ADVICE[name]}" if name in _ADVICE else None


def unit_problem(text: str) -> str | None:
    """What is wrong with a unit such as `request/s/GPU` or `GB/s`; None when every part is on the list."""
    try:
        factors(text)
    except UnitError as error:
        return str(error)
    return None
