"""The page of a worksheet: the numbers of its address, what comes of them, and no hint of a locked one."""

import re

import pytest

from tests.pages.html import Page

FREE = "/questions/free-tokens/worksheets/1"
LOCKED = "/questions/locked-tokens/worksheets/1"


def shown(client, address, status=200):
    reply = client.get(address)
    assert reply.status_code == status
    return Page(reply)


def words(reply):
    """All text, with a space between the cells of a table, too."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", reply.text))


def field(reply, name):
    return re.search(rf'<input class="input" id="ws_1_{name}"[^>]*>', reply.text)[0]


class TestShow:
    def test_it_opens_with_the_authors_numbers(self, looks):
        page = shown(looks.visitor, FREE)
        form = page.form("Show results")
        assert (form.method, form.action) == ("get", FREE)
        assert [each for each in form.fields if each[0]] == [("rate", "2,000"), ("per_gpu", "125")]
        assert "Replicas: 16 GPU, as given." in page.text
        assert "Replicas 16 GPU" in page.text
        assert "Monthly $29,200" in page.text
        assert "$2.50/GPU/hour" in page.text
        assert "fixed" in page.text
        assert "was" not in page.form("Show results").text

    def test_turned_inputs_move_the_results_and_say_what_was(self, looks):
        page = shown(looks.visitor, f"{FREE}?rate=10,000&per_gpu=")
        assert "was 2,000 request/s" in page.text
        assert "Replicas 80 GPU" in page.text
        assert "was 16 GPU" in page.text
        assert "2 of 2 results moved" in page.text

    @pytest.mark.parametrize("text", ["4e3", "4000", "4k", "4000 request/s", "240k request/minute"])
    def test_a_number_may_be_typed_in_many_ways(self, looks, text):
        reply = looks.visitor.get(FREE, params={"rate": text})
        assert reply.status_code == 200
        assert "Replicas 32 GPU" in Page(reply).text
        assert f'value="{text}"' in field(reply, "rate")

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("fast", "write"),
            ("NaN", "write"),
            ("1e999", "too large"),
            ("40 ms", "request/s"),
            ("0", "Enter a value from 100 to 20,000 request/s."),
            ("x" * 10_000, "at most 60 characters"),
            ('"><script>', "write"),
            ("2\x00", ""),
        ],
    )
    def test_a_wrong_value_is_told_beside_its_field_and_everything_else_stands(self, looks, text, message):
        reply = looks.visitor.get(FREE, params={"rate": text, "per_gpu": "250"})
        page = Page(reply)
        assert reply.status_code == 422
        assert 'aria-invalid="true"' in field(reply, "rate")
        assert 'aria-invalid="false"' in field(reply, "per_gpu")
        assert message in re.search(r'id="ws_1_rate-error"[^>]*>(.*?)</p>', reply.text)[1]
        assert dict(page.form("Show results").fields)["rate"] == text
        assert "Replicas 8 GPU" in page.text
        assert "the results take 2,000 request/s" in page.text

    def test_a_value_given_twice_a_fixed_input_and_an_unknown_name_are_told(self, looks):
        assert "more than once" in shown(looks.visitor, f"{FREE}?rate=200&rate=300", 422).text
        assert "stays at $2.50/GPU/hour" in shown(looks.visitor, f"{FREE}?price=3", 422).text
        page = shown(looks.visitor, f"{FREE}?rte=200&{'x' * 500}=1", 422)
        assert "There is no input rte here." in page.text
        assert "x" * 50 not in page.text
        assert shown(looks.visitor, f"{FREE}?price=2.50").text

    def test_the_chart_is_of_the_result_and_input_asked_for(self, looks):
        text = words(looks.visitor.get(f"{FREE}?chart-result=monthly&chart-input=per_gpu&rate=4000"))
        assert "“Monthly” against “One GPU serves”" in text
        assert "now 125 request/s/GPU $58,400" in text
        assert "“Replicas” against “Peak rate”" in shown(looks.visitor, f"{FREE}?chart-result=x&chart-input=price").text

    def test_it_says_what_matters_most_in_words_and_in_a_table(self, looks):
        text = words(looks.visitor.get(FREE))
        assert "“Peak rate” moves “Replicas” most: 1 % more of it gives 1 % more." in text
        assert "“One GPU serves” moves it as much." in text
        assert "One GPU serves 1 % less" in text

    def test_it_leads_back_to_the_answer_and_on_to_the_drill_and_the_twists(self, looks):
        links = shown(looks.visitor, f"{FREE}?rate=4000").links
        assert links["Back to the answer"] == "/questions/free-tokens#answer"
        assert links["Estimate it yourself, with fresh numbers"] == "/drills/free-tokens/1"
        assert links["Reset"] == FREE
        assert links["A GPU serves half."] == f"{FREE}/twists/2"

    def test_how_a_twist_ends_does_not_stand_here(self, looks):
        for address in (FREE, "/questions/free-tokens"):
            assert "In proportion. A pool would cache." not in looks.visitor.get(address).text
            assert "$146,000" not in looks.visitor.get(address).text

    @pytest.mark.parametrize("place", ["0", "2", "99", "99999999999999999999", "-1", "one"])
    def test_there_is_no_other(self, looks, place):
        for client in (looks.visitor, looks.bob):
            assert client.get(f"/questions/free-tokens/worksheets/{place}").status_code == 404

    def test_a_visitor_may_keep_a_free_one_and_nobody_a_locked_one(self, looks):
        assert looks.visitor.get(FREE).headers["cache-control"] == "private, no-cache"
        assert looks.bob.get(FREE).headers["cache-control"] == "private, no-store"
        assert looks.bob.get(LOCKED).headers["cache-control"] == "private, no-store"


class TestGate:
    @pytest.mark.parametrize("name", ["visitor", "gus", "alice"])
    def test_a_refusal_is_the_same_whether_or_not_there_is_such_a_worksheet(self, looks, name):
        client = getattr(looks, name)
        replies = [
            client.get(f"/questions/{slug}/worksheets/{place}?rate=1e999&nothing=1")
            for slug, place in (("locked-tokens", 1), ("locked-tokens", 9), ("locked-coding", 1))
        ]
        assert {reply.status_code for reply in replies} == {403 if name == "alice" else 303}
        if name == "alice":
            texts = {re.sub(r"/questions/[a-z]+-[a-z]+/worksheets/\d", "", reply.text) for reply in replies}
            assert len(texts) == 1
        assert not any("Peak rate" in reply.text or "zebrafish" in reply.text for reply in replies)

    def test_an_unlock_opens_it(self, looks):
        assert "Replicas of a zebrafish" in shown(looks.bob, LOCKED).text


class TestInTheAnswer:
    def test_the_form_stands_in_the_answer_and_leads_to_its_page(self, looks):
        page = shown(looks.visitor, "/questions/free-tokens")
        form = page.form("Show results")
        assert form.action == FREE
        assert [each for each in form.fields if each[0]] == [("rate", "2,000"), ("per_gpu", "125")]
        assert page.links["Chart and sensitivity"] == FREE

    def test_a_locked_one_shows_nothing(self, looks):
        text = looks.alice.get("/questions/locked-tokens").text
        assert "worksheet" not in text
        assert "estimates." not in text
