"""A real server over the real seeds, and a real headless Chromium in front of it."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, sync_playwright

from tests.servers import Server, serving

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--hide-scrollbars",
]  # fmt: skip


# Chromium gives up the fade between two pages, and says so, where the next page's style sheet was not in its cache yet.
# Nothing of the page is lost by it.
NO_FADE = "Transition was aborted because of invalid state. ViewTransition opt-in disabled"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("site"), seeds=str(root / "seeds")) as site:
        yield site


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium")
    if path is None:
        message = "browser tests did not run: install chromium (Debian: apt install chromium)"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_browser(chromium: Browser, site: Server) -> Iterator[Callable[..., Page]]:
    """Opens a page in a browser of its own, without the cookies of others. Options are those of Playwright."""
    contexts: list[BrowserContext] = []
    # What a page must never do shows here: a blocked inline style, a third-party host, an exception.
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        # A refused form is a 422, which Chromium reports as if a file were missing.
        if message.type == "error" and "the server responded with a status of 4" not in message.text:
            complaints.append(message.text)

    def note_error(error: Error) -> None:
        if error.message != NO_FADE:
            complaints.append(str(error))

    def open_page(**options: object) -> Page:
        context = chromium.new_context(**{"base_url": site.url, "viewport": {"width": 1280, "height": 900}, **options})
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", note_error)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(open_browser: Callable[..., Page]) -> Page:
    return open_browser()
