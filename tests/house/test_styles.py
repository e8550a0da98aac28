"""The style sheets: small, self-contained, readable in both themes, and in step with the templates."""

import re
from fnmatch import fnmatchcase
from itertools import product
from pathlib import Path

import pytest

from app.web.assets import SHEETS as JOINED
from app.web.assets import join_css

ROOT = Path(__file__).parents[2]
CSS = ROOT / "static" / "css"
SHEETS = {path.relative_to(CSS).as_posix(): path.read_text(encoding="utf-8") for path in sorted(CSS.rglob("*.css"))}
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
PRELUDE = re.compile(r"([^{};]+)\{")  # what stands before a brace: selectors and at-rules
CLASS = re.compile(r"\.([a-z][a-z0-9-]*)")
CLASS_ATTRIBUTE = re.compile(r'class=\\?"([^"\\]*)')
JINJA_BLOCK = re.compile(r"{%.*?%}")
MADE = re.compile(r"{{.*?}}|{.*?}")  # the part of a class that is made at run time, as in `level-{{ name }}`

TEXTS = ("ink", "ink-2", "ink-3", "pen", "pen-strong", "green", "ochre", "red", "plum")
GROUNDS = ("paper", "sunken", "raised", "pad")
READ = [
    *product(TEXTS, GROUNDS),
    *product(("ink", "ink-2"), ("pen-soft", "green-soft", "ochre-soft", "red-soft")),
    *((mark, f"{mark}-soft") for mark in ("green", "ochre", "red", "pen")),
    ("pen-strong", "pen-soft"),
    ("pen", "red-soft"),
    ("on-pen", "pen"),
    ("on-pen", "pen-strong"),
    ("paper", "ink"),
]


def tokens():
    """Every color token with its day and night value."""
    pair = re.compile(r"--([a-z0-9-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)")
    return {name: (day, night) for name, day, night in pair.findall(SHEETS["tokens.css"])}


def contrast(one, other):
    """The ratio of WCAG 2.2, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(color):
    parts = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def defined():
    """Every class that a selector names."""
    preludes = (text for sheet in SHEETS.values() for text in PRELUDE.findall(COMMENT.sub("", sheet)))
    return {name for text in preludes if "@" not in text for name in CLASS.findall(text)}


def writers():
    """Whatever emits markup: the templates, and the modules that render Markdown."""
    paths = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "app").rglob("*.py")]
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in paths}


@pytest.mark.parametrize("theme", ["day", "night"])
def test_everything_read_has_contrast(theme):
    colors = {name: pair[theme == "night"] for name, pair in tokens().items()}
    ratios = {pair: round(contrast(colors[pair[0]], colors[pair[1]]), 2) for pair in READ}
    assert {pair: ratio for pair, ratio in ratios.items() if ratio < 4.5} == {}
    edges = {ground: round(contrast(colors["edge"], colors[ground]), 2) for ground in GROUNDS}
    assert {ground: ratio for ground, ratio in edges.items() if ratio < 3} == {}


def test_colors_stand_in_the_tokens_only():
    sheets = {name: COMMENT.sub("", text) for name, text in SHEETS.items() if name != "tokens.css"}
    assert {name: found for name, text in sheets.items() if (found := re.findall(r"#[0-9a-f]{6}\b", text))} == {}


def test_every_sheet_is_imported_into_the_layer_its_folder_names():
    layers = {name: name.split("/")[0].removesuffix(".css") for name in SHEETS if name not in JOINED}
    imported = {sheet: re.findall(r'@import "([^"]+)" layer\((\w+)\);', SHEETS[sheet]) for sheet in JOINED}
    assert dict(found for sheet in JOINED for found in imported[sheet]) == layers
    # Every page loads the first of them, and one of the others at most.
    for other in JOINED[1:]:
        both = imported[JOINED[0]] + imported[other]
        assert len(both) == len(set(both)), "a sheet is loaded twice"


def test_all_joined_sheets_declare_the_same_layers():
    assert len({re.search("@layer [a-z, ]+;", SHEETS[sheet])[0] for sheet in JOINED}) == 1


def test_no_sheet_fetches_anything():
    text = COMMENT.sub("", "".join(SHEETS.values()))
    assert "url(" not in text
    assert "//" not in text


def test_every_component_opens_with_its_purpose_and_a_sample():
    components = {name: text for name, text in SHEETS.items() if name.startswith("components/")}
    assert [name for name, text in components.items() if not re.match(r"/\* [A-Z].*?<.*?\*/", text, re.DOTALL)] == []


def test_joined_the_sheet_of_everybody_is_at_most_30_kb_and_that_of_the_staff_10():
    assert len(join_css(CSS / "main.css").encode()) <= 30_000
    assert len(join_css(CSS / "admin.css").encode()) <= 10_000
    assert len(join_css(CSS / "estimates.css").encode()) <= 10_000


def test_every_class_that_is_written_is_styled():
    known, missing = defined(), {}
    for path, text in writers().items():
        for attribute in CLASS_ATTRIBUTE.findall(text):
            for word in MADE.sub("*", JINJA_BLOCK.sub(" ", attribute)).split():
                if not any(fnmatchcase(name, word) for name in known):
                    missing.setdefault(path, []).append(word)
    assert missing == {}


def test_every_class_that_is_styled_is_written():
    written = "\n".join([*writers().values(), (ROOT / "static/img/icons.svg").read_text(encoding="utf-8")])
    # `badge-free` is written as `badge-{{ access }}`.
    made = {match[1] for match in re.finditer(r"([a-z-]+-)(?:{{|{)", written)}
    unused = {
        name
        for name in defined()
        if not re.search(rf"(?<![\w-]){name}(?![\w-])", written) and not name.startswith(tuple(made))
    }
    assert unused == set()
