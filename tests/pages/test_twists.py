"""A twist: the guess first, then what comes of it; for whoever may read the answer, and for nobody else."""

import pytest
import sqlalchemy as sa

from app.accounts.models import Person
from app.core.db import reading, writing
from app.drills.models import Guess
from tests.pages.html import Page
from tests.queries import statements
from tests.visiting_bank import SECRET

FREE = "/questions/free-tokens/worksheets/1/twists/1"
LOCKED = "/questions/locked-tokens/worksheets/1/twists/1"
# What only whoever guessed may see: expected values and the author's words.
OUTCOME = ("80", "146,000", "In proportion")


def guesses(visits):
    with reading(visits.engine) as session:
        return session.scalars(sa.select(Guess).order_by(Guess.id)).all()


def people(visits):
    with reading(visits.engine) as session:
        return session.scalar(sa.select(sa.func.count()).select_from(Person))


def seen(client, path=FREE):
    reply = client.get(path)
    assert reply.status_code == 200
    return Page(reply)


class TestShow:
    def test_before_the_guess_it_asks_and_tells_nothing_of_the_outcome(self, looks):
        page = seen(looks.visitor)
        assert "Traffic grows fivefold. What does the pool become?" in page.text
        assert "Peak rate: 2,000 request/s → 10,000 request/s" in page.text
        assert "Results before the change" in page.text
        assert "16 GPU" in page.text
        assert [words for words in OUTCOME if words in page.text] == []
        form = page.form("Commit the guess")
        assert (form.method, form.action) == ("post", FREE)
        assert [name for name, _ in form.fields] == ["replicas", "monthly"]
        assert "Replicas in GPU" in form.text
        assert "Monthly in USD" in form.text

    def test_after_the_guess_it_stands_beside_what_comes_of_it(self, visits):
        visits.alice.post(FREE, data={"replicas": "40", "monthly": "$1.5M"})
        page = seen(visits.alice)
        assert "80 GPU You guessed 40 GPU : 2 × too low. Full marks" in page.text  # noqa: RUF001
        assert "$146,000 You guessed $1,500,000 : 10.3 × too high. No marks" in page.text  # noqa: RUF001
        assert "In proportion. A pool would cache." in page.text
        assert "was 16 GPU" in page.text
        assert "Commit the guess" not in page.text

    def test_after_the_guess_it_leads_on(self, visits):
        visits.alice.post(FREE, data={"replicas": "80"})
        page = seen(visits.alice)
        assert page.links["Next twist"] == FREE.removesuffix("1") + "2"
        assert page.links["Back to the answer"] == "/questions/free-tokens#answer"
        assert page.links["Turn these numbers"] == "/questions/free-tokens/worksheets/1?rate=10000"
        visits.alice.post(page.links["Next twist"], data={"replicas": "32"})
        last = seen(visits.alice, page.links["Next twist"])
        assert "Next twist" not in last.links
        assert "right on" in last.text

    def test_nobody_sees_the_outcome_by_the_guess_of_another(self, visits):
        visits.alice.post(FREE, data={"replicas": "40"})
        for client in (visits.visitor, visits.gus, visits.bob):
            assert [words for words in OUTCOME if words in seen(client).text] == []

    def test_a_worksheet_that_changed_since_the_guess_says_so(self, visits):
        visits.alice.post(FREE, data={"replicas": "40"})
        with writing(visits.engine) as session:
            session.execute(sa.update(Guess).values(expected=160.0))
        page = seen(visits.alice)
        assert "160 GPU You guessed" in page.text
        assert "The worksheet has changed since" in page.text

    def test_a_result_that_is_gone_since_the_guess_is_still_shown(self, visits):
        visits.alice.post(FREE, data={"replicas": "40"})
        with writing(visits.engine) as session:
            session.execute(sa.update(Guess).values(result="old_pool"))
        page = seen(visits.alice)
        assert "Old pool 80 GPU You guessed 40 GPU" in page.text
        assert "The worksheet has changed since" in page.text

    def test_what_somebody_unlocked_or_guessed_is_kept_nowhere(self, visits):
        visits.gus.post(FREE, data={"replicas": "40"})
        for client, path in ((visits.gus, FREE), (visits.alice, FREE), (visits.bob, LOCKED)):
            assert client.get(path).headers["cache-control"] == "private, no-store"

    @pytest.mark.parametrize(
        ("name", "path", "most"),
        [("visitor", FREE, 2), ("gus", FREE, 4), ("alice", FREE, 4), ("bob", FREE, 4), ("bob", LOCKED, 5)],
    )
    def test_it_takes_few_queries(self, visits, name, path, most):
        client = getattr(visits, name)
        if name != "visitor":
            client.post(path, data={"replicas": "1", "monthly": "1"})
        with statements(visits.engine) as sent:
            assert client.get(path).status_code == 200
        assert len(sent) <= most, [sql for sql, _ in sent]


