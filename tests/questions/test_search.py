"""Search finds public words, the same on both databases, and shrugs at operators."""

import pytest

from app.questions import search
from app.questions.search import SearchText, matches, query_words


@pytest.fixture(autouse=True)
def indexed(session):
    search.index(
        session,
        [
            SearchText(1, "Ring or tree all-reduce?", "Find the message size. network, estimation"),
            SearchText(2, "KV-cache bytes per token", "How many sessions fit? memory"),
            SearchText(3, "Where a step waits", "An all reduce that is exposed. profiling"),
        ],
    )


def found(session, query, **options):
    return set(session.execute(matches(session, query_words(query), **options)).scalars())


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("all-reduce", {1, 3}),
        ("all reduce", {1, 3}),
        ("ALL REDUCE", {1, 3}),
        ("kv cache", {2}),
        ("estim", {1}),
        ("es", set()),
        ("cache network", set()),
        ('"all" OR kv* NEAR(x) -', set()),
        ("title:ring", set()),
        ("ring' & ! (", {1}),
    ],
)
def test_a_question_is_found_by_whole_words_and_beginnings(session, query, expected):
    assert found(session, query) == expected


def test_title_hits_can_be_told_apart(session):
    assert found(session, "all reduce", where="title") == {1}


def test_what_matches_beside_its_title_can_be_told_apart(session):
    assert found(session, "all reduce", where="not_title") == {3}
    assert found(session, "estim", where="not_title") == {1}


def test_indexing_again_replaces_the_words(session):
    search.index(session, [SearchText(1, "Something else", "entirely")])
    assert found(session, "ring") == set()
    assert found(session, "entirely") == {1}


def test_a_removed_question_is_found_no_more(session):
    search.remove(session, [2])
    assert found(session, "kv") == set()


@pytest.mark.parametrize("query", ["", "   ", "…!", "\x00", "\"'*()"])
def test_a_query_without_words_has_none(query):
    assert query_words(query) == ()


def test_a_very_long_query_keeps_twelve_words():
    assert len(query_words(" ".join(f"w{i}" for i in range(5000)))) == search.MAX_WORDS
