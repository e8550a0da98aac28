"""The unlock page: what opens, redeeming, and guessing that is bounded."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry

WRONG = "0000-0000-0000-0000"


def redeem(client, code, **headers):
    return client.post("/unlock", data={"code": code}, headers=headers)


class TestNew:
    def test_everybody_may_see_what_an_unlock_opens(self, visits):
        for name in ("visitor", "gus", "alice", "bob"):
            assert "<h1>Unlock the answers</h1>" in getattr(visits, name).get("/unlock").text
        assert "All answers, forever" in visits.bob.get("/unlock").text

    @pytest.mark.settings(gate="open")
    def test_an_open_bank_says_that_no_code_is_needed(self, visits):
        assert "no code is needed" in visits.visitor.get("/unlock").text


class TestCreate:
    def test_a_code_opens_the_answers_at_once(self, visits):
        assert "zebrafish" not in visits.alice.get("/questions/locked-design").text
        reply = redeem(visits.alice, visits.a_code())
        assert (reply.status_code, reply.headers["location"]) == (303, "/questions")
        page = visits.alice.get("/questions/locked-design")
        assert "Unlocked." in page.text
        assert "zebrafish" in page.text
        assert page.headers["cache-control"] == "private, no-store"

    def test_a_code_typed_at_a_question_leads_back_to_it(self, visits):
        page = "http://bank.example/questions/locked-design"
        assert redeem(visits.alice, visits.a_code(), referer=page).headers["location"] == "/questions/locked-design"

    @pytest.mark.parametrize("code", ["", "nonsense", WRONG, "é" * 16, "x" * 2000])
    def test_a_wrong_code_is_shown_again_with_one_message(self, visits, code):
        reply = redeem(visits.alice, code)
        assert reply.status_code == 422
        assert reply.text.count('class="field-error"') == 1

    def test_a_code_works_once(self, visits):
        code = visits.a_code()
        redeem(visits.alice, code)
        assert "before" in redeem(visits.alice, code).text
        assert "no uses left" in redeem(visits.carol, code).text

    @pytest.mark.parametrize("name", ["visitor", "gus"])
    def test_without_an_account_the_code_survives_into_sign_up_and_sign_in(self, visits, name):
        code, browser = visits.a_code(), getattr(visits, name)
        reply = redeem(browser, code)
        assert reply.status_code == 401
        assert "<h1>Sign up</h1>" in reply.text
        assert f'value="{code}"' in reply.text
        assert 'formaction="/sign-in"' in reply.text
        signed_in = visits.fresh().post(
            "/sign-in",
            data={"email": "alice@example.org", "password": "correct horse battery", "code": code, "next": ""},
        )
        assert signed_in.status_code == 303
        assert visits.alice.get("/api/v1/questions/locked-design").json()["access"] == "unlocked"

    def test_a_code_typed_at_a_question_without_an_account_leads_back_to_it_too(self, visits):
        reply = redeem(visits.visitor, visits.a_code(), referer="http://bank.example/questions/locked-design")
        assert 'name="next" value="/questions/locked-design"' in reply.text
        assert 'name="next" value="/questions"' in redeem(visits.visitor, visits.a_code()).text

    @pytest.mark.settings(sign_up="closed")
    def test_where_sign_up_is_closed_the_code_survives_into_sign_in(self, visits):
        reply = redeem(visits.visitor, WRONG)
        assert "<h1>Sign in</h1>" in reply.text
        assert f'value="{WRONG}"' in reply.text

    @pytest.mark.settings(limit_factor=1)
    def test_the_thirty_first_wrong_code_is_refused_and_rings_an_alarm_once(self, visits):
        assert redeem(visits.alice, visits.a_code()).status_code == 303
        assert [redeem(visits.alice, WRONG).status_code for _ in range(33)] == [422] * 30 + [429] * 3
        refused = redeem(visits.alice, visits.a_code())
        assert refused.status_code == 429
        assert int(refused.headers["retry-after"]) <= 600
        with Session(visits.engine) as session:
            alarms = session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "codes.guessing")).all()
        assert len(alarms) == 1
        assert WRONG not in str(vars(alarms[0]))

    @pytest.mark.settings(limit_factor=1)
    def test_the_limit_holds_for_pages_and_api_together(self, visits):
        for _ in range(15):
            redeem(visits.alice, WRONG)
            visits.alice.post("/api/v1/unlock", json={"code": WRONG})
        assert visits.alice.post("/api/v1/unlock", json={"code": WRONG}).status_code == 429
