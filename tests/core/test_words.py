"""Documents and queries are split by one function."""

import pytest

from app.core.words import words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("All-Reduce", ["all", "reduce"]),
        ("all reduce", ["all", "reduce"]),
        ("KV cache, p99!", ["kv", "cache", "p99"]),
        ("Naïve ﬁt", ["naive", "fit"]),
        ('a"b OR c* NEAR(d)', ["a", "b", "or", "c", "near", "d"]),
        ("snake_case\x00nul", ["snake", "case", "nul"]),
        ("...", []),
        ("x" * 5000, ["x" * 40]),
    ],
)
def test_text_becomes_folded_words(text, expected):
    assert words(text) == expected
