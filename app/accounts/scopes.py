"""How far a token of a program reaches."""

from typing import Literal, get_args

from app.accounts.roles import DRAFT_READERS, Role

Scope = Literal["read", "practice", "load"]
SCOPES: tuple[Scope, ...] = get_args(Scope)


def scopes_for(role: Role | None) -> tuple[Scope, ...]:
    """The scopes that somebody with this role may give a token: a program loads only for who may load themself."""
    return tuple(scope for scope in SCOPES if scope != "load" or role in DRAFT_READERS)


def reaches(scope: Scope, needed: Scope | None) -> bool:
    """Whether a token of this scope may call what needs another; every token reads, none opens what names no scope."""
    return needed is not None and needed in {"read", scope}
