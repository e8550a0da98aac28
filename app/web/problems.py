"""The refusals of the API in its OpenAPI document: each is application/problem+json (RFC 9457)."""

from typing import Any

from pydantic import BaseModel

MEANINGS = {
    401: "Sign in first.",
    403: "Known, but not for you; `code` says why.",
    404: "No such thing, or none that you may know of.",
    413: "The body is too large.",
    415: "The body is of a type that can't be read here.",
    422: "The input is at fault; `errors` says where and how to mend it.",
    429: "Too many tries; `Retry-After` says when to come back.",
    503: "Busy; try again soon.",
}


class Problem(BaseModel):
    """What went wrong, in words for a person; `code` is for programs."""

    title: str
    status: int
    detail: str
    code: str
    errors: dict[str, str] = {}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a call that may refuse with these."""
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": MEANINGS[status], "content": content} for status in statuses}


def make_exact(document: dict[str, Any]) -> dict[str, Any]:
    """The OpenAPI document with our problem and without FastAPI's stock 422, which no call answers."""
    for operations in document["paths"].values():
        for operation in operations.values():
            answers = operation["responses"]
            if "HTTPValidationError" in str(answers.get("422")):
                del answers["422"]
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    for stock in ("HTTPValidationError", "ValidationError"):
        schemas.pop(stock, None)
    schemas["Problem"] = Problem.model_json_schema()
    return document
