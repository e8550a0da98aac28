"""A candidate does their job in a browser: finds, reads, practices, takes back, signs up and keeps everything."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.acting import FREE, LOCKED, PASSWORD, heading, practiced, sign_up

pytestmark = pytest.mark.browser


def test_the_first_page_leads_to_one_place_to_start(page):
    page.goto("/")
    expect(heading(page, "AI System Scalability")).to_be_visible()
    expect(page.locator("ol.topics > li")).to_have_count(18)
    page.get_by_role("link", name="Open this question").click()
    expect(page.get_by_role("heading", name="Prompt")).to_be_visible()
    expect(page.get_by_text("Free", exact=True).first).to_be_visible()


@pytest.mark.parametrize("java_script_enabled", [True, False])
def test_filters_narrow_the_list_and_the_address_can_be_shared(open_browser, java_script_enabled):
    page = open_browser(java_script_enabled=java_script_enabled)
    page.goto("/questions")
    page.get_by_role("checkbox", name=re.compile("^Hard")).check()
    if not java_script_enabled:
        page.get_by_role("button", name="Apply filters").click()
    page.wait_for_url("**/questions?difficulty=hard*")
    rows = page.locator("ol.ledger .row")
    assert rows.count() == page.locator("ol.ledger .level-hard").count() > 0
    other = open_browser()
    other.goto(page.url)
    assert other.locator("ol.ledger .row").count() == rows.count()
    page.get_by_role("link", name="Remove filter Hard").click()
    page.wait_for_url(re.compile(r"/questions$"))
    page.go_back()
    expect(page.get_by_role("checkbox", name=re.compile("^Hard"))).to_be_checked()


def test_search_puts_title_hits_first_however_a_word_is_written(page):
    found = []
    for query in ("kv cache", "KV-cache", "cache kv"):
        page.goto("/")
        page.get_by_label("Search questions").fill(query)
        page.keyboard.press("Enter")
        page.wait_for_url("**/questions?q=*")
        titles = page.locator("ol.ledger .row-title")
        marked = [title.locator("mark").count() > 0 for title in titles.all()]
        assert marked[0]
        assert marked == sorted(marked, reverse=True)
        found.append(titles.all_inner_texts())
    assert found[0] == found[1] == found[2]


def test_hints_open_one_by_one_and_what_counts_is_one_press_away(page):
    page.goto(LOCKED)
    hints = page.locator("details.disc", has_text="Hint")
    assert hints.count() >= 3
    hints.nth(0).locator("summary").click()
    expect(hints.nth(0).locator(".disc-body")).to_be_visible()
    expect(hints.nth(1).locator(".disc-body")).to_be_hidden()
    page.get_by_text("What counts").click()
    expect(page.get_by_text("Everybody who marked this question practiced")).to_be_visible()


@pytest.mark.parametrize("java_script_enabled", [True, False])
def test_practice_without_an_account_is_kept_by_signing_up(open_browser, java_script_enabled):
    page = open_browser(java_script_enabled=java_script_enabled)
    slug = "/questions/bits-or-bytes-feed-training"
    page.goto(slug)
    before = practiced(page)
    page.get_by_role("button", name="Mark practiced").click()
    expect(page.get_by_role("status")).to_contain_text("Marked as practiced")
    after = practiced(page)
    assert after != before
    page.get_by_role("button", name="Take the mark back").click()
    assert practiced(page) == before
    page.get_by_role("button", name="Mark practiced").click()
    email = sign_up(page)
    expect(page.get_by_role("link", name=email)).to_be_visible()
    page.goto(slug)
    expect(page.get_by_role("button", name="Take the mark back")).to_be_visible()
    assert practiced(page) == after
    page.goto("/questions?status=practiced")
    expect(page.locator("ol.ledger .row")).to_have_count(1)


def test_signing_in_adds_what_a_guest_practiced_and_counts_nobody_twice(open_browser):
    page = open_browser()
    email = sign_up(page)
    page.goto(FREE)
    page.get_by_role("button", name="Mark practiced").click()
    counted = practiced(page)
    guest = open_browser()
    for slug in (FREE, LOCKED):
        guest.goto(slug)
        guest.get_by_role("button", name="Mark practiced").click()
    guest.goto("/sign-in")
    guest.get_by_label("Email").fill(email)
    guest.get_by_label("Password").fill(PASSWORD)
    guest.get_by_role("button", name="Sign in").click()
    guest.goto(FREE)
    assert practiced(guest) == counted
    guest.goto("/questions?status=practiced")
    expect(guest.locator("ol.ledger .row")).to_have_count(2)


def test_a_locked_question_names_the_parts_of_its_answer_and_the_way_in(page):
    page.goto(LOCKED)
    place = page.get_by_role("region", name="The answer is locked")
    expect(place.get_by_role("listitem").filter(has_text="Rubric")).to_be_visible()
    place.get_by_label("Unlock code").fill("ABCD-EFGH-JKMN-PQRS")
    place.get_by_role("button", name="Unlock").click()
    expect(heading(page, "Sign up")).to_be_visible()
    expect(page.get_by_label("Unlock code")).to_have_value("ABCD-EFGH-JKMN-PQRS")


def test_a_free_answer_reads_whole(page):
    page.goto(FREE)
    for name in ("Clarifying questions", "Model answer", "Rubric", "Common mistakes", "Follow-ups", "References"):
        expect(page.get_by_role("heading", level=2, name=name)).to_be_visible()
    expect(page.locator("math").first).to_be_visible()
    page.locator("details.disc", has_text="Live contexts").locator("summary").click()
    page.get_by_role("link", name="Rubric").first.click()
    page.wait_for_url("**#rubric")


def test_the_keyboard_alone_is_enough(page):
    page.goto("/questions")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    first = page.locator("ol.ledger .row-title").first
    for _ in range(120):
        page.keyboard.press("Tab")
        if first.evaluate("node => node === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2, name="Prompt")).to_be_visible()


def test_the_theme_is_kept(page):
    page.goto("/questions")
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.get_by_role("button", name="System").click()
    assert page.locator("html").get_attribute("data-theme") is None
