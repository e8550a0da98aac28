"""Holds a caller to the rule of a route."""

from fastapi import Request

from app.accounts.models import Person
from app.accounts.scopes import reaches
from app.core.errors import Forbidden, SignInNeeded
from app.web.callers import Caller
from app.web.policy import POLICY, Rule


class ScopeTooSmall(Forbidden):
    """The token does not reach that far."""

    title = "Not for this token"
    code = "scope"


def rule_of(request: Request) -> Rule:
    """The rule of the route that matched; a route without one is nobody's."""
    return POLICY[request.scope["route"].name]


def require(rule: Rule, caller: Caller) -> Person | None:
    """The caller's person if the rule lets them in.

    Raises SignInNeeded for who has no account, Forbidden for a role or a token that does not reach as far.
    """
    person, scope = caller.person, caller.scope
    if scope is not None and not reaches(scope, rule.scope):
        raise _too_small(rule)
    if rule.needs_account and (person is None or person.is_guest):
        raise SignInNeeded("This needs an account.")
    if rule.roles is not None and (person is None or person.role not in rule.roles):
        who = " or ".join(sorted(rule.roles))
        raise Forbidden(f"This is for people with the role {who}. An admin gives roles at /admin/people.")
    return person


def _too_small(rule: Rule) -> ScopeTooSmall:
    if rule.scope is None:
        return ScopeTooSmall("Tokens open the API below /api/v1 only. Pages are for people in a browser.")
    advice = f"This needs a token with the scope `{rule.scope}`. Make one at /account."
    return ScopeTooSmall(
        advice, headers={"WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{rule.scope}"'}
    )
