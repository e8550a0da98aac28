"""Every response carries the security headers; cookies are as strict as the site allows."""

import pytest

from app.web.headers import CSP, HEADERS


@pytest.mark.parametrize("path", ["/api/docs", "/nowhere", "/api/v1/nowhere", "/healthz", "/api/openapi.json"])
def test_every_response_has_the_security_headers(visits, path):
    headers = visits.visitor.get(path).headers
    assert {name: headers[name] for name in HEADERS} == HEADERS
    assert "strict-transport-security" not in headers
    assert "unsafe-inline" not in CSP


@pytest.mark.settings(base_url="https://bank.example")
def test_over_https_cookies_and_transport_are_strict(visits):
    reply = visits.visitor.post("/theme", data={"theme": "dark"})
    cookie = reply.headers["set-cookie"]
    assert cookie.startswith("__Host-theme=dark; Path=/;")
    assert all(word in cookie for word in ("HttpOnly", "SameSite=Lax", "Secure"))
    assert "max-age=63072000" in reply.headers["strict-transport-security"]


def test_over_http_cookies_work_without_their_prefix(visits):
    cookie = visits.visitor.post("/theme", data={"theme": "dark"}).headers["set-cookie"]
    assert cookie.startswith("theme=dark; Path=/; HttpOnly; SameSite=Lax")
    assert "Secure" not in cookie
    assert 'data-theme="dark"' in visits.visitor.get("/api/docs").text


def test_static_files_are_public_and_immutable_under_hashed_names_only(visits):
    path = visits.app.state.assets.path_of("main.css")
    reply = visits.visitor.get(path)
    assert reply.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert reply.headers["content-type"].startswith("text/css")
    assert visits.visitor.get("/static/main.css").status_code == 404
    assert visits.visitor.get("/static/..%2f..%2fpyproject.toml").status_code == 404


def test_a_planted_500_is_a_plain_page_with_all_headers(visits):
    def fail() -> None:
        raise RuntimeError("a secret in the message")

    for path in ("/fails", "/api/v1/fails"):
        visits.app.add_api_route(path, fail, name="home.show")  # a name that the policy lets everybody call
    page, problem = visits.visitor.get("/fails"), visits.visitor.get("/api/v1/fails")
    assert (page.status_code, problem.status_code) == (500, 500)
    assert "secret" not in page.text + problem.text
    assert problem.headers["content-type"] == "application/problem+json"
    assert page.headers["content-security-policy"] == CSP
