"""The OpenAPI document is exact: what the API is sent and what it answers agree with it, for the cast."""

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from app.main import create_app
from app.settings import Settings
from app.web.routes import all_routes
from tests.visiting import HOST, fill
from tests.web.test_policy import MEMBERS, STAFF
from tests.web.test_tokens import OPENS

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]

pytestmark = pytest.mark.xdist_group("openapi")


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    url = f"sqlite:///{tmp_path_factory.mktemp('openapi') / 'headroom.db'}"
    tokens = fill(url)
    app = create_app(Settings(database_url=url, limit_factor=0, seeds="none"))
    yield app, tokens
    app.state.engine.dispose()


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("name", ["visitor", "gus", "bob", "dana"])
def test_every_call_keeps_to_the_document(served, name, mode):
    app, tokens = served
    cookies = {"headroom": tokens[name]} if name in tokens else {}
    document = schemathesis.openapi.from_asgi("/api/openapi.json", app)
    # It would send tokens that it made up, and learn of every call only that these are refused.
    document.config.generation.update(with_security_parameters=False)
    for found in document.get_all_operations():
        try_out(found.ok(), mode, cookies)


def test_the_document_says_how_far_a_token_must_reach(served):
    app, _ = served
    document = app.openapi()
    names = {(route.path, method.lower()): route.name for route in all_routes(app) for method in route.methods}
    assert document["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            name, ways = names[path, method], operation["security"]
            needed = "read" if name in OPENS["read"] else next(scope for scope in OPENS if name in OPENS[scope])
            assert {"token": [needed]} in ways
            assert ({} in ways) is (name not in STAFF and name not in MEMBERS)
            refusals = {"401"} if needed == "read" else {"401", "403"}
            assert refusals <= set(operation["responses"])


def try_out(operation, mode, cookies):
    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(max_examples=15, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    def call(case):
        headers = {"host": HOST, "sec-fetch-site": "same-origin"}
        case.call_and_validate(headers=headers, cookies=cookies, checks=CHECKS)

    try:
        call()
    except Unsatisfiable:
        assert mode is GenerationMode.NEGATIVE  # a call without input cannot be sent wrong input
