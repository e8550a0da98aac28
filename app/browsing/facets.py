"""The filters beside a list: each value with the count it has before other filters."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FacetValue:
    """One value of a filter: canonical spelling for the URL, the seed's spelling to read."""

    value: str
    label: str
    count: int
    is_on: bool


@dataclass(frozen=True)
class Facet:
    """One filter; `name` is its URL parameter."""

    name: str
    label: str
    values: tuple[FacetValue, ...]

    @property
    def on_count(self) -> int:
        """How many of its values are chosen."""
        return sum(value.is_on for value in self.values)
