"""A worksheet as programs get it."""

from app.estimates.plain_html import plain_html
from app.estimates.worksheet import Twist, Worksheet
from tests.estimates.sheets import POOL


def test_programs_get_inputs_results_and_what_twists_ask_but_not_how_they_end():
    twist = Twist("And <twice> the rate?", {"rate": "4000"}, {"replicas": "51"}, "It doubles.")
    html = plain_html(Worksheet("Rates & pools", POOL.inputs, POOL.results, (twist,), None))
    assert 'aria-label="Worksheet: Rates &amp; pools"' in html
    assert "2,000 request/s" in html
    assert "ceil(rate / (share * speed))" in html
    assert "And &lt;twice&gt; the rate?" in html
    assert "It doubles." not in html
    assert "51" not in html
