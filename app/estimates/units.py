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

_REFUSED = {
    "Gb": "write Gbit",
    "Mb": "write Mbit",
    "Tb": "write Tbit",
    "month": "write 730 * hour",
    "year": "write 8760 * hour",
    "min": "min is the function; write minute",
    "h": "write hour",
    "sec": "write s",
}
_PART = re.compile(r"([A-Za-z]+)(?:(?:\*\*|\^)(-?[0-9]{1,2}))?")


def unit_problem(text: str) -> str | None:
    """What is wrong with a unit such as `request/s/GPU` or `GB/s`; None when every part is on the list."""
    for part in re.split(r"\s*[*/]\s*(?!\*)", text.replace("**", "^").strip()):
        match = _PART.fullmatch(part.replace("^", "**"))
        if part == "1":
            continue
        if not match:
            return f"`{part}` is not a unit"
        if match[1] in _REFUSED:
            return f"`{match[1]}` is ambiguous: {_REFUSED[match[1]]}"
        if match[1] not in UNITS:
            return f"`{match[1]}` is not on the list of units"
    return None
