"""Forms: urlencoded fields become a typed model, and a wrong form is shown again with its values."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, TypeVar

from fastapi import Request
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError
from sqlalchemy.orm import Session

from app.core.errors import Invalid

MAX_FIELDS = 50
# By Pydantic's name of what is wrong; the numbers are its own.
_MESSAGES = {
    "missing": "Fill this in.",
    "extra_forbidden": "This form has no such field.",
    "string_too_long": "This is longer than {max_length:,} characters.",
    "int_parsing": "Enter a whole number.",
    "int_parsing_size": "Enter a whole number.",
    "greater_than_equal": "The least is {ge:,}.",
    "less_than_equal": "The most is {le:,}.",
}


class FormModel(BaseModel):
    """Fields of a form. Unknown ones are refused, so that nothing can be set that the form does not show."""

    model_config = ConfigDict(extra="forbid", str_max_length=1_000, hide_input_in_errors=True)


def _none_if_empty(value: Any) -> Any:
    return None if value == "" else value


def _day(value: Any) -> Any:
    try:
        return date.fromisoformat(value) if isinstance(value, str) and value else None
    except ValueError:
        raise ValueError("This is no day of the calendar. A day looks like 2026-12-31.") from None


M = TypeVar("M", bound=FormModel)
T = TypeVar("T")
# What a field that may stay empty holds.
OrEmpty = Annotated[T | None, BeforeValidator(_none_if_empty)]
Day = Annotated[date | None, BeforeValidator(_day)]

# What the page around a form shows besides the form; reads only.
Surroundings = Callable[[Request, Session], Mapping[str, Any]]


@dataclass(frozen=True)
class ShownForm:
    """The page that shows this form, and the values it is shown with again: all but passwords."""

    template: str
    shown: Mapping[str, str]
    around: Surroundings | None


def form(
    model: type[M], template: str | None = None, around: Surroundings | None = None
) -> Callable[[Request], Awaitable[M]]:
    """A dependency that reads `model` from the request's form.

    An Invalid raised here or later by a verb ends the request's transaction and shows `template` again with `values`
    and `errors` (field → message) and what `around` gives, status 422; the page's own GET gives it the same. Without
    a template: a plain error page.
    """

    async def read(request: Request) -> M:
        values = await sent_fields(request)
        shown = {name: values.get(name, "") for name in model.model_fields if "password" not in name}
        request.state.form = ShownForm(template, shown, around) if template else None
        try:
            return model.model_validate(values)
        except ValidationError as error:
            raise Invalid({_field(item["loc"]): _message(item) for item in error.errors()}) from None

    return read


def blank(model: type[FormModel], **values: str) -> dict[str, Any]:
    """The context of a form nobody has filled in yet, but for these values."""
    return {"values": {**dict.fromkeys(model.model_fields, ""), **values}, "errors": {}}


async def sent_fields(request: Request) -> dict[str, str]:
    """The fields of a form as sent, for a form whose names only the page knows. Raises Invalid for one sent twice."""
    if "content-type" not in request.headers and not await request.body():
        return {}
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        raise Invalid({"form": "Send this form as application/x-www-form-urlencoded."})
    data = await request.form(max_fields=MAX_FIELDS)
    values: dict[str, str] = {}
    for name, value in data.multi_items():
        if name in values or not isinstance(value, str):
            raise Invalid({name[:40]: "This field came more than once."})
        if "\x00" in value:
            raise Invalid({name[:40]: "This holds a character that no text has (NUL)."})
        values[name] = value
    return values


def _field(location: tuple[int | str, ...]) -> str:
    return str(location[0])[:40] if location else "form"


def _message(item: Mapping[str, Any]) -> str:
    ours = _MESSAGES.get(item["type"])
    return ours.format_map(item.get("ctx", {})) if ours else str(item["msg"]).removeprefix("Value error, ")
