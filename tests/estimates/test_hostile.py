"""What somebody may write to break the evaluator, stall it or fill the memory: refused at once, in one sentence."""

import time
import tracemalloc
import warnings

import pytest

from app.estimates.reading import Unreadable, read_quantity
from app.estimates.units import unit_problem
from app.estimates.worksheet import Given
from tests.estimates.blocks import asked, block, given, read

# What the refusal of a formula is allowed; it takes a tenth of either.
SECONDS, BYTES = 0.05, 10_000_000

FORMULAS = [
    # Python that is no arithmetic.
    "__import__('os').system('true')", "a.real", "a.__class__", "().__class__.__bases__", "a[0]", "a[:]", "'x'", "b''",
    "f'{a}'", "lambda: 1", "(lambda: 9)()", "a := 1", "(a := 1)", "[x for x in a]", "{a}", "{a: 1}", "[a]", "a, a",
    "*a", "min(*a)", "min(**a)", "min(a, a, key=a)", "a if a else 1", "a and a", "a or 1", "not a", "a is a", "a in a",
    "a & 1", "a | 1", "a ^ 2", "~a", "a << 2", "a >> 2", "a @ a", "a // 2", "a % 2", "await a", "yield", "...", "None",
    "True", "a; a", "a = 1", "a == ", "# a", "a # b", "a\\", "print(a)", "eval(a)", "exec(a)", "open(a)", "__name__",
    "__builtins__", "globals()", "pow(a, 99)", "sum(a)", "range(a)", "a()", "a(1)(2)", "ceil(a)(a)", "ceil(ceil)",
    "min",
    # Numbers that are none, or look like one.
    "1if a else 2", "1e5if a else 2", "1 if 2else 3", "0x10", "0b1", "0o7", "1_000", "1__0", "1j", "1e5j", "007", "1.",
    ".5", "1.5.real", "1e400", "1e-400", "1e999", "nan", "inf", "-inf", "1e", "1e+", "9" * 299 + "e9", "1e1e1", "1 2",
    # Letters and digits that only look like it; what a terminal would not show.
    "\uff41 + 1", "\u0430 + 1", "a\u00b2", "\u0663", "\uff11", "a\u200b", "\u202ea", "a\u00a0+ 1", "a \u2212 1",
    "a \u00d7 2",
    "\U0001d41a", "\u2170", "a\x0b+ 1", "a\x0c+ 1", "a\n+ 1", "a\x00", "\x00", "a\x1b[31m", "\ufeffa", "\u017f",
    # Deep and long.
    "(" * 149 + "a" + ")" * 148, "(" * 300, ")" * 300, "-" * 299 + "a", "+" * 299 + "a", "- " * 149 + "a", "a" * 300,
    "a" * 400, "a+" * 149 + "a", "a**" * 99 + "a", "ceil(" * 58 + "a" + ")" * 58, "min(a," * 42 + "a" + ")" * 42,
    "," * 300,
    "a<" * 149 + "a", "min(" + "a," * 140 + "a)", "x" * 299 + "(", "1" * 300 + "a", "." * 300,
    "e" * 300, "9e" * 150, " " * 300, "",
    # Values that no float holds, or that take long where integers are exact.
    "9**9**9", "9**9**9**9", "2**(2**(2**(2**(2**2))))", "-9**9**9", "1e99**3 * 1e99", "1e99**9", "exp(exp(exp(9)))",
    "1e99**3*1e99 - 1e99**3*1e99", "ceil(1e99**4)", "(0 - 1)**0.5", "sqrt(0-1)", "log(0)", "log2(0-1)", "1/0",
    "a/(a-a)",
    "0**-1", "0**(0-1)", "9**-9**9 / 0",
]  # fmt: skip


def measured(work):
    """What the work gives, its processor seconds (the least of three times) and the most memory it held."""
    seconds = []
    for _ in range(3):
        began = time.process_time()
        found = work()
        seconds.append(time.process_time() - began)
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return found, min(seconds), peak


def problems_of(formula):
    escaped = "".join(f"\\u{ord(sign):04x}" if ord(sign) < 0x10000 else f"\\U{ord(sign):08x}" for sign in formula)
    return asked(escaped, "1", "a = 2 [1, 9]")


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_hostile_formula_is_refused_at_once(formula):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        problems, seconds, peak = measured(lambda: problems_of(formula))
    assert len(problems) == 1
    assert problems[0].startswith("f.md:14: estimate.results.r.formula: ")
    assert problems[0].isprintable()
    assert seconds < SECONDS
    assert peak < BYTES


def test_the_formula_that_takes_longest_to_doubt_is_refused_as_fast():
    terms = " + ".join(f"sqrt(a * b) / (a + b + {number})" for number in range(7))
    problems, seconds, peak = measured(
        lambda: asked(f"1 / ({terms} - 1.2)", "0.6", "a = 2 [1, 9]", "b = 3 [1, 9]", more="drill: r")
    )
    assert len(problems) == 1
    assert seconds < 4 * SECONDS
    assert peak < BYTES


def many(line, count):
    return "\n".join(line.format(number) for number in range(count))


