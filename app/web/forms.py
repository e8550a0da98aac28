"""Forms: urlencoded fields become a typed model, and a wrong form is shown again with its values."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from fastapi import Request
from pydantic import BaseModel, ConfigDict, ValidationError

from app.core.errors import Invalid

MAX_FIELDS = 50


class FormModel(BaseModel):
    """Fields of a form. Unknown ones are refused, so that nothing can be set that the form does not show."""

    model_config = ConfigDict(extra="forbid", str_max_length=1_000, hide_input_in_errors=True)


M = TypeVar("M", bound=FormModel)


@dataclass(frozen=True)
class ShownForm:
    """The page that shows this form, and the values it is shown with again: all but passwords."""

    template: str
    shown: Mapping[str, str]


def form(model: type[M], template: str | None = None) -> Callable[[Request], Awaitable[M]]:
    """A dependency that reads `model` from the request's form.

    An Invalid raised here or later by a verb ends the request's transaction and shows `template` again with `values`
    and `errors` (field → message), status 422; the page's own GET gives it the same two. Without a template: a plain
    error page.
    """

    async def read(request: Request) -> M:
        values = await _fields(request)
        shown = {name: values.get(name, "") for name in model.model_fields if "password" not in name}
        request.state.form = ShownForm(template, shown) if template else None
        try:
            return model.model_validate(values)
        except ValidationError as error:
            raise Invalid({_field(item["loc"]): _message(item) for item in error.errors()}) from None

    return read


def blank(model: type[FormModel], **values: str) -> dict[str, Any]:
    """The context of a form nobody has filled in yet, but for these values."""
    return {"values": {**dict.fromkeys(model.model_fields, ""), **values}, "errors": {}}


async def _fields(request: Request) -> dict[str, str]:
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


def _message(item: Mapping[str, object]) -> str:
    kind = item["type"]
    if kind == "missing":
        return "Fill this in."
    if kind == "extra_forbidden":
        return "This form has no such field."
    if kind == "string_too_long":
        return "This is longer than 1,000 characters."
    return str(item["msg"]).removeprefix("Value error, ")
