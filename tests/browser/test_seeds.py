"""An author uploads, reviews, leaves one thing out, applies and takes it back; the pages for it are clean."""

import re
import secrets

import pytest
from playwright.sync_api import Page, expect

from app.authoring.archives import write_archive
from app.questions.seed_files import SeedFile
from tests.browser.acting import SIZES, add_staff, problems, sign_in
from tests.questions.seeds import question

pytestmark = pytest.mark.browser

CHANGED = "observability-slos/ten-objectives-burn-rate-runbooks.md"


@pytest.fixture
def dana(site):
    return add_staff(site, "dana", "author")


def new(title: str, **front: str) -> SeedFile:
    name = secrets.token_hex(6)
    text = question(id=f'"{name}"', slug=f"question-{name}", title=f'"{title}"', **front)
    return SeedFile(f"model-serving/question-{name}.md", text.encode())


def reworded(root) -> SeedFile:
    text = (root / "seeds" / CHANGED).read_text(encoding="utf-8")
    text = re.sub(r"^version: (\d+)$", lambda match: f"version: {int(match[1]) + 1}", text, count=1, flags=re.MULTILINE)
    return SeedFile(
        CHANGED, text.replace("## Common mistakes\n", "## Common mistakes\n\n- A mistake of today.", 1).encode()
    )


def upload(page: Page, *files: SeedFile) -> None:
    page.goto("/admin/seeds")
    archive = {"name": "wave 2.zip", "mimeType": "application/zip", "buffer": write_archive(files)}
    page.get_by_label("Files").set_input_files([archive])
    page.get_by_role("button", name="Review these files").click()
    expect(page.get_by_role("heading", level=1, name="Review before loading")).to_be_visible()


def stat(page: Page, name: str) -> str:
    return page.locator(".stat", has=page.locator("dt").get_by_text(name, exact=True)).locator("dd").inner_text()


@pytest.mark.parametrize("java_script_enabled", [True, False])
def test_an_author_loads_a_zip_without_one_file_and_takes_it_back(open_browser, dana, root, java_script_enabled):
    page = open_browser(java_script_enabled=java_script_enabled)
    sign_in(page, dana)
    upload(page, reworded(root), new("To be taken"), new("To be left out"), new("Broken", minutes="1"))
    assert (stat(page, "Added"), stat(page, "Problems")) == ("2 questions", "1 in 1 file")
    expect(page.locator("ins", has_text="A mistake of today.")).to_be_visible()
    expect(page.get_by_role("button", name="Apply 3 changes")).to_be_disabled()
    page.get_by_role("checkbox", name="Take To be left out").uncheck()
    page.locator("article", has_text="minutes:").get_by_role("checkbox").uncheck()
    page.get_by_role("button", name="Save choices").click()
    expect(page.get_by_role("status")).to_contain_text("Your choices are kept.")
    expect(page.get_by_role("checkbox", name="Take To be left out")).not_to_be_checked()
    page.get_by_label("Name of the batch").fill("Serving, wave 2")
    page.get_by_role("button", name="Apply 2 changes").click()
    expect(page.get_by_role("heading", level=1, name="Serving, wave 2")).to_be_visible()
    assert (stat(page, "Added"), stat(page, "Changed")) == ("1 question", "1 question")
    expect(page.get_by_role("link", name="To be left out")).to_have_count(0)
    page.get_by_role("link", name="To be taken").click()
    expect(page.get_by_role("heading", level=1, name="To be taken")).to_be_visible()
    address = page.url
    page.go_back()
    page.get_by_role("button", name=re.compile(r"^Undo batch \d+$")).click()
    expect(page.get_by_role("heading", level=1, name="(Serving, wave 2)")).to_be_visible()
    assert page.goto(address).status == 404


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_the_pages_of_loading_are_clean(open_browser, dana, root, color_scheme, size):
    width, height = SIZES[size]
    page = open_browser(color_scheme=color_scheme, viewport={"width": width, "height": height}, bypass_csp=True)
    sign_in(page, dana)
    alike = "Twice the same, in other words and at some length"
    upload(page, reworded(root), new(alike), new(alike, related='["nowhere"]'), new("Broken", minutes="1"))
    review = page.url
    for path in (review, "/admin/seeds", "/admin/seeds/batches/1"):
        page.goto(path)
        assert problems(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{path} overflows at {width} px"
    page.goto(review)
    page.get_by_label("Name of the batch").fill(" ")
    page.get_by_role("button", name="Save choices").click()
    expect(page.get_by_role("alert")).to_contain_text("Give the batch a name")
    assert problems(page) == []
    page.get_by_role("button", name="Walk away").click()
    expect(page.get_by_role("status")).to_contain_text("The upload is gone.")
