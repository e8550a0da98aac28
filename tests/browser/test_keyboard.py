"""Single keys: what each does on lists and questions, and where they do nothing."""

import pytest
from playwright.sync_api import expect

from tests.browser.acting import FREE, heading, practiced

pytestmark = pytest.mark.browser

TITLES = "ol.ledger .row-title"
PHONE = {"viewport": {"width": 390, "height": 844}}


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def current(page, selector=TITLES):
    """The number of the row that has the focus; it alone is marked as the current one."""
    row = f"node => [...document.querySelectorAll('{selector}')].indexOf(node)"
    focused = page.locator(":focus").evaluate(row)
    marked = page.locator("main [aria-current=true]")
    assert marked.count() == 1
    assert marked.evaluate(row) == focused
    return focused


def test_j_and_k_go_from_row_to_row_and_enter_opens(page):
    page.goto("/questions")
    press(page, "k")
    assert page.locator(":focus").count() == 0
    press(page, "j", "j", "j", "k")
    assert current(page) == 1
    press(page, "k", "k", "k")
    assert current(page) == 0
    title = page.locator(":focus").inner_text()
    press(page, "Enter")
    expect(heading(page, title)).to_be_visible()


def test_j_goes_on_from_where_tab_led(page):
    page.goto("/questions")
    press(page, "j", "Tab", "j")
    assert current(page) == 2
    page.locator("#sort").focus()
    page.locator("#sort").blur()
    press(page, "j")
    assert current(page) == 3


def test_topics_are_a_list_too(page):
    page.goto("/")
    press(page, "j", "j")
    assert current(page, "ol.topics h3 a") == 1


def test_j_and_k_turn_the_pages_of_the_syllabus(page):
    page.goto(FREE)
    title = page.locator("h1").inner_text()
    following = page.locator("link[rel=next]").get_attribute("href")
    press(page, "j")
    page.wait_for_url(f"**{following}")
    press(page, "k")
    expect(heading(page, title)).to_be_visible()


def test_p_marks_practiced_and_only_beside_a_question(page):
    page.goto("/questions")
    press(page, "p")
    assert page.url.endswith("/questions")
    page.goto(FREE)
    before = practiced(page)
    press(page, "p")
    expect(page.get_by_role("status")).to_contain_text("Marked as practiced")
    assert practiced(page) != before


def test_a_key_held_down_presses_once(page):
    page.goto(FREE)
    posts = []
    page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    page.keyboard.down("p")
    expect(page.get_by_role("status")).to_contain_text("Marked as practiced")
    page.keyboard.down("p")
    page.keyboard.down("p")
    page.wait_for_timeout(300)
    page.keyboard.up("p")
    assert len(posts) == 1


def test_slash_goes_to_the_search_and_is_not_typed(page):
    page.goto(FREE)
    press(page, "/")
    field = page.get_by_label("Search questions")
    expect(field).to_be_focused()
    expect(field).to_have_value("")


def test_slash_finds_the_search_where_the_head_has_no_room_for_it(open_browser):
    page = open_browser(**PHONE)
    page.goto(FREE)
    press(page, "/")
    page.wait_for_url("**/questions#q")
    press(page, "/")
    expect(page.get_by_label("Search in these questions")).to_be_focused()


def test_the_question_mark_opens_the_help(page):
    page.goto("/questions")
    press(page, "?")
    expect(heading(page, "Keyboard")).to_be_visible()
    page.go_back()
    expect(heading(page, "Questions")).to_be_visible()


def test_keys_are_letters_in_fields(page):
    page.goto("/questions")
    field = page.get_by_label("Search in these questions")
    field.focus()
    press(page, "j", "k", "p", "/", "?")
    expect(field).to_have_value("jkp/?")
    expect(field).to_be_focused()
    page.locator("#sort").focus()
    press(page, "p")
    expect(page.locator("#sort")).to_be_focused()
    assert page.locator("main [aria-current=true]").count() == 0


def test_keys_are_letters_in_whatever_can_be_edited(page):
    page.goto("/questions")
    page.evaluate("document.querySelector('h1').contentEditable = true")
    page.locator("h1").focus()
    press(page, "j", "/")
    expect(page.locator("h1")).to_be_focused()
    assert {"j", "/"} <= set(page.locator("h1").inner_text())


def test_a_checkbox_is_no_field(page):
    page.goto("/questions")
    page.locator("input[type=checkbox]").first.focus()
    press(page, "j")
    assert current(page) == 0


@pytest.mark.parametrize("modifier", ["Control", "Alt", "Meta"])
def test_keys_with_a_modifier_are_the_browsers(page, modifier):
    page.goto("/questions")
    handled = """([key, modifier]) => !document.body.dispatchEvent(new KeyboardEvent("keydown",
        {key, bubbles: true, cancelable: true, ctrlKey: modifier == "Control", altKey: modifier == "Alt",
         metaKey: modifier == "Meta", isComposing: modifier == "composing"}))"""
    assert page.evaluate(handled, ["j", ""])
    for key in ("j", "k", "/", "?"):
        assert not page.evaluate(handled, [key, modifier])
        assert not page.evaluate(handled, [key, "composing"])
    assert current(page) == 0


def test_the_switch_turns_them_off_and_on(page):
    page.goto("/questions")
    hint = page.locator(".bar-search kbd")
    expect(hint).to_be_visible()
    page.get_by_role("link", name="Keyboard").click()
    page.get_by_role("button", name="Switch single keys off").click()
    expect(page.get_by_role("heading", name="Single keys: off")).to_be_visible()
    page.goto("/questions")
    assert hint.count() == 0
    press(page, "j", "/", "?")
    assert page.locator(":focus").count() == 0
    assert page.url.endswith("/questions")
    page.goto("/keyboard")
    page.get_by_role("button", name="Switch single keys on").click()
    expect(page.get_by_role("heading", name="Single keys: on")).to_be_visible()
    press(page, "/")
    expect(page.get_by_label("Search questions")).to_be_focused()


def test_without_javascript_no_key_is_promised(open_browser):
    page = open_browser(java_script_enabled=False)
    page.goto("/keyboard")
    expect(page.locator(".bar-search kbd")).to_be_hidden()
    page.get_by_role("button", name="Switch single keys off").click()
    expect(page.get_by_role("heading", name="Single keys: off")).to_be_visible()
