"""A twist in a browser: guessed, mended, committed, by keyboard and without scripts, wide and narrow."""

import pytest
from playwright.sync_api import expect

from tests.browser.acting import SIZES, heading, problems

pytestmark = pytest.mark.browser

TWIST = "/questions/kv-cache-bytes-sessions-fit/worksheets/1/twists/2"


@pytest.mark.parametrize("java_script_enabled", [True, False])
def test_a_guess_is_mended_committed_and_leads_on(open_browser, java_script_enabled):
    page = open_browser(java_script_enabled=java_script_enabled)
    page.goto(TWIST)
    expect(page.get_by_text("The cache moves to one byte per value.")).to_be_visible()
    page.get_by_label("Tokens").fill("many")
    page.get_by_role("button", name="Commit the guess").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was saved")
    expect(page.get_by_label("Tokens")).to_have_value("many")
    expect(page.get_by_label("Tokens")).to_have_accessible_description(
        "This does not begin with a number: write one, such as 40 token."
    )
    page.get_by_label("Tokens").fill("600k")
    page.get_by_role("button", name="Commit the guess").click()
    expect(page.get_by_text("Full marks")).to_be_visible()
    expect(page.get_by_text("was 18")).to_be_visible()
    page.get_by_role("link", name="Next twist").click()
    expect(page.get_by_text("Twist 3 of 3").first).to_be_visible()
    page.go_back()
    expect(page.get_by_text("You guessed")).to_be_visible()


def test_the_keyboard_is_enough(page):
    page.goto(TWIST)
    page.get_by_label("Tokens").focus()
    page.keyboard.type("600k")
    page.keyboard.press("Tab")
    page.keyboard.type("36")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Full marks")).to_have_count(2)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wrong_with_it_at_any_size_in_any_theme(open_browser, size, scheme):
    width, height = SIZES[size]
    page = open_browser(viewport={"width": width, "height": height}, color_scheme=scheme)
    page.goto(TWIST)
    expect(heading(page, "")).to_be_visible()
    for typed in (None, "many", "600k"):
        if typed:
            page.get_by_label("Tokens").fill(typed)
            page.get_by_role("button", name="Commit the guess").click()
            expect(page.get_by_role("alert") if typed == "many" else page.get_by_text("You guessed")).to_be_visible()
        assert problems(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_it_fits_the_narrowest_screen(open_browser):
    page = open_browser(viewport={"width": 320, "height": 640})
    page.goto(TWIST)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
