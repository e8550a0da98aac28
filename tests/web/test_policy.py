"""The policy: every route is in it, every name in it is a route, and each person is refused where it says so only."""

import pytest
import structlog
from fastapi.routing import APIRoute

from app.main import APIS, PAGES
from app.web.deps import member, viewer
from app.web.policy import ANYBODY, POLICY
from app.web.routes import all_routes
from tests.house.test_routes import CAST, VALUES, the_routes
from tests.house.test_transactions import in_order

# Written by hand, for whoever changes the policy must say it twice.
ADMINS, AUTHORS, SUPPORTERS = {"carol"}, {"carol", "dana"}, {"carol", "sam"}
STAFF = {
    "statistics.index": AUTHORS,
    "statistics.export": AUTHORS,
    "seeds.index": AUTHORS,
    "seeds.create": AUTHORS,
    "uploads.show": AUTHORS,
    "uploads.update": AUTHORS,
    "uploads.apply": AUTHORS,
    "uploads.delete": AUTHORS,
    "batches.show": AUTHORS,
    "batches.undo": AUTHORS,
    "people.index": SUPPORTERS,
    "people.show": SUPPORTERS,
    "people.unlock": SUPPORTERS,
    "people.lock": SUPPORTERS,
    "people.disable": SUPPORTERS,
    "people.enable": SUPPORTERS,
    "people.end_sessions": SUPPORTERS,
    "people.update_role": ADMINS,
    "codes.index": SUPPORTERS,
    "codes.create": SUPPORTERS,
    "codes.show": SUPPORTERS,
    "codes.revoke": SUPPORTERS,
    "audit.index": ADMINS,
    "audit.verify": ADMINS,
    "gate.show": ADMINS,
    "gate.create": ADMINS,
    "api_seeds.create": AUTHORS,
    "api_statistics.show": AUTHORS,
}
MEMBERS = {
    "confirmations.send",
    "account.show",
    "account.end_session",
    "account.end_sessions",
    "account.edit_password",
    "account.update_password",
    "tokens.create",
    "tokens.delete",
    "tokens.delete_all",
    "api_unlocks.create",
}
# What ends the session that the test goes on with comes last.
LAST = ["account.end_sessions", "sign_out.create"]


def test_every_route_is_in_the_policy():
    assert {route.name for route in the_routes()} - set(POLICY) == set()


def test_every_name_in_the_policy_is_a_route():
    assert set(POLICY) - {route.name for route in the_routes()} == set()


def test_these_are_the_routes_that_need_a_role_or_an_account():
    assert {name for name, rule in POLICY.items() if rule.roles is not None} == set(STAFF)
    assert {name for name, rule in POLICY.items() if rule.needs_account} == set(STAFF) | MEMBERS


def test_whatever_is_not_for_everybody_asks_who_is_there():
    assert {name for name, rule in POLICY.items() if rule != ANYBODY} - depending_on(viewer) == set()


def test_a_handler_that_needs_an_account_is_behind_a_rule_that_does():
    assert {name for name in depending_on(member) if not POLICY[name].needs_account} == set()


def depending_on(dependency):
    """The names of the routes that ask for it."""
    return {
        route.name
        for module in (*PAGES, *APIS)
        for route in module.router.routes
        if isinstance(route, APIRoute) and dependency in in_order(route.dependant)
    }


def is_refused(reply):
    """Whether the policy refused; a page or a verb may have its own reasons to."""
    if reply.status_code == 303:
        return reply.headers["location"].startswith("/sign-in?next=")
    if reply.status_code == 401:
        return "This needs an account." in reply.text
    return reply.status_code == 403 and "This is for people with the role" in reply.text


@pytest.mark.parametrize("name", CAST)
def test_each_person_is_refused_exactly_where_the_policy_says(visits, name):
    values = {**VALUES, **{parameter: "999999" for parameter in VALUES if parameter.endswith("_id")}}
    values["slug"] = "free-cache-hits"  # a locked answer sends visitors to sign in, too
    client = visits.fresh(visits.tokens.get(name))
    routes = sorted(all_routes(visits.app), key=lambda route: LAST.index(route.name) if route.name in LAST else -1)
    for route in routes:
        method = next(iter(route.methods - {"HEAD"}))
        reply = client.request(method, route.path.format(**values))
        may = name in STAFF.get(route.name, CAST) and (route.name not in MEMBERS or name not in {"visitor", "gus"})
        assert is_refused(reply) is not may, (route.name, reply.status_code)


def test_a_route_without_a_rule_runs_for_nobody(visits):
    ran = []
    for path in ("/forgotten", "/api/v1/forgotten"):
        for method in ("GET", "POST"):
            visits.app.add_api_route(path, lambda: ran.append(1), methods=[method], name="forgotten.show")
    with structlog.testing.capture_logs() as lines:
        for client in (visits.visitor, visits.carol):
            for path in ("/forgotten", "/api/v1/forgotten"):
                assert {client.get(path).status_code, client.post(path).status_code} == {500}
    assert ran == []
    assert "broken" in {line["event"] for line in lines}  # a slip of ours, and told as one
