"""How far a token of a program reaches."""

from typing import Literal, get_args

Scope = Literal["read", "practice", "load"]
SCOPES: tuple[Scope, ...] = get_args(Scope)


def reaches(scope: Scope, needed: Scope | None) -> bool:
    """Whether a token of this scope may call what needs another; every token reads, none opens what names no scope."""
    return needed is not None and needed in {"read", scope}
