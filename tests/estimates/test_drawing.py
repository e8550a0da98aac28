"""Numbers are shown with the digits they were written with; computed ones with about as many."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.estimates.drawing import draw, quantity, rounded
from app.estimates.worksheet import Twist, Worksheet
from tests.estimates.sheets import POOL


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


def test_programs_get_inputs_results_and_what_twists_ask_but_not_how_they_end():
    twist = Twist("And <twice> the rate?", {"rate": "4000"}, {"replicas": "51"}, "It doubles.")
    html = draw(Worksheet("Rates & pools", POOL.inputs, POOL.results, (twist,), None))
    assert 'aria-label="Worksheet: Rates &amp; pools"' in html
    assert "2,000 request/s" in html
    assert "ceil(rate / (share * speed))" in html
    assert "And &lt;twice&gt; the rate?" in html
    assert "It doubles." not in html
    assert "51" not in html
