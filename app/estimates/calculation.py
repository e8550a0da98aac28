"""A worksheet's results, recomputed from its inputs. Values are in the unit that their author wrote beside them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from app.estimates.compiling import Compiled, Spans, Values, compile_formula
from app.estimates.formulas import names_in
from app.estimates.intervals import Span, Unsafe
from app.estimates.quantities import Dimension, Measure, measure, named
from app.estimates.worksheet import Input, Result, Worksheet

# The difference of two results must be a float as well.
_LARGEST = 1e300


class WrongResult(ValueError):
    """A result whose formula and unit do not fit, or that has no value for these inputs."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(f"{name} {message}")
        self.name = name
        self.message = message


@dataclass(frozen=True)
class Calculation:
    """The compiled formulas of a worksheet, in its order, with the measures of all its values.

    `sources` are the inputs that each result depends on, directly or by way of other results.
    """

    measures: Mapping[str, Measure]
    formulas: Mapping[str, Compiled]
    sources: Mapping[str, tuple[str, ...]]

    def recompute(self, values: Values) -> dict[str, float]:
        """The results for these values of all inputs. Raises WrongResult where one has none or a huge one."""
        known = {name: value * self.measures[name].factor for name, value in values.items()}
        results = {}
        for name, formula in self.formulas.items():
            try:
                known[name] = formula.value(known)
            except ZeroDivisionError:
                raise WrongResult(name, "divides by zero") from None
            except ArithmeticError:
                raise WrongResult(name, "becomes too large") from None
            except ValueError:
                raise WrongResult(name, "takes a root, power or logarithm that has no value") from None
            results[name] = known[name] / self.measures[name].factor
            if not _is_small(results[name]):
                raise WrongResult(name, "becomes too large")
        return results

    def spans(self, ranges: Spans) -> dict[str, Span]:
        """What each result can become while the inputs stay within these ranges. Raises WrongResult where unsafe."""
        known = {}
        for name, (low, high) in ranges.items():
            factor = self.measures[name].factor
            known[name] = low * factor, high * factor
        results = {}
        for name, formula in self.formulas.items():
            factor = self.measures[name].factor
            try:
                low, high = known[name] = formula.span(known)
            except Unsafe as unsafe:
                raise WrongResult(name, str(unsafe)) from None
            results[name] = low / factor, high / factor
            if not all(map(_is_small, results[name])):
                raise WrongResult(name, "becomes too large")
        return results


def calculation(sheet: Worksheet) -> Calculation:
    """The worksheet's calculation, made once per text. Raises WrongResult where a formula's units do not fit."""
    return _calculation(sheet.inputs, sheet.results)


def defaults(sheet: Worksheet) -> dict[str, float]:
    """The author's values of the inputs."""
    return {item.name: float(item.value) for item in sheet.inputs}


def changed(sheet: Worksheet, values: Mapping[str, str]) -> dict[str, float]:
    """The author's values of the inputs, but for these, as a twist sets them."""
    return defaults(sheet) | {name: float(value) for name, value in values.items()}


def ranges(sheet: Worksheet) -> dict[str, Span]:
    """The spans within which the inputs may be turned; a fixed one is a point."""
    return {item.name: item.span for item in sheet.inputs}


def _is_small(result: float) -> bool:
    return abs(result) <= _LARGEST


@lru_cache(maxsize=100)  # of the largest that a load accepts, each takes a megabyte
def _calculation(inputs: tuple[Input, ...], results: tuple[Result, ...]) -> Calculation:
    measures = {item.name: measure(item.unit) for item in inputs}
    measures |= {result.name: measure(result.unit) for result in results}
    dimensions: dict[str, Dimension] = {item.name: measures[item.name].dimension for item in inputs}
    formulas: dict[str, Compiled] = {}
    sources: dict[str, tuple[str, ...]] = {item.name: (item.name,) for item in inputs}
    for result in results:
        try:
            formula = compile_formula(result.formula, dimensions)
        except ValueError as error:
            raise WrongResult(result.name, str(error)) from None
        claimed = measures[result.name].dimension
        if formula.dimension != claimed:
            raise WrongResult(result.name, f"is {named(formula.dimension)}, but its unit is {named(claimed)}")
        dimensions[result.name] = claimed
        formulas[result.name] = formula
        used = {source for name in names_in(result.formula) & sources.keys() for source in sources[name]}
        sources[result.name] = tuple(item.name for item in inputs if item.name in used)
    return Calculation(measures, formulas, sources)