SUM = "+".join(f"a{number}" for number in range(28))
DOUBT = "1 / (1.4999 - sqrt(a1 * a2) / (a1 + a2) - a3 / (a4 + a3) * a5 / (a5 + a6) - a7 / (a7 + a8))"
HEAD = "title: T\ninputs: {a: {label: A, value: 1, range: [1, 9]}}\nresults: {r: {formula: a, value: 1}}\n"
TWIST = "twists:\n  - {ask: Q, answer: A, set: {a: 1}, expect: {r: 1}}\n"
BLOCKS = {
    "ten thousand inputs": "title: T\ninputs:\n" + many("  a{0}: {{label: A, value: 1}}", 10_000),
    "ten thousand twists": HEAD + "twists:\n" + "  - {ask: Q}\n" * 10_000,
    "as many inputs as fit": "title: T\ninputs:\n" + many("  a{0}: {{}}", 1_100) + "\nresults: {r: {}}",
    "as many results as fit": "title: T\ninputs: {a: {label: A, value: 1}}\nresults:\n" + many("  r{0}: {{}}", 1_100),
    "as many twists as fit": HEAD + "twists:\n" + "  - {}\n" * 2_200,
    "as many settings as fit": HEAD + TWIST.replace("{a: 1}", "{" + many("b{0}: 1,", 1_200) + "}"),
    "as many claims as fit": HEAD + TWIST.replace("{r: 1}", "{" + many("b{0}: 1,", 1_200) + "}"),
    "a long title": f"title: {'x' * 15_000}\n{HEAD[9:]}",
    "nested lists": "title: " + "[" * 15_000,
    "nested mappings": "{a: " * 3_900,
    "an alias bomb": "title: &a [x]\ninputs: [*a, *a]",
    "an anchor": "title: &a T\n" + HEAD[9:],
    "a tag": "title: !!python/object/apply:os.system [true]\n" + HEAD[9:],
    "a merge key": HEAD + "<<: {drill: r}\n",
    "a key that is a list": HEAD + "? [a]\n: 1\n",
    "two documents": HEAD + "---\n" + HEAD,
    "a name twice": HEAD + "title: T\n",
    "a null byte": HEAD + "drill: \x00",
    "a control character": HEAD + 'drill: "\\x1b[31m"',
    "a tab": HEAD + "drill:\tr\n\tr",
    "an open quote": HEAD + 'drill: "',
    "a list": "- title: T",
    "a text": "just text",
    "a number": "5",
    "half a surrogate": HEAD + 'drill: "\\ud800"',
}  # fmt: skip


@pytest.mark.parametrize("name", BLOCKS)
def test_a_hostile_block_is_refused_at_once(name):
    (sheet, problems), seconds, peak = measured(lambda: read(BLOCKS[name]))
    assert sheet is None
    assert len(problems) == 1
    assert problems[0].startswith("f.md:1")
    assert ": estimate" in problems[0]
    assert problems[0].isprintable()
    assert seconds < 2 * SECONDS
    assert peak < BYTES


def test_a_block_full_of_mistakes_tells_them_all_and_stays_small():
    facts = {f"the-fact-number-{number}": Given("1", "s") for number in range(100)}
    entries = [f"a{number}: {{label: A, fact: a-fact-number-{number}, ranges: 5}}" for number in range(40)]
    (sheet, problems), seconds, peak = measured(lambda: read(block(entries, ["r: {formula: a1, value: 1}"]), facts))
    assert sheet is None
    assert len(problems) == 80
    assert seconds < 20 * SECONDS
    assert peak < BYTES


def test_the_largest_worksheet_with_the_worst_doubt_is_refused_in_bounded_time():
    inputs = [given(f"a{number} = 5 [1, 100]") for number in range(40)]
    results = [f"r{number}: {{formula: {SUM}, value: 140}}" for number in range(39)]
    text = block(inputs, [*results, f'r: {{formula: "{DOUBT}", value: 4.00}}'], "drill: r1")
    (sheet, problems), seconds, peak = measured(lambda: read(text))
    assert sheet is None
    assert len(problems) == 1
    assert "divides by zero within the ranges, " in problems[0]
    assert seconds < 20 * SECONDS
    assert peak < BYTES


def refusal(text):
    """What is said of a guess that cannot be read; None where it can."""
    try:
        read_quantity(text, "GB")
    except Unreadable as unreadable:
        return str(unreadable)
    return None


@pytest.mark.parametrize(
    "text", ["~" + " " * 58 + "x", "~ " + "- " * 29, "1" * 59 + "x", "1,111" * 12, "1 x" + " " * 56 + "1"]
)
def test_a_hostile_guess_is_refused_at_once(text):
    # The address of a worksheet may hold one for each of its inputs, and a visitor may ask for it again and again.
    told, seconds, _ = measured(lambda: refusal(text))
    assert told
    assert seconds < SECONDS / 50


@pytest.mark.parametrize(
    "unit", ["s^" + "9" * 5_000, "s*" * 5_000 + "s", "/" * 5_000, "s" * 5_000, "(" * 5_000, "s**" * 5_000]
)
def test_a_hostile_unit_is_refused_at_once(unit):
    problem, seconds, peak = measured(lambda: unit_problem(unit))
    assert problem
    assert seconds < SECONDS
    assert peak < BYTES
