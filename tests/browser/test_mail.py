"""A candidate signs up by mail, keeps what they practiced, forgets their password and gets back in; no JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.acting import PASSWORD
from tests.mail_sink import MailSink
from tests.ports import free_port
from tests.servers import serving

pytestmark = pytest.mark.browser

EMAIL, NEW = "dora@example.org", "another long walk"
SLUG = "/questions/bits-or-bytes-feed-training"


@pytest.fixture(scope="module")
def mail():
    with MailSink() as sink:
        yield sink


@pytest.fixture(scope="module")
def mail_site(tmp_path_factory, root, mail):
    """A bank that sends mail, and knows its own address."""
    port = free_port()
    settings = {"seeds": str(root / "seeds"), "smtp_url": mail.url, "base_url": f"http://127.0.0.1:{port}"}
    with serving(tmp_path_factory.mktemp("mail"), port=port, **settings) as site:
        yield site


@pytest.fixture
def page(open_browser, mail_site):
    return open_browser(base_url=mail_site.url, java_script_enabled=False)


def link_in(text):
    return re.findall(r"^http\S+$", text, re.MULTILINE)[0]


def test_an_account_opens_from_the_mail_and_a_forgotten_password_is_replaced(page, mail):
    page.goto(SLUG)
    page.get_by_role("button", name="Mark practiced").click()
    page.goto("/sign-up")
    page.get_by_label("Email").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign up").click()
    expect(page.get_by_role("heading", level=1, name="Check your mail")).to_be_visible()

    page.goto(link_in(mail.text_to(EMAIL)))
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm the address").click()
    expect(page.get_by_role("link", name=EMAIL)).to_be_visible()
    page.goto(SLUG)
    expect(page.get_by_role("button", name="Take the mark back")).to_be_visible()

    page.goto("/account")
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.goto("/sign-in")
    page.get_by_role("link", name="Forgot your password?").click()
    page.get_by_label("Email").fill(EMAIL)
    page.get_by_role("button", name="Mail me a link").click()
    page.get_by_label("Link or code from the mail").fill(link_in(mail.text_to(EMAIL)))
    page.get_by_label("New password").fill(NEW)
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_role("status")).to_contain_text("Your password is changed")

    page.get_by_role("button", name="Sign out", exact=True).click()
    page.goto("/sign-in")
    page.get_by_label("Email").fill(EMAIL)
    page.get_by_label("Password").fill(NEW)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("link", name=EMAIL)).to_be_visible()


def test_a_link_that_does_not_work_leads_to_the_next_step(page):
    page.goto(f"/sign-in/new-password?link={'x' * 43}")
    expect(page.get_by_role("heading", level=1, name="This link does not work")).to_be_visible()
    page.get_by_role("link", name="Get another link").click()
    expect(page.get_by_role("button", name="Mail me a link")).to_be_visible()
