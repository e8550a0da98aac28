"""A number in bold or in a table comes from the prompt, a fact, a worksheet or an assert; nothing else will do."""

import pytest

from tests.content.asserted import asserted
from tests.content.origins import its_numbers_have_an_origin
from tests.content.worksheets import its_numbers_have_a_worksheet
from tests.content_rules.planting import BODY, RUN, SHEET, told, with_answer

TABLE = "| Case | Missed | Share, % | Time, ms |\n|---|---|---|---|\n| Other | {0} | {1} | {2} |\n"


def missing(text: str, run: str = RUN) -> list[str]:
    """The numbers without origin among those of a paragraph."""
    found = told(its_numbers_have_an_origin, with_answer(text).replace(RUN, run))
    return [problem.partition("<< Model answer: `")[2].partition("`")[0] for problem in found]


@pytest.mark.parametrize(
    "text",
    [
        "**1,000** and **30 %** of the prompt",
        "**2.75** by {{fact:gpu-hour}} of a worksheet",
        "**300** of an assert",
        "**700** claimed, **20,000** and **0.95** of ranges, **10,000** and **900** of twists",
        "**70 %** is the share `x`, **10 thousand** the rate, **0.7 kB or 20 kB** by their prefix",
        "**0, 1 and 2**",
        "**H100, 7B, p99, BF16 and 8x7B** are names, **2019** a year, **0109** an id",
        "**the code `45` and `4**6`** is not read",
        "45, 46 in plain text; *47* in italics; `**48**` in code",
        "```text\n**45**\n```",
        "#### 3.1 Heading with **45**",
        TABLE.format(700, 30, "0.3"),
        "| 45 | B |\n|---|---|\n| 46 | 700 |",
        "the unit stands outside: **70** %",
        "$\\textbf{45}$ is a formula in plain text",
    ],
)
def test_these_need_no_other_origin(text):
    assert missing(text, RUN.replace("== 300", "== 300 and .7 > 0 and 10_000 > 0")) == []


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("**45**", ["45"]),
        ("__45 ms__ too", ["45"]),
        ("over **two\nlines, 45**", ["45"]),
        ("**$45\\,\\%$ and $1{,}045$**", ["45", "1,045"]),
        ("**45 to 46 ms**", ["45", "46"]),
        ("**45ms, 8x and 64k**", ["45", "8", "64"]),
        ("a pipe | and **45**", ["45"]),
        ("**1,001**, **301** and **.25**", ["1,001", "301", ".25"]),
        ("**75**: a share, but no percentage; **75 %** is one", ["75"]),
        ("**0.7** without a prefix", ["0.7"]),
        (TABLE.format(45, 300, 300), ["45"]),
        (TABLE.format("**45**", 75, "0.3"), ["45"]),
        ("*1.5* in a comment does not back **1.5**", ["1.5"]),
    ],
)
def test_these_have_no_origin(text, numbers):
    run = RUN.replace("assert", "# 45 and 1.5\nlater = 45 * 1 + 1.5\nprint(45)\nassert .75 > 0 and")
    assert missing(text, run) == numbers


def test_it_is_told_where_and_what_to_do():
    (problem,) = told(its_numbers_have_an_origin, with_answer("Two lines,\nof them **one\nis 45** long."))
    assert problem.startswith("is 45** long. << Model answer: `45` has no origin: assert it in a `python run` block, ")
    row = "| Other | 45 | 30 | 1 |"
    assert told(its_numbers_have_an_origin, with_answer(TABLE.format(45, 30, 1)))[0].startswith(f"{row} << ")


def test_a_number_of_another_section_or_of_code_that_does_not_run_is_no_origin():
    body = with_answer("**45**").replace("1. Multiply.", "1. Multiply 45.").replace("- Adding:", "- Adding 45:")
    assert len(told(its_numbers_have_an_origin, body)) == 1
    assert missing("**45**\n\n```python\nassert 45 == 45\n```") == ["45"]


def test_a_fact_that_the_document_does_not_cite_is_no_origin():
    assert missing("**9**") == ["9"]
    assert missing("**9**, see {{fact:unused-fact}}") == []


@pytest.mark.parametrize(
    ("source", "numbers"),
    [
        ("assert 3.5 == x", {3.5}),
        ("assert f(1_000, -2.5e3) == {'a': (4, 5)}, 'of 6'", {1000, 2500, 4, 5}),
        ('assert f"{x:.1f}" == "29.3"', {29.3}),
        ("assert x is True and y == 'three'", set()),
        ("rows = [(1.5, 2.5)]\nfor x, y in rows:\n    assert f(x) == y", {1.5, 2.5}),
        ("for x, y in ((1.5, 2.5),):\n    assert x == y", {1.5, 2.5}),
        ("want = {3: 4.5}\nassert all(f(x) == y for x, y in want.items())", {3, 4.5}),
        ("a, b = [7, 8], (9,)\nfor x, y in zip(a, b):\n    for z in x:\n        assert z == y", {7, 8, 9}),
        ("N: int = 64\nassert f(N)", {64}),
        ("def close(x, y): assert abs(x - y) < .5\nclose(f(), 255)", {0.5, 255}),
        ("def run(x):\n    assert True\nrun(255)", set()),
        ("x = 45\nprint(46)\ny = 47\nassert y", {47}),
        ("room = 70 * 2**30\nassert room > 5", {5}),
        ("# assert 45 == 45\ntext = 'assert 46 == 46'\nassert 47", {47}),
        ("assert (", set()),
    ],
)
def test_the_numbers_that_an_assert_stands_for(source, numbers):
    assert asserted(source) == numbers


def test_derived_numbers_need_a_worksheet():
    without = BODY.replace(SHEET, "").replace("| 700 |", "| 300 |")
    assert told(its_numbers_have_a_worksheet, without) == [
        "The cache answers **300 requests/s**. << Model answer: needs an `estimate` block, as it derives `300`"
    ]
    given = without.replace("300", "30")
    assert told(its_numbers_have_a_worksheet, given) == []
    assert told(its_numbers_have_a_worksheet, given, kind="Estimation")[0].endswith(
        "needs an `estimate` block, as it belongs to every Estimation"
    )
