"""A member redeems a code, reads full answers, and loses them at the next request after it ends."""

import secrets

import pytest
from playwright.sync_api import expect

from tests.browser.acting import LOCKED, PASSWORD, redeem, sign_up

pytestmark = pytest.mark.browser

DIAGRAM = "img[src^='/diagrams/']"


@pytest.mark.parametrize("java_script_enabled", [True, False])
def test_a_code_opens_answers_until_it_is_revoked(open_browser, site, java_script_enabled):
    (code,) = site.headroom("codes", "mint").split()
    page = open_browser(java_script_enabled=java_script_enabled)
    email = sign_up(page)
    redeem(page, code.lower().replace("-", " "))
    expect(page.get_by_role("status")).to_contain_text("Unlocked")
    page.goto(LOCKED)
    expect(page.get_by_role("heading", level=2, name="Model answer")).to_be_visible()
    picture = page.locator(DIAGRAM).first
    picture.scroll_into_view_if_needed()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 300
    site.headroom("users", "lock", email)
    page.reload()
    expect(page.get_by_role("region", name="The answer is locked")).to_be_visible()
    assert page.locator(DIAGRAM).count() == 0


def test_a_typed_code_survives_signing_up(open_browser, site):
    (code,) = site.headroom("codes", "mint", "--uses", "1").split()
    page = open_browser()
    redeem(page, code)
    page.get_by_label("Email").fill(f"{secrets.token_hex(6)}@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    expect(page.get_by_label("Unlock code")).to_have_value(code)
    page.get_by_role("button", name="Sign up").click()
    page.goto(LOCKED)
    expect(page.get_by_role("heading", level=2, name="Model answer")).to_be_visible()


def test_a_used_code_says_so(open_browser, site):
    (code,) = site.headroom("codes", "mint").split()
    for role, message in (("status", "Unlocked"), ("alert", "no uses left")):
        page = open_browser()
        sign_up(page)
        redeem(page, code)
        expect(page.get_by_role(role)).to_contain_text(message)


def test_an_unlock_from_the_shell_opens_one_topic_only(open_browser, site):
    page = open_browser()
    email = sign_up(page)
    site.headroom("users", "unlock", email, "--topic", "model-serving", "--reason", "class")
    page.goto(LOCKED)
    expect(page.get_by_role("heading", level=2, name="Rubric")).to_be_visible()
    page.goto("/questions/trace-prediction-to-raw-data")
    expect(page.get_by_role("region", name="The answer is locked")).to_be_visible()


def test_signing_out_everywhere_ends_the_other_browser(open_browser):
    first = open_browser()
    email = sign_up(first)
    second = open_browser()
    second.goto("/sign-in")
    second.get_by_label("Email").fill(email)
    second.get_by_label("Password").fill(PASSWORD)
    second.get_by_role("button", name="Sign in").click()
    second.goto("/account")
    second.get_by_role("button", name="Sign out everywhere").click()
    first.goto("/account")
    first.wait_for_url("**/sign-in?next=/account")
