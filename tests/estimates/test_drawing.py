"""Numbers are shown with the digits they were written with."""

import pytest

from app.estimates.drawing import quantity


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
