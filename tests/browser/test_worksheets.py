"""Turning the numbers of a worksheet in a browser: in the answer and on its own page, with and without scripts."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.acting import FREE, SIZES, problems

pytestmark = pytest.mark.browser

OWN = f"{FREE}/worksheets/1"
HEADS = "Key-value heads"
MAIN = "Tokens that fit"


def form(page):
    return page.get_by_role("form", name=re.compile("^Worksheet: "))


def said(page):
    return form(page).locator(".ws-said")


def result(page, name):
    return form(page).locator(".ws-res", has=page.get_by_text(name, exact=True)).locator("strong")


def own_field(page, name=HEADS):
    return page.get_by_role("textbox", name=name, exact=True)


def slider(page, name=HEADS):
    return page.get_by_role("slider", name=f"{name}, slider")


def test_results_in_the_answer_follow_what_is_typed(page):
    page.goto(FREE)
    expect(result(page, MAIN)).to_have_text("297,991 token")
    own_field(page).fill("4")
    expect(result(page, MAIN)).to_have_text("595,982 token")
    expect(said(page)).to_have_text(f"{MAIN}: 595,982 token, was 297,991 token. 3 of 4 results moved.")
    expect(own_field(page)).to_be_focused()
    assert page.url.endswith(FREE)
    page.get_by_role("button", name="Reset").click()
    expect(result(page, MAIN)).to_have_text("297,991 token")
    expect(own_field(page)).to_have_value("8")


def test_what_was_turned_goes_along_to_the_worksheets_page(page):
    page.goto(FREE)
    own_field(page).fill("4")
    expect(result(page, MAIN)).to_have_text("595,982 token")
    page.get_by_role("link", name="Chart and sensitivity").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Cache tokens")
    expect(own_field(page)).to_have_value("4")
    expect(result(page, MAIN)).to_have_text("595,982 token")


def test_a_slider_moves_its_field_and_the_results_by_keyboard_too(page):
    page.goto(OWN)
    own_field(page).focus()
    page.keyboard.press("Tab")
    expect(slider(page)).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(own_field(page)).to_have_value("9")
    page.keyboard.press("End")
    expect(own_field(page)).to_have_value("64")
    expect(result(page, "Full sessions")).to_have_text("2")
    expect(slider(page)).to_have_attribute("aria-valuetext", "64")
    page.keyboard.press("Home")
    expect(own_field(page)).to_have_value("1")
    expect(said(page)).to_contain_text("2,383,929 token")
    expect(slider(page)).to_be_focused()


def test_the_chart_its_table_and_the_address_follow(open_browser):
    page = open_browser(permissions=["clipboard-read", "clipboard-write"])
    page.goto(OWN)
    page.get_by_label("against the input").select_option(label=HEADS)
    chart = page.get_by_role("figure")
    expect(chart).to_contain_text(f"“{MAIN}” against “{HEADS}”")
    page.locator("summary", has_text="Full sessions").click()
    own_field(page).fill("16")
    expect(chart.get_by_role("row", name="now 16")).to_contain_text("148,996 token")
    expect(page.get_by_role("region", name="What moves Full sessions")).to_be_visible()
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    other = open_browser()
    other.goto(page.evaluate("navigator.clipboard.readText()"))
    expect(own_field(other)).to_have_value("16")
    expect(other.get_by_role("figure")).to_contain_text(f"“{MAIN}” against “{HEADS}”")


def test_a_wrong_value_is_told_while_typing_and_the_rest_stands(page):
    page.goto(OWN)
    own_field(page).fill("many")
    expect(own_field(page)).to_have_attribute("aria-invalid", "true")
    expect(said(page)).to_contain_text(f"“{HEADS}” needs another look; the results take 8.")
    expect(own_field(page)).to_have_accessible_description(re.compile("1 to 64.*number"))
    expect(result(page, MAIN)).to_have_text("297,991 token")
    own_field(page).fill("16")
    expect(own_field(page)).to_have_attribute("aria-invalid", "false")
    expect(said(page)).to_contain_text("148,996 token")


def test_a_server_that_does_not_answer_is_told_and_the_button_still_works(open_browser, site):
    page = open_browser()
    page.goto(FREE)
    page.route("**/worksheets/1?*", lambda route: route.fulfill(status=429, body="busy"), times=1)
    own_field(page).fill("4")
    expect(said(page)).to_contain_text("not up to date")
    page.get_by_role("button", name="Show results").click()
    page.wait_for_url("**/worksheets/1?*")
    expect(result(page, MAIN)).to_have_text("595,982 token")


def test_without_scripts_a_button_does_it_and_there_is_no_slider(open_browser):
    page = open_browser(java_script_enabled=False)
    page.goto(FREE)
    assert page.locator("[type=range]:visible").count() == 0
    own_field(page).fill("4")
    page.get_by_role("button", name="Show results").click()
    page.wait_for_url("**/worksheets/1?*kv_heads=4*")
    expect(result(page, MAIN)).to_have_text("595,982 token")
    own_field(page).fill("65")
    page.get_by_label("Result", exact=True).select_option("Full sessions")
    page.get_by_role("button", name="Draw the curve").click()
    page.wait_for_url("**#chart")
    expect(page.get_by_role("figure")).to_contain_text("“Full sessions” against")
    expect(form(page)).to_contain_text("Enter a value from 1 to 64.")
    expect(own_field(page)).to_have_value("65")
    page.get_by_role("link", name="Reset").click()
    expect(own_field(page)).to_have_value("8")


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_it_is_clean_moved_or_wrong(open_browser, color_scheme, size):
    width, height = SIZES[size]
    page = open_browser(color_scheme=color_scheme, viewport={"width": width, "height": height}, bypass_csp=True)
    for path in (f"{OWN}?kv_heads=4", f"{OWN}?kv_heads=x"):
        page.goto(path)
        assert problems(page) == [], path


@pytest.mark.parametrize("width", [320, 390])
def test_it_is_turned_by_a_thumb(open_browser, width):
    page = open_browser(viewport={"width": width, "height": 800}, has_touch=True, is_mobile=True)
    for path in (OWN, FREE):
        page.goto(path)
        for control in (own_field(page), slider(page)):
            assert control.bounding_box()["height"] >= 44
        slider(page).fill("40")
        expect(said(page)).to_contain_text("results moved")
        # The outcome stays in sight while the inputs are, far above the results.
        expect(said(page)).to_be_in_viewport()
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_it_prints_the_values_without_what_turns_them(page):
    page.goto(f"{OWN}?kv_heads=4")
    page.emulate_media(media="print")
    expect(own_field(page)).to_be_visible()
    expect(slider(page)).to_be_hidden()
    expect(page.get_by_role("button", name="Show results")).to_be_hidden()
