"""Crawlers read what is public, once, and find the sitemap."""

from urllib.robotparser import RobotFileParser

import pytest

from app.web.policy import ANYBODY, POLICY
from app.web.routes import all_routes
from tests.house.test_routes import VALUES
from tests.pages.machines import NO_HOSTS, check_visit

OPEN = [
    "/",
    "/drills",
    "/facts",
    "/topics/model-serving",
    "/questions",
    "/questions/locked-design",
    "/unlock",
    "/feed.xml",
    "/sitemap.xml",
]


def rules(reply):
    parser = RobotFileParser()
    parser.parse(reply.text.splitlines())
    return parser


def test_what_is_public_may_be_read(looks):
    found = rules(check_visit(looks, "/robots.txt", "text/plain; charset=utf-8"))
    assert [path for path in OPEN if not found.can_fetch("anybot", f"http://bank.example{path}")] == []
    assert found.site_maps() == ["http://bank.example/sitemap.xml"]


def test_nothing_of_one_person_nothing_of_staff_and_no_filtered_list_is_read(looks):
    found = rules(looks.visitor.get("/robots.txt"))
    private = {route.path for route in all_routes(looks.app) if POLICY[route.name] != ANYBODY} - {"/metrics"}
    paths = [path.format(**VALUES) for path in private]
    paths += ["/sign-in?next=/", "/sign-up", "/sign-out"]
    assert [path for path in paths if found.can_fetch("anybot", f"http://bank.example{path}")] == []
    lines = looks.visitor.get("/robots.txt").text.splitlines()
    assert {"Disallow: /questions?*", "Disallow: /questions/*?*", "Disallow: /topics/*?*"} <= set(lines)
    assert not found.can_fetch("anybot", "http://bank.example/drills/free-tokens/1?seed=7")


@pytest.mark.parametrize("host", NO_HOSTS)
def test_a_host_that_is_none_adds_no_line(looks, host):
    reply = looks.visitor.get("/robots.txt", headers={"host": host})
    assert reply.text == looks.visitor.get("/robots.txt").text


@pytest.mark.settings(base_url="https://bank.example")
def test_the_sitemap_is_named_by_the_base_url(visits):
    assert rules(visits.visitor.get("/robots.txt")).site_maps() == ["https://bank.example/sitemap.xml"]
