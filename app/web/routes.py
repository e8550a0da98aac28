"""The routes of the app as a flat list, for whatever must hold for all of them."""

from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import FastAPI
from starlette.routing import BaseRoute


@dataclass(frozen=True)
class NamedRoute:
    """One address: `questions.show`, `/questions/{slug}`, its methods."""

    name: str
    path: str
    methods: frozenset[str]


def all_routes(app: FastAPI) -> Iterator[NamedRoute]:
    """Every route, those of included routers too. Routers carry their whole path, so that a template is unambiguous."""
    yield from _flat(app.routes)


def _flat(routes: list[BaseRoute]) -> Iterator[NamedRoute]:
    for route in routes:
        router = getattr(route, "original_router", None)
        if router is not None:
            yield from _flat(router.routes)
        else:
            methods = getattr(route, "methods", None) or {"GET"}
            yield NamedRoute(getattr(route, "name", ""), getattr(route, "path", ""), frozenset(methods))
