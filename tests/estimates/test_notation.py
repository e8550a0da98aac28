"""Numbers are shown with the digits they were written with; computed ones with about as many."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.estimates.notation import quantity, rounded, written


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        ("45625", "USD", "$45,625"),
        ("2.50", "USD/GPU/hour", "$2.50/GPU/hour"),
        ("83.2", "percent", "83.2 %"),
        ("46.0", "GB/s", "46.0 GB/s"),
        ("3.0e11", "token", "3.0 \u00d7 10¹¹ token"),
        ("2e-3", "s", "2 \u00d7 10⁻³ s"),
        ("-1234", "", "-1,234"),
        ("0.92", "", "0.92"),
    ],
)
def test_a_quantity_reads_as_written(value, unit, shown):
    assert quantity(value, unit) == shown


@pytest.mark.parametrize(
    ("value", "like", "text"),
    [
        (250.0, "25", "250"),
        (24.25, "25", "24.2"),
        (228125.4, "45625", "228125"),
        (37248.9, "297991", "37249"),
        (1234567.8, "25", "1234568"),
        (46.0, "92.0", "46.0"),
        (12345.6, "30.5", "12346"),
        (9.999, "1.23", "10.00"),
        (0.0, "0.00", "0"),
        (0.0, "5", "0"),
        (6e11, "3.0e11", "6.00e11"),
        (0.0000123, "0.92", "1.23e-05"),
        (3e17, "25", "3.00e17"),
        (-24.25, "25", "-24.2"),
    ],
)
def test_a_computed_value_has_about_as_many_digits_as_the_authors(value, like, text):
    assert rounded(value, like) == text


@given(st.floats(-1e300, 1e300), st.sampled_from(["25", "45625", "0.92", "3.0e11"]))
def test_rounding_loses_no_more_than_half_of_the_third_digit(value, like):
    assert abs(float(rounded(value, like)) - value) <= abs(value) * 5.1e-3


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"), (25.0, "25"), (131072.0, "131072"), (-3.0, "-3"), (1.2, "1.2"), (0.0123456, "0.01235"),
        (975411.8, "975400"), (2.5e9, "2.5e9"), (123456789.5, "123500000"), (0.00001234, "1.234e-5"), (1e-7, "1e-7"),
        (99999.6, "100000"), (1e300, "1e300"),
    ],
)  # fmt: skip
def test_numbers_have_four_digits_and_whole_ones_all(value, text):
    assert written(value) == text
    assert math.isclose(float(written(value, 17)), value, rel_tol=1e-15)
