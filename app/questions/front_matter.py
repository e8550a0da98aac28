"""The typed front matter of a question, and the split of any seed file into front matter and body."""

import re
from dataclasses import dataclass
from datetime import date

from app.core.fields import Fields, Problems
from app.core.slugs import is_slug
from app.core.strict_yaml import Mapping, YamlError, parse

DIFFICULTIES = ("Easy", "Medium", "Hard")
KINDS = ("System Design", "Technical", "Coding", "Estimation", "Debugging")
LEVELS = ("junior", "senior", "staff")
ROLES = ("ml-engineer", "data-engineer", "platform-engineer", "software-engineer")
STATUSES = ("draft", "ready", "retired")
EXTERNAL_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True)
class FrontMatter:
    """What a question says about itself. All but `reviewed`, `checked_with` and `claims` is public."""

    id: str
    slug: str
    title: str
    topic: str
    difficulty: str
    kind: str
    minutes: int
    tags: tuple[str, ...]
    roles: tuple[str, ...]
    levels: tuple[str, ...]
    is_free: bool
    is_anchor: bool
    status: str
    version: int
    updated_on: date
    prerequisites: tuple[str, ...]
    related: tuple[str, ...]
    lab: str | None
    reviewed: dict[str, str]
    checked_with: dict[str, str]
    claims: tuple[dict[str, str], ...]


def split(text: str, problems: Problems) -> tuple[Mapping | None, str, int]:
    """Front matter, body and the body's first line. The front matter is None after a problem was noted."""
    lines = text.splitlines(keepends=True)
    if not lines or lines[0].rstrip() != "---":
        problems.add(1, "front matter", "the file must begin with a line `---`, its fields, and another line `---`")
        return None, "", 1
    closing = next((n for n, line in enumerate(lines[1:], start=2) if line.rstrip() == "---"), None)
    if closing is None:
        problems.add(1, "front matter", "has no closing line `---`")
        return None, "", 1
    body = "".join(lines[closing:])
    try:
        return parse("".join(lines[1 : closing - 1]), first_line=2), body, closing + 1
    except YamlError as error:
        problems.add(error.line, "front matter", error.message)
        return None, body, closing + 1


def read(mapping: Mapping, problems: Problems) -> FrontMatter | None:
    """The front matter, or None after every problem in it was noted."""
    before = len(problems.found)
    fields = Fields(mapping, problems)
    made = FrontMatter(
        id=_external_id(fields),
        slug=_slug(fields, "slug"),
        title=fields.text("title", required=True, max_length=140) or "",
        topic=_slug(fields, "topic"),
        difficulty=fields.choice("difficulty", DIFFICULTIES) or "",
        kind=fields.choice("kind", KINDS) or "",
        minutes=fields.integer("minutes", low=5, high=120, required=True) or 0,
        tags=_tags(fields),
        roles=_known(fields, "roles", ROLES),
        levels=_known(fields, "levels", LEVELS),
        is_free=fields.boolean("free", default=False),
        is_anchor=fields.boolean("anchor", default=False),
        status=fields.choice("status", STATUSES) or "",
        version=fields.integer("version", low=1, high=1_000_000, required=True) or 0,
        updated_on=fields.day("updated", required=True) or date.min,
        prerequisites=_external_ids(fields, "prerequisites"),
        related=_external_ids(fields, "related"),
        lab=_slug(fields, "lab", required=False) or None,
        reviewed=_reviewed(fields),
        checked_with=fields.mapping_of_texts("checked_with"),
        claims=tuple(_claim(claim) for claim in fields.mappings("claims")),
    )
    fields.refuse_unknown()
    errors = [problem for problem in problems.found[before:] if not problem.is_warning]
    return None if errors else made


def _external_id(fields: Fields) -> str:
    text = fields.text("id", required=True) or ""
    if text and not EXTERNAL_ID.fullmatch(text):
        fields.wrong("id", f"`{text}` may hold only letters, digits, `_` and `-`, at most 64")
    return text


def _external_ids(fields: Fields, name: str) -> tuple[str, ...]:
    ids = fields.texts(name, most=20)
    for text in ids:
        if not EXTERNAL_ID.fullmatch(text):
            fields.wrong(name, f"`{text}` is not an id")
    return ids


def _slug(fields: Fields, name: str, *, required: bool = True) -> str:
    text = fields.text(name, required=required) or ""
    if text and not is_slug(text):
        fields.wrong(name, f"`{text}` may hold only a-z, 0-9 and inner hyphens, at most 64")
    return text


def _tags(fields: Fields) -> tuple[str, ...]:
    tags = fields.texts("tags", least=1, most=4)
    for tag in tags:
        if not is_slug(tag):
            fields.wrong("tags", f"`{tag}` may hold only a-z, 0-9 and inner hyphens")
    return tags


def _known(fields: Fields, name: str, known: tuple[str, ...]) -> tuple[str, ...]:
    values = fields.texts(name, most=len(known))
    for value in values:
        if value not in known:
            fields.wrong(name, f"`{value}` is not one of {', '.join(known)}")
    return values


def _reviewed(fields: Fields) -> dict[str, str]:
    reviewed = fields.mapping_of_texts("reviewed", max_length=2_000)
    if reviewed and set(reviewed) != {"solver", "checker", "on"}:
        fields.wrong("reviewed", "needs exactly `solver`, `checker` and `on`")
    return reviewed


def _claim(fields: Fields) -> dict[str, str]:
    claim = {
        name: fields.text(name, required=True, max_length=1_000) or ""
        for name in ("tool", "version", "statement", "source")
    }
    day = fields.day("date", required=True)
    fields.refuse_unknown()
    return {**claim, "date": day.isoformat() if day else ""}
