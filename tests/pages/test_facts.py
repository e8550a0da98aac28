"""The page of dated figures: readable by everybody, and silent about locked answers."""

import pytest

from app.core.db import writing
from app.questions.preparing import prepare
from app.questions.seed_loading import load
from app.questions.versions import read_bank
from tests.pages.html import Page
from tests.queries import statements
from tests.questions.seeds import BODY, file, numbered
from tests.visiting import NOW

FACTS = """\
link:
  value: 400
  unit: GB/s
  what: "Egress of one <b>node</b>"
  source: "A sheet, https://example.org/a?b=1&c=2."
  as_of: 2020-01-31
  confirmed: 2020-02-01
gpu-hour: {value: 2.50, unit: USD/GPU/hour, what: Price of a GPU, source: "javascript:alert(1)", as_of: 2999-01-01}
"""
PROMPT = BODY.replace("with a hit rate of 30 %", "at {{fact:link}}")


def add(visits, *files):
    with writing(visits.engine) as session:
        load(session, prepare(list(files), read_bank(session)), actor="tests", name="facts", now=NOW)


@pytest.fixture
def filled(visits):
    """The tests' bank with two facts; a locked question's prompt uses one of them."""
    add(visits, file(FACTS, "_facts.yaml"), numbered(9001, PROMPT))
    return visits


class TestIndex:
    def test_a_fact_stands_with_value_source_age_and_use(self, filled):
        reply = filled.visitor.get("/facts")
        page = Page(reply)
        assert "400 GB/s" in page.text
        assert "As of Jan 31, 2020" in page.text
        assert "years ago" in page.text.lower()
        assert "1 of them due for a re-check" in page.text
        assert "Confirmed Feb 1, 2020" in page.text
        assert 'id="fact-link"' in reply.text
        assert "Used by 1 question" in page.text
        assert page.links["Question number 9001"] == "/questions/question-9001"
        assert "$2.50/GPU/hour" in page.text
        assert "Not confirmed yet" in page.text

    def test_sources_are_text_and_only_web_addresses_are_links(self, filled):
        html = filled.visitor.get("/facts").text
        assert 'href="https://example.org/a?b=1&amp;c=2" rel="noreferrer"' in html
        assert "&lt;b&gt;node" in html
        assert 'href="javascript' not in html

    def test_words_filter_it_without_a_script(self, filled):
        page = Page(filled.visitor.get("/facts?q=EGRESS"))
        assert "1 fact " in page.text
        assert "400 GB/s" in page.text
        assert "$2.50" not in page.text
        assert dict(page.form("Find facts").fields) == {"q": "EGRESS"}

    @pytest.mark.parametrize("q", ["nowhere", "<script>", "nowhere%00", "x" * 5_000])
    def test_words_that_nothing_holds_lead_back_to_all(self, filled, q):
        reply = filled.visitor.get(f"/facts?q={q}")
        assert reply.status_code == 200
        assert "<script>" not in reply.text
        assert Page(reply).links["Show all facts"] == "/facts"

    def test_a_bank_without_facts_says_so(self, looks):
        page = Page(looks.visitor.get("/facts"))
        assert "No facts are loaded yet" in page.text
        assert page.links["All questions"] == "/questions"

    def test_the_foot_of_every_page_leads_there(self, looks):
        assert Page(looks.visitor.get("/")).links["Facts"] == "/facts"

    def test_what_a_locked_answer_cites_changes_no_byte_for_who_may_not_read_it(self, filled):
        readers = ("visitor", "gus", "alice", "sam", "bob", "dana", "carol")
        before = {name: filled.fresh(filled.tokens.get(name)).get("/facts") for name in readers}
        add(filled, numbered(9001, PROMPT.replace("Thirty zebrafish.", "For {{fact:gpu-hour}}.")))
        after = {name: filled.fresh(filled.tokens.get(name)).get("/facts") for name in readers}
        same = [name for name in readers if after[name].content == before[name].content]
        assert same == ["visitor", "gus", "alice", "sam"]
        assert after["visitor"].headers["etag"] == before["visitor"].headers["etag"]
        assert after["bob"].headers["cache-control"] == "private, no-store"
        for name in ("bob", "dana", "carol"):
            assert Page(after[name]).text.count("Question number 9001 in the answer") == 1

    def test_a_note_below_an_answer_leads_to_the_fact(self, filled):
        add(filled, numbered(9002, BODY.replace("Thirty zebrafish.", "At {{fact:link}}."), free="true"))
        assert Page(filled.visitor.get("/questions/question-9002")).links["400 GB/s"] == "/facts#fact-link"

    def test_it_takes_few_queries(self, filled):
        for name, most in (("visitor", 2), ("gus", 3), ("alice", 4), ("carol", 3)):
            with statements(filled.engine) as seen:
                getattr(filled, name).get("/facts")
            assert len(seen) <= most, (name, [sql for sql, _ in seen])