class TestCreate:
    def test_a_guess_is_kept_as_it_was_typed_and_read(self, visits):
        reply = visits.alice.post(FREE, data={"replicas": "~ 40 GPUs", "monthly": ""})
        assert (reply.status_code, reply.headers["location"]) == (303, FREE)
        (guess,) = guesses(visits)
        assert (guess.occasion, guess.worksheet, guess.number, guess.result) == ("twist", 1, 1, "replicas")
        assert (guess.text, guess.value, guess.expected, guess.unit) == ("~ 40 GPUs", 40.0, 80.0, "GPU")
        assert (guess.score, guess.quantity) == (100, "count")

    def test_a_visitor_becomes_a_guest_by_guessing(self, visits):
        browser = visits.fresh()
        assert browser.post(FREE, data={"replicas": "40"}).status_code == 303
        assert "Full marks" in seen(browser).text

    def test_the_first_guess_counts(self, visits):
        for data in ({"replicas": "40"}, {"replicas": "80", "monthly": "146000"}, {"replicas": "no number"}, {}):
            assert visits.alice.post(FREE, data=data).status_code == 303
        assert [(guess.result, guess.value) for guess in guesses(visits)] == [("replicas", 40.0)]

    def test_what_cannot_be_read_is_shown_again_with_a_message_beside_it(self, visits):
        browser, before = visits.fresh(), people(visits)
        reply = browser.post(FREE, data={"replicas": "3 to 4", "monthly": "40 ms"})
        page = Page(reply)
        assert reply.status_code == 422
        assert "2 things need another look. Nothing was saved." in page.text
        assert page.text.count("This holds more than one number: write one, such as 40 GPU.") == 2
        assert page.text.count("“40 ms” does not convert to USD: write it like $40.") == 2
        assert page.form("Commit the guess").fields == [("replicas", "3 to 4"), ("monthly", "40 ms")]
        assert [words for words in OUTCOME if words in page.text] == []
        assert (guesses(visits), people(visits)) == ([], before)
        assert "set-cookie" not in reply.headers

    def test_one_unreadable_guess_keeps_none(self, visits):
        reply = visits.alice.post(FREE, data={"replicas": "40", "monthly": "lots"})
        assert reply.status_code == 422
        assert Page(reply).form("Commit the guess").fields == [("replicas", "40"), ("monthly", "lots")]
        assert guesses(visits) == []

    def test_nothing_filled_in_is_no_guess(self, visits):
        for data in ({}, {"replicas": " ", "monthly": ""}):
            reply = visits.alice.post(FREE, data=data)
            assert reply.status_code == 422
            assert "Guess at least one result." in Page(reply).text
        assert guesses(visits) == []

    @pytest.mark.parametrize(
        "data",
        [
            {"replicas": "1", "per_gpu": "2"},
            {"replicas": "1", "x" * 500: "2"},
            {"replicas": ["1", "2"]},
            {"replicas": "1\x00"},
            {"replicas": "1" * 10_000},
            {"replicas": "1e999"},
            {"replicas": "nan"},
            {"replicas": "<script>"},
        ],
    )
    def test_hostile_input_gets_a_message_and_keeps_nothing(self, visits, data):
        reply = visits.alice.post(FREE, data=data)
        assert reply.status_code == 422
        assert "<script>" not in reply.text
        assert guesses(visits) == []

    def test_an_own_guess_is_there_after_signing_in(self, visits):
        browser = visits.fresh()
        browser.post(FREE, data={"replicas": "40"})
        browser.post("/sign-in", data={"email": "alice@example.org", "password": "correct horse battery"})
        assert "You guessed 40 GPU" in seen(browser).text


class TestGate:
    @pytest.mark.parametrize("name", ["visitor", "gus", "alice"])
    def test_a_locked_answer_refuses_alike_whether_or_not_there_is_such_a_twist(self, visits, name):
        client, before = getattr(visits, name), people(visits)
        for act in (client.get, client.post):
            refused = [act(LOCKED.replace("1", number)) for number in ("1", "0", "9")]
            refused.append(act("/questions/locked-coding/worksheets/1/twists/1"))
            assert {reply.status_code for reply in refused} <= {303, 401, 403}
            assert len({reply.status_code for reply in refused}) == 1
            assert SECRET not in "".join(reply.text for reply in refused)
        assert (guesses(visits), people(visits)) == ([], before)

    def test_an_unlock_opens_its_twists(self, visits):
        assert SECRET in visits.bob.get(LOCKED).text
        assert visits.bob.post(LOCKED, data={"replicas": "80"}).status_code == 303
        assert f"A {SECRET} would cache." in seen(visits.bob, LOCKED).text

    def test_a_guess_does_not_open_what_was_locked_since(self, visits):
        visits.bob.post(LOCKED, data={"replicas": "80"})
        with writing(visits.engine) as session:
            session.execute(sa.text("UPDATE unlocks SET revoked_at = granted_at"))
        assert visits.bob.get(LOCKED).status_code == 403
        assert SECRET not in visits.bob.get(LOCKED).text

    @pytest.mark.parametrize(
        "path", ["0/twists/1", "2/twists/1", "1/twists/0", "1/twists/3", "1/twists/x", "x/twists/1"]
    )
    def test_what_is_not_there_is_not_found(self, looks, path):
        address = f"/questions/free-tokens/worksheets/{path}"
        assert looks.alice.get(address).status_code == 404
        assert looks.alice.post(address, data={"replicas": "1"}).status_code == 404

    @pytest.mark.settings(gate="attempt")
    def test_under_the_gate_attempt_it_opens_after_one(self, visits):
        assert visits.alice.get(LOCKED).status_code == 403
        visits.alice.post("/questions/locked-tokens/practice")
        assert visits.alice.get(LOCKED).status_code == 200
