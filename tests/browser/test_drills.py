"""A drill in a browser: started, guessed at with a unit, worked, handed to a partner; with and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.acting import SIZES, heading, problems

pytestmark = pytest.mark.browser

DRILL = "/drills/bits-or-bytes-feed-training/1?seed=7"


@pytest.mark.parametrize("java_script_enabled", [True, False])
def test_a_visitor_drills_from_the_first_page_to_the_worked_lines(open_browser, java_script_enabled):
    page = open_browser(java_script_enabled=java_script_enabled)
    page.goto("/")
    page.get_by_role("link", name="Drills", exact=True).click()
    page.get_by_role("link", name="Start a drill of Scaling foundations and estimation").click()
    page.wait_for_url("**/drills/bits-or-bytes-feed-training/1?seed=*")
    page.get_by_label("Your estimate").fill("40 ms")
    page.get_by_role("button", name="See how close").click()
    expect(page.get_by_role("alert")).to_contain_text("One thing needs another look.")
    expect(page.get_by_label("Your estimate")).to_have_value("40 ms")
    page.get_by_label("Your estimate").fill("1e-9")
    page.get_by_role("button", name="See how close").click()
    expect(page.get_by_role("heading", level=2, name=re.compile("too low: no marks"))).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("too low, on a log scale"))).to_be_visible()
    expect(page.locator("ol.worked > li").last).to_contain_text(re.compile(r"\w+= .+= .+= [\d$]"))
    expect(page.get_by_role("button", name="Copy link")).to_have_count(int(java_script_enabled))
    page.get_by_role("link", name="Drills", exact=True).first.click()
    expect(page.get_by_role("heading", name="The last one")).to_be_visible()


def test_a_partner_gets_the_same_numbers_and_not_the_guess(open_browser):
    one, other = open_browser(), open_browser()
    for page in (one, other):
        page.goto(DRILL)
    assert one.locator("dl.givens").inner_text() == other.locator("dl.givens").inner_text()
    one.get_by_label("Your estimate").fill("20")
    one.keyboard.press("Enter")
    expect(one.get_by_role("heading", name="Worked with these numbers")).to_be_visible()
    other.reload()
    expect(other.get_by_role("button", name="See how close")).to_be_visible()
    one.get_by_role("link", name="Turn these numbers").click()
    expect(heading(one, "Is the hall fed?")).to_be_visible()
    one.go_back()
    one.get_by_role("link", name="Next drill").click()
    expect(one.get_by_role("button", name="See how close")).to_be_visible()


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_drills_are_clean_at_every_step(open_browser, color_scheme, size):
    width, height = SIZES[size]
    page = open_browser(color_scheme=color_scheme, viewport={"width": width, "height": height}, bypass_csp=True)

    def look(step):
        assert problems(page) == [], step
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{step} overflows at {width} px"

    page.goto("/drills")
    look("index")
    page.goto(DRILL)
    look("asked")
    for text, step in (("lots", "refused"), ("1", "came out")):
        page.get_by_label("Your estimate").fill(text)
        page.get_by_role("button", name="See how close").click()
        look(step)
    page.goto("/drills")
    look("history")
