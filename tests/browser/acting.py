"""What more than one test does in a browser: signing up and in, redeeming, and looking for faults of a page."""

import secrets

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.servers import Server

PASSWORD = "a long walk by the river"
FREE = "/questions/kv-cache-bytes-sessions-fit"
LOCKED = "/questions/five-models-under-100-ms"
SIZES = {"desktop": (1280, 900), "phone": (390, 844)}


def heading(page: Page, name: str) -> Locator:
    return page.get_by_role("heading", level=1, name=name)


def practiced(page: Page) -> str:
    return page.locator("aside section", has_text="Practiced").locator("p").first.inner_text()


def sign_up(page: Page) -> str:
    """Signs somebody new up, and gives their address."""
    email = f"{secrets.token_hex(6)}@example.org"
    page.goto("/sign-up")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign up").click()
    return email


def add_staff(site: Server, name: str, role: str) -> str:
    """Somebody new with this role; gives their address."""
    email = f"{name}-{secrets.token_hex(4)}@example.org"
    site.headroom("users", "add", email, "--role", role, "--password-stdin", text=f"{PASSWORD}\n")
    return email


def sign_in(page: Page, email: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("status")).to_contain_text("signed in")


def redeem(page: Page, code: str) -> None:
    page.goto("/unlock")
    page.get_by_label("Unlock code").fill(code)
    page.get_by_role("button", name="Unlock").click()


def problems(page: Page) -> list[str]:
    """What axe finds wrong with the page."""
    found = Axe().run(page).response["violations"]
    return [f"{item['id']}: {node['html'][:160]}" for item in found for node in item["nodes"]]
