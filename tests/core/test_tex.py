"""Formulas become MathML; what the converter would wave through is refused."""

import pytest

from app.core.tex import TexError, to_mathml


@pytest.mark.parametrize(
    "tex",
    [
        r"\frac{N-1}{N}\cdot\frac{g}{2}", r"a < b", r"\max_j\Big(R_j - T_{bwd}\Big)", r"\left\lceil x \right\rceil",
        r"\begin{pmatrix}1&2\\3&4\end{pmatrix}", r"\begin{cases}a & b \\ c & d\end{cases}", r"\{x\}", r"50\%",
        r"\sqrt[3]{x}", r"\text{tokens to target}", r"\overline{ab} \hat{y}",
    ],
)  # fmt: skip
def test_usual_formulas_render(tex):
    assert to_mathml(tex).startswith("<math ")


def test_a_number_with_a_group_mark_is_one_number():
    assert "<mn>1,234,567</mn>" in to_mathml("x = 1{,}234{,}567")


@pytest.mark.parametrize(
    ("tex", "message"),
    [
        (r"\frac{a}{b", "braces"),
        ("x^2}", "braces"),
        (r"\foo{a}", r"the command `\foo"),
        (r"\text{<b>x</b>}", "not allowed here: b"),
        (r"\text{<!DOCTYPE x>}", "holds HTML"),
        (r"\text{a & b}", "write it in words"),
        (r"\text{\lt}", r"the command `\lt"),
        (r"\href{javascript:alert(1)}{x}", "not allowed here"),
        (r"\style{color:red}{x}", "not allowed here"),
        (r"\class{a}{b}", "not allowed here"),
        (r"\color{red}{x}", "not allowed here"),
        (r"\frac{1}", "lacks an argument"),
        (r"\begin{foo}x\end{foo}", "environment `foo`"),
        (r"\def\x{\x\x}\x", "may not define"),
        (r"\left( x", "not TeX that renders"),
        ("a_", "not TeX that renders"),
        ("x" * 2_001, "at most 2000"),
        ("{" * 21 + "}" * 21, "20 levels"),
    ],
)
def test_what_does_not_render_or_does_more_is_refused(tex, message):
    with pytest.raises(TexError) as refused:
        to_mathml(tex)
    assert message in str(refused.value)
