"""The review of an upload that changes facts."""

import pytest

from tests.authoring.test_facts_moved import CITING, SIZED, facts
from tests.cli.test_facts_moved import planted
from tests.pages.html import Page
from tests.pages.seed_uploads import applied, uploaded
from tests.pages.test_facts import add
from tests.questions.seeds import numbered

MENDED = (
    SIZED.replace("value: 20,", "value: 40,")
    .replace("value: 50,", "value: 100,")
    .replace("{replicas: 200}", "{replicas: 400}")
)


@pytest.fixture
def author(visits):
    """Dana's browser at the tests' bank with two more questions, which cite facts."""
    add(visits, facts(), numbered(1, SIZED), numbered(2, CITING, free="true"))
    return visits.dana


class TestShow:
    def test_it_shows_every_claim_that_breaks_although_it_cannot_be_loaded(self, author):
        page = Page(author.get(uploaded(author, facts("50", source="A paper"))))
        assert "Can't be loaded" in page.text
        assert "100 request/s/GPU speedA book As of Nov 24, 2026; not confirmed" in page.text
        assert "50 request/s/GPU A paper As of Nov 24, 2026; not confirmed" in page.text
        assert "2 questions1, 2" in page.text
        assert "3 claims move, 3 no longer hold." in page.text
        assert "1. A pooltwist 1 replicas200 GPU200 GPU400 GPU" in page.text
        assert page.text.count("No longer holds speed") == 3

    def test_it_shows_that_claims_hold_once_they_are_mended_and_then_loads(self, author):
        address = uploaded(author, facts("50"), numbered(1, MENDED))
        page = Page(author.get(address))
        assert "3 claims move, 0 no longer hold." in page.text
        assert "Can't be loaded" not in page.text
        applied(author, address)
        assert "50 request/s/GPU" in Page(author.get("/facts")).text
        assert "50 request/s/GPU" in Page(author.get("/questions/question-2")).text

    def test_a_fact_that_goes_is_told_and_other_words_move_nothing(self, author):
        text = Page(author.get(uploaded(author, facts(speed=None, price="2.5")))).text
        assert "Gone" in text
        assert "speed is not in _facts.yaml" in text
        text = Page(author.get(uploaded(author, facts(source="A paper")))).text
        assert "Claimed results that move" not in text
        assert "2 questions1, 2" in text

    @pytest.mark.parametrize(("changes", "path", "line", "message"), planted())
    def test_a_wrong_fact_is_told_in_its_line_and_blocks_the_load(self, author, changes, path, line, message):
        file = facts(**changes) if path == "_facts.yaml" else numbered(1, SIZED)
        number = file.data.decode().splitlines().index(line) + 1
        address = uploaded(author, facts(**changes))
        page = Page(author.get(address))
        assert f"{path}:{number} {message}".replace("`", "") in page.text
        assert "Leave out _facts.yaml" in page.text
        applied(author, address)
        assert "100 request/s/GPU" in Page(author.get("/facts")).text
