"""Markdown becomes sanitized HTML, and what is not accepted is named with its line."""

import time

import pytest

from app.core.fields import Problems
from app.core.markdown import render
from app.core.page import Page


def html(text, **options):
    page = Page(Problems("f.md"), placeholders={"fact": lambda name, _line: f"<b>{name}</b>"}, **options)
    made = render(text, page, first_line=10, field="Prompt")
    return made.html, [str(problem) for problem in page.problems.found]


def clean(text, **options):
    made, problems = html(text, **options)
    assert problems == []
    return made


def test_headings_get_unique_ids_and_links_to_themselves():
    made = clean("### 1. Design\n\n### Design\n\n### Main", has_anchors=True, taken={"main"})
    assert '<h3 id="design">1. Design<a class="anchor" href="#design" aria-label="Link to 1. Design">#</a></h3>' in made
    assert 'id="design-2"' in made
    assert 'id="main-2"' in made


def test_a_table_has_a_label_scopes_and_numbers_to_the_right():
    made = clean("| Model | Batch | Note |\n|---|---|---|\n| A | 64 | small |\n| B | **8** (+1) | 100 % of it |")
    assert '<div class="scroll" role="region" aria-label="Table: Model and Batch" tabindex="0">' in made
    assert '<th scope="col">Model</th>' in made
    assert '<th class="r" scope="col">Batch</th>' in made
    assert '<th scope="row">A</th>' in made
    assert '<td class="r">64</td>' in made
    assert "<td>small</td>" in made


@pytest.mark.parametrize(
    ("language", "meant"), [("mermiad", "mermaid"), ("Mermaid", "mermaid"), ("estimates", "estimate")]
)
def test_a_slip_in_the_name_of_a_block_is_no_silent_code(language, meant):
    _, problems = html(f"```{language}\nA\n```", blocks={"estimate": lambda _text, _line: ""})
    assert problems == [f"f.md:10: Prompt: warning: `{language}` is shown as code (did you mean `{meant}`?)"]


def test_other_languages_are_no_slips():
    for language in ("text", "python", "yaml", "sql", "markdown", "mathematica", "bash", "template"):
        clean(f"```{language}\nA\n```", blocks={"estimate": lambda _text, _line: ""})


def test_alignment_becomes_a_class_and_an_empty_header_no_header():
    made = clean("| | b |\n|---|--:|\n| x | words |")
    assert "<td></td>" in made
    assert '<td class="r">words</td>' in made
    assert "style" not in made


def test_code_says_its_language_and_whether_it_was_run():
    made = clean(
        "```python run timeout=20\nx = 1  # <b>\n```\n\n```text\na & b\n```\n\n```python\ny\n```\n\n"
        "```python run needs=torch\nz\n```"
    )
    assert made.count("checked by running it") == 2
    assert '<span class="m">1</span>' in made
    assert "# &lt;b&gt;" in made
    assert 'aria-label="Code in python"' in made
    assert 'aria-label="Code in python (2)"' in made
    assert "a &amp; b" in made


def test_a_diagram_takes_the_italic_line_as_caption_and_alternative():
    made = clean("```mermaid\nflowchart LR\nA-->B\n```\n\n*From A to `B`.*\n\nAfter.")
    assert 'alt="From A to B."' in made
    assert "<figcaption>From A to B.</figcaption>" in made
    assert '<img src="/diagrams/' in made
    assert "<p>After.</p>" in made


def test_formulas_become_mathml_and_prices_stay_prices():
    made = clean("It costs $2.50 or $3, and $x^2$.\n\n$$\\frac{a}{b}$$")
    assert "$2.50 or $3" in made
    assert made.count("<math") == 2
    assert '<div class="math" role="region"' in made


def test_placeholders_are_filled_but_not_in_code():
    made = clean("Reads {{fact:a-b}} and `{{fact:c}}`.")
    assert "a-b" in made
    assert "{{fact:c}}" in made


def test_links_to_other_sites_tell_them_nothing():
    made = clean("[a](https://example.org) [b](#there) <mailto:x@example.org>")
    assert '<a href="https://example.org" rel="noreferrer">a</a>' in made
    assert '<a href="#there">b</a>' in made


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\nb <b>c</b>", "f.md:11: Prompt: raw HTML (<b>)"),
        ("<div>\nx\n</div>", "f.md:10: Prompt: raw HTML"),
        ("x <!-- y -->", "raw HTML"),
        ("<script>alert(1)</script>", "raw HTML"),
        ("![a](https://example.org/x.png)", "pictures are not accepted"),
        ("[a](javascript:alert(1))", "not to `javascript:`"),
        ("[a](data:text/html,x)", "not to `data:`"),
        ("[a](vbscript:x)", "not to `vbscript:`"),
        ("a\n\n$\\foo$", "f.md:12: Prompt: the command `\\foo"),
        ("$$\n\\frac{a\n$$", "f.md:10: Prompt: the braces"),
        ("```mermaid\nflowchart\nA-->[\n```\n\n*c*", "f.md:10: Prompt: the diagram does not render"),
        ("```mermaid\nflowchart LR\nA-->B\n```\n\nNo caption.", "f.md:14: Prompt: after a diagram stands its caption"),
        ("{{lab:x}}", "`{{lab:x}}` is not known"),
        ("## Too high", "begins with at least ###"),
        ("Title\n=====", "begins with at least ###"),
    ],
)
def test_what_is_not_accepted_is_named_with_its_line(text, expected):
    _, problems = html(text)
    assert any(expected in problem for problem in problems), problems


@pytest.mark.parametrize(
    "text",
    [
        "<img src=x onerror=alert(1)>", "<svg><script>alert(1)</script></svg>", "[x](<javascript:alert(1)>)",
        "[x](java\tscript:alert(1))", "<a href='jav&#x09;ascript:alert(1)'>x</a>", "**<iframe src=//x>**",
        "$\\text{<img src=x onerror=alert(1)>}$", "| <b onclick=x>a</b> |\n|---|\n| <style>@import 'x'</style> |",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>", "`<b>`", "![x](javascript:alert(1))",
    ],
)  # fmt: skip
def test_nothing_active_leaves_even_where_it_was_refused(text):
    made, _ = html(text)
    lowered = made.lower()
    assert not any(word in lowered for word in ("<script", "<img", "<iframe", "<style", "<svg", 'javascript:"'))
    assert "onerror=" not in lowered.replace("&lt;img src=x onerror=alert(1)&gt;", "")
    assert 'href="j' not in lowered


@pytest.mark.parametrize(
    "text",
    [
        "[" * 20_000,
        "*a **b " * 5_000,
        "> " * 2_000,
        "`" * 20_000 + "a",
        "- " * 3_000,
        "![" * 9_000,
        "|" * 30_000,
        "$" * 30_000,
        "### a\n\n" * 10_000,
        "```c\nx\n```\n" * 10_000,
    ],
)
def test_hostile_nesting_takes_no_time(text):
    start = time.process_time()
    html(text)
    assert time.process_time() - start < 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("98.6 % of 512 GPUs", "98.6&nbsp;% of 512&nbsp;GPUs"),
        ("3.35 TB/s in 20 ms", "3.35&nbsp;TB/s in 20&nbsp;ms"),
        ("step 3 shows 2 models", "step 3 shows 2 models"),
        ("`5 % of x`", "5 % of x"),
    ],
)
def test_a_number_keeps_its_unit_on_its_line(text, expected):
    assert expected in clean(text)
