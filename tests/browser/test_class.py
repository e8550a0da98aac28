"""A class: a supporter mints codes, prints and revokes them, a candidate redeems one; the pages for it are clean."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acting import LOCKED, SIZES, add_staff, problems, redeem, sign_in, sign_up

pytestmark = pytest.mark.browser

LAST_TAB = 40


@pytest.fixture
def sam(site):
    return add_staff(site, "sam", "supporter")


def mint(page: Page, count: int) -> list[str]:
    page.goto("/admin/codes")
    page.get_by_label("Name").fill("Class of November")
    page.get_by_label("How many codes").fill(str(count))
    page.get_by_label("Days it stays open").fill("90")
    page.get_by_role("button", name="Mint and show the codes").click()
    expect(page.get_by_role("heading", level=1, name=f"{count} codes: Class of November")).to_be_visible()
    return page.locator(".slips code").all_inner_texts()


@pytest.mark.parametrize("java_script_enabled", [True, False])
def test_a_class_gets_codes_until_they_are_revoked(open_browser, sam, java_script_enabled):
    supporter = open_browser(java_script_enabled=java_script_enabled)
    sign_in(supporter, sam)
    codes = mint(supporter, 30)
    assert len(set(codes)) == 30

    alice = open_browser(java_script_enabled=java_script_enabled)
    sign_up(alice)
    redeem(alice, codes[0])
    expect(alice.get_by_role("status")).to_contain_text("Unlocked")
    alice.goto(LOCKED)
    expect(alice.get_by_role("heading", level=2, name="Model answer")).to_be_visible()

    supporter.get_by_role("link", name="go to the sheet").click()
    expect(supporter.get_by_text("29 of 30")).to_be_visible()
    supporter.get_by_text("Revoke the whole sheet").click()
    supporter.get_by_role("button", name="Revoke every code").click()
    expect(supporter.get_by_role("status")).to_contain_text("What was unlocked stays unlocked")

    bob = open_browser(java_script_enabled=java_script_enabled)
    sign_up(bob)
    redeem(bob, codes[1])
    expect(bob.get_by_role("alert")).to_contain_text("This code was revoked")
    alice.reload()
    expect(alice.get_by_role("heading", level=2, name="Model answer")).to_be_visible()


def test_loading_the_codes_again_mints_nothing(open_browser, sam):
    page = open_browser()
    sign_in(page, sam)
    mint(page, 2)
    page.reload()
    expect(page.get_by_role("alert")).to_contain_text("its codes were shown then")
    assert page.locator(".slips").count() == 0


def test_a_sheet_is_minted_with_the_keyboard_alone(open_browser, sam):
    page = open_browser()
    sign_in(page, sam)
    page.goto("/admin/codes")
    name = page.get_by_label("Name")
    for _ in range(LAST_TAB):
        page.keyboard.press("Tab")
        if name.evaluate("field => field === document.activeElement"):
            break
    page.keyboard.type("By keyboard")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+A")
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="3 codes: By keyboard")).to_be_visible()


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_pages_for_people_and_codes_are_clean(open_browser, site, sam, color_scheme, size):
    width, height = SIZES[size]
    page = open_browser(color_scheme=color_scheme, viewport={"width": width, "height": height}, bypass_csp=True)
    site.headroom("users", "unlock", sam, "--reason", "a class")
    sign_in(page, sam)

    def check(name: str) -> None:
        assert problems(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} overflows at {width} px"

    mint(page, 2)
    check("new codes")
    page.get_by_role("link", name="go to the sheet").click()
    check("sheet")
    for path in ("/admin/codes", "/admin/people", "/admin/people?q=nobody-at-all"):
        page.goto(path)
        check(path)
    page.goto(f"/admin/people?q={sam}")
    page.get_by_role("link", name=sam).last.click()
    page.get_by_text("Revoke every unlock").click()
    check("person")
    page.get_by_label("Last day").fill("2020-01-01")
    page.get_by_role("button", name="Unlock", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("That day is over")
    check("person after a wrong form")


def test_only_the_slips_are_printed(open_browser, sam):
    page = open_browser()
    sign_in(page, sam)
    mint(page, 12)
    page.emulate_media(media="print")
    for words in ("Print this page", "Statistics", "Class of November"):
        assert not page.get_by_text(words).first.is_visible(), words
    slips = page.locator(".slips li")
    assert slips.count() == 12
    assert "/unlock" in slips.last.inner_text()
    assert len({round(slips.nth(at).bounding_box()["x"]) for at in range(12)}) == 2
