"""Every route is named, needs a known kind of viewer, and answers each of the cast without an error of ours."""

import re

import pytest

from app.gate.banks import NUMBERS, PLACES
from app.main import create_app
from app.settings import Settings
from app.web.routes import all_routes

NAME = re.compile(r"[a-z_]+\.[a-z_]+")
VALUES = {
    "slug": "locked-design",
    "topic": "model-serving",
    "digest": "0" * 64,
    "name": "main.css",
    **dict.fromkeys((*NUMBERS, *PLACES), "1"),
}
CAST = ("visitor", "gus", "alice", "bob", "carol", "dana", "sam")


def the_routes():
    return sorted(all_routes(create_app(Settings(database_url="sqlite:////nowhere/x.db"))), key=lambda r: r.path)


def test_every_route_has_a_name_of_its_feature_and_action():
    assert [route for route in the_routes() if not NAME.fullmatch(route.name)] == []


def test_no_two_routes_share_a_name():
    names = [route.name for route in the_routes()]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("name", CAST)
def test_every_get_answers(visits, name):
    client = getattr(visits, name)
    for route in all_routes(visits.app):
        if "GET" in route.methods:
            reply = client.get(route.path.format(**VALUES))
            assert reply.status_code in {200, 303, 401, 403, 404}, (route, reply.status_code)


@pytest.mark.parametrize("name", CAST)
def test_every_write_of_nothing_answers(visits, name):
    for route in all_routes(visits.app):
        for method in route.methods - {"GET", "HEAD"}:
            client = visits.fresh(visits.tokens.get(name))
            reply = client.request(method, route.path.format(**VALUES))
            assert reply.status_code in {200, 303, 401, 403, 404, 415, 422}, (route, reply.status_code)


def test_every_write_from_another_site_is_refused(visits):
    for route in all_routes(visits.app):
        for method in route.methods - {"GET", "HEAD"}:
            reply = visits.alice.request(method, route.path.format(**VALUES), headers={"sec-fetch-site": "cross-site"})
            assert reply.status_code == 403, route
