"""Ranges over a decade are walked by factors, others by steps; either way the share leads back to the value."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.estimates.scale import is_logarithmic, share_of, value_at


def test_a_range_over_a_decade_is_logarithmic_unless_it_holds_zero():
    assert not is_logarithmic((1.0, 10.0))
    assert is_logarithmic((1.0, 10.5))
    assert not is_logarithmic((0.0, 100.0))
    assert not is_logarithmic((-100.0, -1.0))


@pytest.mark.parametrize(("span", "middle"), [((1.0, 100.0), 10.0), ((1.0, 9.0), 5.0), ((0.0, 100.0), 50.0)])
def test_the_middle_is_geometric_over_a_decade(span, middle):
    assert value_at(span, 0.5) == middle


# No worksheet holds a smaller one, and the ratio of the ends must be a float.
ends = st.just(0.0) | st.floats(1e-99, 1e9) | st.floats(-1e9, -1e-99)


@given(ends, st.floats(1e-3, 1e9), st.floats(0, 1))
def test_a_share_of_the_way_leads_to_a_value_and_back(low, width, share):
    span = (low, low + width)
    assert share_of(span, value_at(span, share)) == pytest.approx(share, abs=1e-3)
