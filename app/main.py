"""Wires the app: settings, engine, templates, layers and routers. Nothing is decided here."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from types import ModuleType
from typing import Any

from fastapi import Depends, FastAPI
from starlette.middleware import Middleware

from app.api import me as api_me
from app.api import practice as api_practice
from app.api import questions as api_questions
from app.api import seeds as api_seeds
from app.api import statistics as api_statistics
from app.api import topics as api_topics
from app.api import unlocks as api_unlocks
from app.core.db import create_engine, sqlite_path
from app.pages import (
    account,
    appearance,
    audit,
    batches,
    codes,
    confirmations,
    diagrams,
    docs,
    drills,
    facts,
    feed,
    gate,
    health,
    home,
    keyboard,
    metrics,
    password_resets,
    people,
    practice,
    questions,
    robots,
    security_txt,
    seeds,
    sign_in,
    sign_out,
    sign_up,
    sitemap,
    static,
    statistics,
    tokens,
    topics,
    twists,
    unlocks,
    uploads,
    worksheets,
)
from app.settings import Settings, load_settings
from app.web import errors, session_cookie
from app.web.access_log import AccessLog
from app.web.assets import Assets
from app.web.body_cap import BodyCap
from app.web.caching import Conditional
from app.web.door import authorize
from app.web.headers import Headers
from app.web.last_resort import LastResort
from app.web.metrics import Measured, Metrics
from app.web.openapi_security import with_security
from app.web.problems import make_exact
from app.web.rendering import make_environment, use_routes
from app.web.routes import all_routes
from app.web.same_origin import same_origin
from app.web.turns import Turns

PAGES: tuple[ModuleType, ...] = (
    account,
    appearance,
    audit,
    batches,
    codes,
    confirmations,
    diagrams,
    docs,
    drills,
    facts,
    feed,
    gate,
    health,
    home,
    keyboard,
    metrics,
    password_resets,
    people,
    practice,
    questions,
    robots,
    security_txt,
    seeds,
    sign_in,
    sign_out,
    sign_up,
    sitemap,
    static,
    statistics,
    tokens,
    topics,
    twists,
    unlocks,
    uploads,
    worksheets,
)
APIS: tuple[ModuleType, ...] = (
    api_me,
    api_practice,
    api_questions,
    api_seeds,
    api_statistics,
    api_topics,
    api_unlocks,
)


def create_app(settings: Settings | None = None) -> FastAPI:
    """The app for these settings, or for those of the environment (what `uvicorn --factory` calls)."""
    settings = settings or load_settings()
    engine = create_engine(settings.database_url)
    counters = Metrics()

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        engine.dispose()

    app = FastAPI(
        title="Headroom",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        telemetry={"tracing": False, "metrics": False, "logs": False, "operation_spans": False},
        lifespan=lifespan,
        dependencies=[Depends(same_origin), Depends(authorize)],
        # Outermost first: whatever is refused or breaks further in gets the headers and a line in the log.
        middleware=[
            Middleware(Headers, is_https=settings.is_https),
            Middleware(AccessLog),
            Middleware(Measured, metrics=counters),
            Middleware(Conditional),
            Middleware(BodyCap),
            Middleware(LastResort),
        ],
    )
    app.state.settings = settings
    app.state.engine = engine
    app.state.turns = Turns(one_writer=sqlite_path(engine.url) is not None)
    app.state.metrics = counters
    app.state.assets = Assets()
    app.state.templates = make_environment(app.state.assets)
    errors.install(app)
    for page in PAGES:
        app.include_router(page.router, include_in_schema=False)
    for api in APIS:
        app.include_router(api.router)
    cookie = session_cookie.name_of(settings, session_cookie.SESSION)

    def document() -> dict[str, Any]:
        return with_security(make_exact(FastAPI.openapi(app)), all_routes(app), cookie=cookie)

    # Made when it is first asked for; not FastAPI's cache, which writes it anew, without all this, for a later route.
    app.openapi = cache(document)  # type: ignore[method-assign]
    use_routes(app.state.templates, app)
    return app
