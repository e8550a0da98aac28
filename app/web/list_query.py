"""The query of a list of questions, the same for pages and API."""

from typing import Annotated, Any

from fastapi import Query
from pydantic import BaseModel, Field

from app.browsing.filters import FIXED, SORTS, Asked


def _values(name: str, description: str) -> Any:
    """A repeatable filter. Any case is accepted and an empty one is none; the document names the canonical."""
    items: dict[str, Any] = {"type": "string", "enum": ["", *FIXED[name]]} if name in FIXED else {"type": "string"}
    return Field(default_factory=list, description=description, json_schema_extra={"items": items})


class ListQuery(BaseModel):
    """What a URL asks of a list."""

    topic: list[str] = _values("topic", "Slugs of topics, any of them.")
    tag: list[str] = _values("tag", "Tags, any of them.")
    difficulty: list[str] = _values("difficulty", "How hard.")
    kind: list[str] = _values("kind", "What kind of question.")
    level: list[str] = _values("level", "For whom.")
    access: list[str] = _values("access", "Whether the answer is free, or locked for you.")
    status: list[str] = _values("status", "Whether you have practiced it.")
    q: str = Field("", description="Words in title, prompt, tags or topic.")
    sort: str = Field(
        "",
        description="The order. Without one: title hits first in a search, else syllabus.",
        json_schema_extra={"enum": ["", *SORTS]},
    )
    after: str | None = Field(None, description="A cursor: the page after it.")
    before: str | None = Field(None, description="A cursor: the page before it.")

    def asked(self) -> Asked:
        """The same for the domain."""
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in self.model_dump().items()
        }
        return Asked(**values)


InQuery = Annotated[ListQuery, Query()]
