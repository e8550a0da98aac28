"""A real server over the real seeds, and a real headless Chromium in front of it."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.ports import free_port

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--hide-scrollbars",
]  # fmt: skip
PASSWORD = "a long walk by the river"


@dataclass(frozen=True)
class Site:
    """The running bank: its address, and the `headroom` command on its database."""

    url: str
    environment: dict[str, str]

    def headroom(self, *arguments: str, text: str = "") -> str:
        """What a command prints; it must succeed."""
        command = [sys.executable, "-m", "app", *arguments]
        done = subprocess.run(command, env=self.environment, input=text, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("site"), root, free_port()) as site:
        yield site


@contextmanager
def serving(folder: Path, root: Path, port: int, **settings: str) -> Iterator[Site]:
    """A server of its own over the real seeds, with these variables set."""
    environment = {
        **os.environ,
        "HEADROOM_DATABASE_URL": f"sqlite:///{folder / 'headroom.db'}",
        "HEADROOM_SEEDS": str(root / "seeds"),
        "HEADROOM_LIMIT_FACTOR": "0",
        **settings,
    }
    site = Site(f"http://127.0.0.1:{port}", environment)
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "app", "serve", "--port", str(port)],
            env=environment,
            cwd=root,
            stdout=log,
            stderr=log,
        )
        try:
            _wait(site, server)
            yield site
        finally:
            server.terminate()
            server.wait(timeout=20)


def _wait(site: Site, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            if httpx.get(f"{site.url}/readyz").status_code == 200:
                return
        except httpx.TransportError:
            if time.monotonic() > deadline or server.poll() is not None:
                raise
        time.sleep(0.1)


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
def open_browser(chromium: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """Opens a page in a browser of its own, without the cookies of others. Options are those of Playwright."""
    contexts: list[BrowserContext] = []
    # What a page must never do shows here: a blocked inline style, a third-party host, an exception.
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        # A refused form is a 422, which Chromium reports as if a file were missing.
        if message.type == "error" and "the server responded with a status of 4" not in message.text:
            complaints.append(message.text)

    def open_page(**options: object) -> Page:
        context = chromium.new_context(**{"base_url": site.url, "viewport": {"width": 1280, "height": 900}, **options})
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(open_browser: Callable[..., Page]) -> Page:
    return open_browser()
