"""After signing in one comes back to a path of this site, never to another."""

import pytest

from app.web.return_to import safe_path


@pytest.mark.parametrize("path", ["/", "/questions?q=kv%20cache&topic=x", "/questions/a#answer"])
def test_own_paths_are_kept(path):
    assert safe_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        None, "", "questions", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example",
        "https://evil.example/", "javascript:alert(1)", "/a\r\nSet-Cookie: x=1", "/\tevil", "/" + "a" * 600,
    ],
)  # fmt: skip
def test_everything_else_leads_home(path):
    assert safe_path(path) == "/"


def test_the_theme_form_returns_to_the_page_it_was_on(visits):
    for referrer, expected in [
        ("http://bank.example/api/docs?x=1", "/api/docs?x=1"),
        ("http://evil.example/a", "/"),
        ("http://[bank.example/a", "/"),
    ]:
        reply = visits.visitor.post("/theme", data={"theme": "dark"}, headers={"referer": referrer})
        assert reply.headers["location"] == expected
