"""Logs tell what happened and hold no secret, address, search text or answer."""

import json
import logging

import pytest
import sqlalchemy as sa
import structlog

from app.audit.models import AuditEntry
from app.core.db import reading


@pytest.fixture
def lines():
    with structlog.testing.capture_logs() as entries:
        yield entries


def test_a_request_is_one_line_with_its_template(visits, lines):
    visits.alice.get("/questions/locked-design?q=private+thought")
    requests = [entry for entry in lines if entry["event"] == "request"]
    assert len(requests) == 1
    assert requests[0]["route"] == "/questions/{slug}"
    assert requests[0]["status"] == 200
    assert "private" not in json.dumps(lines)


def test_passwords_tokens_codes_and_addresses_are_in_no_line(visits, lines, caplog):
    with caplog.at_level(logging.DEBUG):
        visits.fresh().post("/sign-in", data={"email": "alice@example.org", "password": "a secret guess"})
        visits.alice.post("/unlock", data={"code": "ABCD-EFGH-JKMN-PQRS"})
    text = json.dumps(lines) + caplog.text
    for secret in ("a secret guess", "alice@example.org", "ABCD-EFGH", visits.tokens["alice"], "127.0.0.1"):
        assert secret not in text


@pytest.mark.settings(limit_factor=1)
def test_the_alarm_about_guessed_codes_names_no_clients_address(visits, lines):
    for number in range(31):
        fields = {"email": f"g{number}@example.org", "password": "a long walk", "code": "0000-0000-0000-0000"}
        visits.fresh().post("/sign-up", data=fields)
    with reading(visits.engine) as session:
        alarm = session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "codes.guessing")).one()
    assert [line["actor"] for line in lines if line["event"] == "codes.guessing"] == [alarm.actor]
    assert "testclient" not in json.dumps(lines) + alarm.actor
