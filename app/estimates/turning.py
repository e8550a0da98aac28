"""A worksheet with the reader's numbers: what was typed is read, results are recomputed, what moved is marked."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.estimates.calculation import calculation
from app.estimates.claims import agrees
from app.estimates.notation import number, quantity, rounded, unit_beside
from app.estimates.parsing import is_number
from app.estimates.reading import Unreadable, read_quantity
from app.estimates.scale import is_logarithmic, share_of
from app.estimates.worksheet import Input, Result, Worksheet

_SLIDER_END = 200


@dataclass(frozen=True)
class TurnedInput:
    """An input as the reader has it: `text` as typed, `value` the author's where `error` says what is wrong with it."""

    item: Input
    text: str
    value: float
    error: str | None = None

    @property
    def is_moved(self) -> bool:
        """Whether the reader changed it."""
        return self.value != float(self.item.value)

    @property
    def was(self) -> str:
        """The author's value with its unit."""
        return quantity(self.item.value, self.item.unit)

    @property
    def shown(self) -> str:
        """The value with its unit."""
        return quantity(f"{self.value:.12g}", self.item.unit) if self.is_moved else self.was

    @property
    def unit(self) -> str:
        """The unit beside the field."""
        return unit_beside(self.item.unit)

    @property
    def range(self) -> str:
        """The ends of its range in words; empty without one."""
        return f"{number(self.item.low)} to {number(self.item.high)}" if self.item.low and self.item.high else ""

    @property
    def is_logarithmic(self) -> bool:
        """Whether equal steps of its slider are equal factors."""
        return is_logarithmic(self.item.span) and not self._moves_by_one

    @property
    def slider(self) -> tuple[int, int]:
        """Where its slider stands, and its last position; the first is 0."""
        low, high = self.item.span
        if self._moves_by_one:
            return round(self.value - low), round(high - low)
        return round(_SLIDER_END * share_of(self.item.span, self.value)), _SLIDER_END

    @property
    def _moves_by_one(self) -> bool:
        """Whether the slider has a position for each whole number, so that no press of an arrow is without effect."""
        low, high = self.item.span
        return self.item.is_whole and high - low <= _SLIDER_END


@dataclass(frozen=True)
class TurnedResult:
    """A result for the reader's inputs: the author's own text while it is the same to the digits written."""

    result: Result
    text: str
    is_moved: bool

    @property
    def shown(self) -> str:
        """The value with its unit."""
        return quantity(self.text, self.result.unit)

    @property
    def was(self) -> str:
        """The author's value with its unit."""
        return quantity(self.result.value, self.result.unit)


@dataclass(frozen=True)
class Turned:
    """A worksheet with the reader's inputs; `unknown` are names that it has no input for."""

    sheet: Worksheet
    inputs: tuple[TurnedInput, ...]
    results: tuple[TurnedResult, ...]
    unknown: tuple[str, ...]

    @property
    def values(self) -> dict[str, float]:
        """The values that the results were computed from."""
        return {turned.item.name: turned.value for turned in self.inputs}

    @property
    def wrong(self) -> tuple[TurnedInput, ...]:
        """The inputs that could not be taken as typed."""
        return tuple(turned for turned in self.inputs if turned.error)

    @property
    def is_sound(self) -> bool:
        """Whether everything that was typed could be taken."""
        return not self.wrong and not self.unknown

    @property
    def moved(self) -> dict[str, str]:
        """The reader's own values as typed, by name: what a link must hold."""
        return {turned.item.name: turned.text for turned in self.inputs if turned.is_moved}

    @property
    def main(self) -> TurnedResult:
        """The result that the worksheet is about: the drilled one, else the last."""
        return next((turned for turned in self.results if turned.result.name == self.sheet.drill), self.results[-1])


def turn(sheet: Worksheet, typed: Iterable[tuple[str, str]] = ()) -> Turned:
    """The worksheet for what a reader typed, as pairs of an input's name and a text; an empty text is the author's.

    Never raises for what was typed: an input that cannot be taken says why and keeps the author's value.
    """
    texts: dict[str, list[str]] = {}
    for name, text in typed:
        texts.setdefault(name, []).append(text)
    inputs = tuple(_turned(item, texts.pop(item.name, [])) for item in sheet.inputs)
    recomputed = calculation(sheet).recompute({turned.item.name: turned.value for turned in inputs})
    results = tuple(_recomputed(result, recomputed[result.name]) for result in sheet.results)
    return Turned(sheet, inputs, results, unknown=tuple(texts))


def _turned(item: Input, texts: list[str]) -> TurnedInput:
    # A field shows thousands apart, but not a power of ten as it is read: it shall be easy to change.
    shown = item.value if "e" in item.value.lower() else number(item.value)
    authors = float(item.value)
    if not texts or texts == [item.value]:
        return TurnedInput(item, shown, authors)
    if not texts[0].strip():
        return TurnedInput(item, "", authors)
    try:
        return TurnedInput(item, texts[0], _read(item, texts))
    except Unreadable as unreadable:
        return TurnedInput(item, texts[0], authors, str(unreadable))


def _read(item: Input, texts: list[str]) -> float:
    """The value in the input's unit. Raises Unreadable."""
    if len(texts) > 1:
        raise Unreadable("This came more than once: give one value.")
    text = texts[0].strip()
    # The unit stands beside the field, so a bare number is in it whatever its size.
    value = float(text) if is_number(text) else read_quantity(text, item.unit)
    if item.low is None or item.high is None:
        if value != float(item.value):
            raise Unreadable(f"This stays at {quantity(item.value, item.unit)}: it has no range.")
    elif not float(item.low) <= value <= float(item.high):
        raise Unreadable(f"Enter a value from {number(item.low)} to {quantity(item.high, item.unit)}.")
    elif item.is_whole and not value.is_integer():
        raise Unreadable("Enter a whole number.")
    return value


def _recomputed(result: Result, value: float) -> TurnedResult:
    if agrees(result.value, value):
        return TurnedResult(result, result.value, is_moved=False)
    return TurnedResult(result, rounded(value, result.value), is_moved=True)
