"""A topic's page: its scope and the list inside it."""

import pytest

from tests.pages.html import Page


def test_a_topic_lists_its_own_questions_with_its_own_counts(looks):
    page = Page(looks.visitor.get("/topics/llm-inference"))
    assert page.titles == ["Free tokens and all-reduce", "Locked tokens"]
    assert "Easy 1 Medium 1 Hard 0" in page.text


def test_filters_stay_inside_the_topic(looks):
    page = Page(looks.visitor.get("/topics/llm-inference?tag=memory"))
    assert page.titles == ["Locked tokens"]
    assert page.links["Remove filter memory"] == "/topics/llm-inference"
    assert page.form("Apply").action == "/topics/llm-inference"


def test_words_that_stand_elsewhere_lead_to_a_search_of_everything(looks):
    page = Page(looks.visitor.get("/topics/llm-inference?q=kv-cache"))
    assert page.titles == []
    assert page.links["Search all topics"] == "/questions?q=kv-cache"


@pytest.mark.parametrize("topic", ["nowhere", "%00", "LLM-Inference"])
def test_an_unknown_topic_is_not_found(looks, topic):
    assert looks.visitor.get(f"/topics/{topic}").status_code == 404


def test_an_unknown_value_is_refused_inside_a_topic_too(looks):
    assert looks.visitor.get("/topics/llm-inference?kind=nope").status_code == 422
