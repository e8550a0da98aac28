"""A worksheet to turn, of inputs and formulas that a test names."""

from app.estimates.worksheet import Input, Result, Worksheet


def an_input(
    name: str = "rate", value: str = "2000", low: str | None = "100", high: str | None = "20000", unit: str = ""
):
    return Input(name, name.title(), value, unit, low, high, None)


def a_sheet(*inputs: Input, drill: str | None = None, **results: tuple[str, str] | tuple[str, str, str]) -> Worksheet:
    """`results` are (formula, claimed value) or (formula, claimed value, unit) by name."""
    made = tuple(Result(name, parts[0], parts[1], "".join(parts[2:])) for name, parts in results.items())
    return Worksheet("A sheet", inputs, made, (), drill)


POOL = a_sheet(
    an_input("rate", "2000", "100", "20000", "request/s"),
    an_input("speed", "133", "1", "500", "request/s/GPU"),
    an_input("share", "0.6", "0.3", "0.95"),
    an_input("hours", "730", None, None, "hour"),
    an_input("loss", "0.5", "0.1", "50", "percent"),
    replicas=("ceil(rate / (share * speed))", "26", "GPU"),
    spent=("replicas * hours", "18980", "GPU*hour"),
    lost=("rate * loss", "10", "request/s"),
    drill="replicas",
)
