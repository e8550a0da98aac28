"""Who finds a fault learns whom to tell."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.pages.machines import check_visit

PATH = "/.well-known/security.txt"


def fields(reply):
    return dict(line.split(": ", 1) for line in reply.text.splitlines())


@pytest.mark.settings(contact="mailto:security@bank.example")
def test_it_names_the_contact_for_nearly_a_year(visits):
    found = fields(check_visit(visits, PATH, "text/plain; charset=utf-8"))
    assert list(found) == ["Contact", "Expires", "Preferred-Languages"]
    assert found["Contact"] == "mailto:security@bank.example"
    expires = datetime.fromisoformat(found["Expires"])
    assert timedelta(days=363) < expires - datetime.now(UTC) < timedelta(days=365)
    assert (expires.hour, expires.minute, expires.second) == (23, 59, 59)


@pytest.mark.settings(contact="https://bank.example/contact", base_url="https://bank.example")
def test_it_says_where_it_stands_when_the_base_url_is_known(visits):
    assert fields(visits.visitor.get(PATH))["Canonical"] == f"https://bank.example{PATH}"
    assert visits.visitor.get(PATH, headers={"host": "other.example"}).status_code == 421


def test_without_a_contact_there_is_none(looks):
    reply = looks.visitor.get(PATH)
    assert reply.status_code == 404
    assert "named no contact" in reply.text
