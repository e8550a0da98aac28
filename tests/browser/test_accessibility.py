"""axe finds nothing on any page, in either theme, at either width; nothing overflows; the answer prints."""

import pytest

from tests.browser.acting import FREE, LOCKED, SIZES, problems, sign_up

pytestmark = pytest.mark.browser

PAGES = {
    "home": "/",
    "list": "/questions",
    "search": "/questions?q=kv+cache",
    "empty": "/questions?q=zebra+crossing&difficulty=hard",
    "topic": "/topics/scaling-foundations",
    "free question": FREE,
    "locked question": LOCKED,
    "sign up": "/sign-up",
    "sign in": "/sign-in",
    "unlock": "/unlock",
    "facts": "/facts",
    "API": "/api/docs",
    "keyboard": "/keyboard",
}


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_public_pages_are_clean(open_browser, color_scheme, size):
    width, height = SIZES[size]
    page = open_browser(color_scheme=color_scheme, viewport={"width": width, "height": height}, bypass_csp=True)
    for name, path in PAGES.items():
        page.goto(path)
        assert problems(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} overflows at {width} px"


def test_pages_of_a_member_are_clean(open_browser, site):
    page = open_browser(bypass_csp=True)
    email = sign_up(page)
    site.headroom("users", "unlock", email)
    for path in ("/account", "/account/password", LOCKED, "/unlock"):
        page.goto(path)
        assert problems(page) == [], path


def test_the_error_page_is_clean(open_browser):
    page = open_browser(bypass_csp=True)
    page.goto("/nowhere")
    assert problems(page) == []


def test_an_answer_prints_without_the_frame(page):
    page.goto(FREE)
    page.emulate_media(media="print")
    for selector in ("header.bar", "footer.foot", ".outline"):
        assert page.locator(selector).first.is_hidden(), selector
    assert page.get_by_role("heading", level=2, name="Model answer").is_visible()
