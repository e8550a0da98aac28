"""Forged hosts and requests that another site made a browser send are refused."""

import pytest

DARK = {"theme": "dark"}


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "", "origin": "http://bank.example"},
        {"sec-fetch-site": None, "origin": "http://evil.example"},
        {"sec-fetch-site": None, "origin": "null"},
        {"sec-fetch-site": None, "origin": "http://[bank.example"},
        {"sec-fetch-site": None},
        {"sec-fetch-site": "cross-site", "origin": "http://bank.example"},
    ],
)
def test_an_unsafe_request_from_elsewhere_is_refused(visits, headers):
    client = visits.visitor
    del client.headers["sec-fetch-site"]
    reply = client.post("/theme", data=DARK, headers={name: text for name, text in headers.items() if text is not None})
    assert reply.status_code == 403
    assert "another site" in reply.text
    assert "theme" not in client.cookies


@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "same-origin"}, {"sec-fetch-site": "none"}, {"origin": "http://bank.example"}]
)
def test_our_own_forms_pass(visits, headers):
    client = visits.visitor
    del client.headers["sec-fetch-site"]
    assert client.post("/theme", data=DARK, headers=headers).status_code == 303


@pytest.mark.settings(base_url="https://bank.example")
def test_with_a_base_url_every_other_host_is_refused(visits):
    assert visits.visitor.get("/api/docs", headers={"host": "evil.example"}).status_code == 421
    assert visits.visitor.get("/api/docs", headers={"host": "BANK.example"}).status_code == 200


def test_without_a_base_url_any_host_is_served(visits):
    assert visits.visitor.get("/api/docs", headers={"host": "192.168.1.7:8000"}).status_code == 200


@pytest.mark.settings(base_url="https://bank.example.org")
def test_a_probe_on_the_machine_itself_needs_no_host(visits):
    for path, status in (("/healthz", 200), ("/readyz", 200), ("/", 421)):
        assert visits.visitor.get(path, headers={"host": "127.0.0.1:8000"}).status_code == status
