"""Who may make which call, as the OpenAPI document says it: from the policy itself, so that both are one."""

from collections.abc import Iterable
from typing import Any

from app.web.policy import POLICY
from app.web.problems import problems
from app.web.routes import NamedRoute

TOKEN = {
    "type": "http",
    "scheme": "bearer",
    "description": "A token made at /account. It acts as its person, as far as its scope reaches.",
}


def with_security(document: dict[str, Any], routes: Iterable[NamedRoute], *, cookie: str) -> dict[str, Any]:
    """The document with its two schemes, and for each call which of them it takes and how that may be refused.

    The role of a token is its scope. An empty way in stands for nobody in particular. `cookie` is the session's name.
    """
    names = {(route.path, method.lower()): route.name for route in routes for method in route.methods}
    session = {"type": "apiKey", "in": "cookie", "name": cookie, "description": "The session of a browser."}
    document["components"]["securitySchemes"] = {"token": TOKEN, "session": session}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            rule = POLICY[names[path, method]]
            ways = [{"token": [rule.scope]}, {"session": []}]
            operation["security"] = ways if rule.needs_account else [{}, *ways]
            refusals = problems(401) if rule.scope == "read" and rule.roles is None else problems(401, 403)
            answers = {str(status): answer for status, answer in refusals.items()} | operation["responses"]
            operation["responses"] = dict(sorted(answers.items()))
    return document
