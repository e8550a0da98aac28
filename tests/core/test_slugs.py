"""Slugs are the one spelling of a value, whatever was typed."""

import tracemalloc

import pytest

from app.core.slugs import slugify


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("System Design", "system-design"),
        ("  KV Cache! ", "kv-cache"),
        ("x" * 90, "x" * 64),
        ("…", ""),
        ("a\x00b", "a-b"),
    ],
)
def test_a_value_has_one_spelling(typed, slug):
    assert slugify(typed) == slug


def test_what_anybody_may_send_does_not_stay_in_memory():
    tracemalloc.start()
    for number in range(100):
        slugify(f"{number}" + "a" * 100_000)
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < 1_000_000
