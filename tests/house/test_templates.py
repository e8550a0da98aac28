"""Templates as the design asks: they compile, hold nothing inline, and every page has one heading and a title."""

import re
from pathlib import Path
from typing import get_args

import pytest

from app.browsing.rows import Access
from app.questions.rendering import PAGE_IDS
from app.web.assets import Assets
from app.web.rendering import make_environment

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
NAMES = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
PAGES = [name for name in NAMES if not name.startswith(("layouts/", "components/")) and "/_" not in name]

INLINE = re.compile(r"<style|<script(?![^>]*\ssrc=)|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)
OUTSIDE = re.compile(r"""(?:src|href|action)=["'](?:https?:)?//""")
PARTS = re.compile(r'{%-?\s*(?:extends|include)\s+"((?!layouts/|components/)[^"]+)"')
ICON = re.compile(r"""icon(?:_name=|\()["']([a-z0-9-]+)["']""")
ID = re.compile(r'\bid="([a-z][a-z-]*)"')
AROUND_PASSAGES = ("layouts/", "components/", "home/", "questions/", "topics/")
BEHAVIOR = re.compile(r'data-behavior="([a-z -]+)"')


def source(name):
    return (TEMPLATES / name).read_text(encoding="utf-8")


def whole(name):
    """The source of a page with what it extends and includes, layouts and components left out."""
    text = source(name)
    return text + "".join(whole(part) for part in PARTS.findall(text))


@pytest.mark.parametrize("name", NAMES)
def test_every_template_compiles(name):
    make_environment(Assets()).get_template(name)


@pytest.mark.parametrize("name", NAMES)
def test_no_template_holds_inline_script_or_style_or_a_foreign_address(name):
    assert INLINE.findall(source(name)) == []
    assert OUTSIDE.findall(source(name)) == []


@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_a_layout_a_title_and_one_main_heading(name):
    text = whole(name)
    assert re.search(r'{% extends "layouts/', text), "extends no layout"
    assert "{% block title %}" in text, "has no title block"
    # One in each branch of a condition is one on the page.
    headings = [len(re.findall(r'<h1\b|heading="h1"', branch)) for branch in re.split(r"{%-? (?:else|elif)\b", text)]
    assert max(headings) == 1, f"has {headings} main headings, by branch"


def test_no_heading_of_a_seed_can_take_the_id_of_a_part_of_its_page():
    used = {part: name for name in NAMES if name.startswith(AROUND_PASSAGES) for part in ID.findall(source(name))}
    assert {part: name for part, name in used.items() if part not in PAGE_IDS} == {}


def drawn():
    """The icons that there are."""
    return set(re.findall(r'<symbol id="([^"]+)"', (ROOT / "static/img/icons.svg").read_text(encoding="utf-8")))


def test_every_icon_that_is_named_is_drawn():
    named = {icon: name for name in NAMES for icon in ICON.findall(source(name))}
    assert {icon: name for icon, name in named.items() if icon not in drawn()} == {}


def test_every_icon_that_is_drawn_is_named():
    text = "".join(map(source, NAMES))
    words = {*re.findall(r'"([a-z0-9-]+)"', text), *get_args(Access)}  # the latter as `icon(access)`
    assert drawn() - words == set()


def test_every_behavior_is_short_and_every_one_named_exists():
    scripts = {path.stem: path.read_text(encoding="utf-8") for path in (ROOT / "static/js/behaviors").glob("*.js")}
    assert {name for name, text in scripts.items() if len(text.splitlines()) > 60} == set()
    named = {behavior for name in NAMES for words in BEHAVIOR.findall(source(name)) for behavior in words.split()}
    assert named <= set(scripts)
