"""What a person asks of a list becomes canonical values, or one clear refusal."""

import pytest

from app.browsing.filters import Asked, read
from app.core.errors import Invalid

KNOWN = {"topics": ("model-serving", "llm-inference"), "tags": ("caching", "network")}


@pytest.mark.parametrize("spelling", ["system-design", "System Design", "SYSTEM DESIGN", " system  design "])
def test_a_value_may_be_spelled_in_any_case(spelling):
    assert read(Asked(kind=(spelling,)), **KNOWN).values["kind"] == ("system-design",)


def test_empty_values_are_no_filter():
    filters = read(Asked(kind=("", " "), tag=("",), q="  ", sort=""), **KNOWN)
    assert filters.parameters() == ()


def test_a_repeated_value_counts_once():
    assert read(Asked(tag=("caching", "Caching")), **KNOWN).values["tag"] == ("caching",)


@pytest.mark.parametrize(
    ("asked", "field", "words"),
    [
        (Asked(difficulty=("brutal",)), "difficulty", "easy, medium, hard"),
        (Asked(kind=("codng",)), "kind", "(did you mean `coding`?)"),
        (Asked(level=("ceo",)), "level", "junior, senior, staff"),
        (Asked(topic=("nowhere",)), "topic", "model-serving, llm-inference"),
        (Asked(tag=("x",)), "tag", "caching, network"),
        (Asked(access=("unlocked",)), "access", "free, locked"),
        (Asked(status=("due",)), "status", "new, practiced"),
        (Asked(sort="best"), "sort", "syllabus, practiced, newest, difficulty"),
        (Asked(tag=("\x00", "caching")), "tag", "caching, network"),
        (Asked(kind=("???",)), "kind", "system-design, technical"),
        (Asked(topic=("x" * 5000,)), "topic", "model-serving"),
    ],
)
def test_an_unknown_value_names_the_valid_ones(asked, field, words):
    with pytest.raises(Invalid) as refusal:
        read(asked, **KNOWN)
    assert list(refusal.value.errors) == [field]
    assert words in refusal.value.errors[field]
    assert len(refusal.value.errors[field]) < 300


def test_every_wrong_filter_is_named_at_once():
    with pytest.raises(Invalid) as refusal:
        read(Asked(kind=("a",), level=("b",)), **KNOWN)
    assert set(refusal.value.errors) == {"kind", "level"}


def test_parameters_have_one_order_and_leave_one_value_out():
    filters = read(Asked(q="kv", kind=("Coding", "Technical"), topic=("model-serving",), sort="newest"), **KNOWN)
    assert filters.parameters(without=("kind", "coding")) == (
        ("topic", "model-serving"),
        ("kind", "technical"),
        ("q", "kv"),
        ("sort", "newest"),
    )


@pytest.mark.parametrize(
    ("asked", "order", "sort"),
    [
        (Asked(), "syllabus", ""),
        (Asked(sort="syllabus"), "syllabus", ""),
        (Asked(q="kv"), "match", ""),
        (Asked(q="kv", sort="syllabus"), "syllabus", "syllabus"),
        (Asked(q="…!", sort="syllabus"), "syllabus", ""),
        (Asked(q="kv", sort="Newest"), "newest", "newest"),
    ],
)
def test_a_search_without_a_sort_is_ordered_by_match(asked, order, sort):
    filters = read(asked, **KNOWN)
    assert (filters.order, filters.sort) == (order, sort)


def test_a_long_query_is_cut_and_loses_its_nuls():
    filters = read(Asked(q="cache\x00" * 5000), **KNOWN)
    assert filters.q == "cache " * 32 + "cache"
