"""`POST /unlock`: redeeming for programs."""

from datetime import datetime, timedelta

import pytest

from app.core.clock import utc_now


def redeem(client, **body):
    return client.post("/api/v1/unlock", json=body)


def test_a_member_redeems_and_reads(visits):
    assert visits.alice.get("/api/v1/questions/locked-coding/answer").status_code == 403
    reply = redeem(visits.alice, code=visits.a_code(unlock_days=7))
    assert reply.status_code == 200
    end = datetime.fromisoformat(reply.json()["expires_at"])
    assert timedelta(days=6, hours=23) < end - utc_now() <= timedelta(days=7)
    assert visits.alice.get("/api/v1/questions/locked-coding/answer").status_code == 200


@pytest.mark.parametrize("name", ["visitor", "gus"])
def test_without_an_account_it_is_always_401(visits, name):
    for code in (visits.a_code(), "nonsense"):
        assert redeem(getattr(visits, name), code=code).status_code == 401


def test_a_wrong_code_is_a_problem_at_its_field(visits):
    reply = redeem(visits.alice, code="0000-0000-0000-0000")
    assert reply.status_code == 422
    assert list(reply.json()["errors"]) == ["code"]


@pytest.mark.parametrize("body", [{}, {"code": 7}, {"code": "x", "unlocked": True}, {"code": "x" * 2000}])
def test_a_wrong_body_is_refused_without_an_echo(visits, body):
    reply = redeem(visits.alice, **body)
    assert reply.status_code == 422
    assert "x" * 100 not in reply.text


@pytest.mark.settings(limit_factor=1)
def test_the_thirty_first_wrong_code_is_429(visits):
    codes = [redeem(visits.alice, code="0000-0000-0000-0000").status_code for _ in range(31)]
    assert codes == [422] * 30 + [429]
