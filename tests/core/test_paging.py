"""Cursors carry a position and nothing else; a broken one is refused, never an error."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Invalid
from app.core.paging import decode_cursor, encode_cursor, one_page


@given(
    st.tuples(
        st.integers(-(2**31) + 1, 2**31 - 1),
        st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40),
    )
)
def test_a_cursor_comes_back_as_the_key_it_was_made_of(key):
    assert decode_cursor(encode_cursor(key), (int, str), name="after") == key


@given(st.text(max_size=400))
def test_any_other_text_is_refused(text):
    with pytest.raises(Invalid, match="page link is broken"):
        decode_cursor(text, (int, str), name="after")


@pytest.mark.parametrize(
    "key", [("a", "b"), (1,), (True, "b"), (1, "nul\x00"), (1, "half \ud800"), (2**31, "b"), (1.5, "b")]
)
def test_a_key_of_the_wrong_shape_is_refused(key):
    with pytest.raises(Invalid):
        decode_cursor(encode_cursor(key), (int, str), name="after")


def test_a_page_ends_with_a_cursor_only_where_another_one_follows():
    assert one_page([], 2, lambda row: (row,)) == ([], None)
    assert one_page([1, 2], 2, lambda row: (row,)) == ([1, 2], None)
    assert one_page([1, 2, 3], 2, lambda row: (row,)) == ([1, 2], encode_cursor((2,)))
