"""What a person asks of a list, and what that means: canonical values, or one message that names the valid ones."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.core.errors import Invalid
from app.core.fields import did_you_mean
from app.core.slugs import slugify
from app.questions.front_matter import DIFFICULTIES, KINDS, LEVELS
from app.questions.search import query_words, shortened

SORTS = ("syllabus", "practiced", "newest", "difficulty")
ACCESS = ("free", "locked")
STATUSES = ("new", "practiced")
FIXED: Mapping[str, tuple[str, ...]] = {
    "difficulty": tuple(map(slugify, DIFFICULTIES)),
    "kind": tuple(map(slugify, KINDS)),
    "level": tuple(map(slugify, LEVELS)),
    "access": ACCESS,
    "status": STATUSES,
}
FILTERS = ("topic", "tag", "difficulty", "kind", "level", "access", "status")
MAX_NAMED = 60

Parameters = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Asked:
    """The parameters of a list as they came. All filters repeat."""

    topic: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    difficulty: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    access: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    q: str = ""
    sort: str = ""
    after: str | None = None
    before: str | None = None


@dataclass(frozen=True)
class Filters:
    """The same in canonical spelling. `sort` is empty where nobody chose one, or the one that lists have anyway."""

    values: Mapping[str, tuple[str, ...]]
    q: str
    sort: str

    @property
    def order(self) -> str:
        """The order of the list: a search without a sort has its title hits first."""
        return self.sort or ("match" if query_words(self.q) else "syllabus")

    def parameters(self, *, without: tuple[str, str] | None = None) -> Parameters:
        """The URL's parameters in their one order, without a filter value if one is named."""
        chosen = [(name, value) for name in FILTERS for value in self.values[name]]
        rest = [(name, value) for name, value in (("q", self.q), ("sort", self.sort)) if value]
        return tuple(pair for pair in chosen + rest if pair != without)


def read(asked: Asked, *, topics: Iterable[str], tags: Iterable[str]) -> Filters:
    """The filters in canonical spelling; empty values are none. Raises Invalid with every value that isn't known."""
    known = {**FIXED, "topic": tuple(topics), "tag": tuple(tags)}
    errors: dict[str, str] = {}
    values = {}
    for name in FILTERS:
        given = [value for value in getattr(asked, name) if value.strip()]
        values[name] = tuple(dict.fromkeys(map(slugify, given)))
        unknown = [value for value in given if slugify(value) not in known[name]]
        if unknown:
            errors[name] = _unknown(name, unknown[0], known[name])
    sort = slugify(asked.sort)
    if asked.sort.strip() and sort not in SORTS:
        errors["sort"] = _unknown("sort", asked.sort, SORTS)
    if errors:
        raise Invalid(errors)
    q = shortened(asked.q.replace("\x00", " ").strip())
    is_default = sort == "syllabus" and not query_words(q)
    return Filters(values, q, "" if is_default else sort)


def _unknown(name: str, value: str, known: tuple[str, ...]) -> str:
    shown = slugify(value)[:40] or "that"
    names = ", ".join(known[:MAX_NAMED]) or "none yet"
    more = f" and {len(known) - MAX_NAMED} more" if len(known) > MAX_NAMED else ""
    return f"There is no {name} `{shown}`{did_you_mean(shown, known)}. Choose from: {names}{more}."
