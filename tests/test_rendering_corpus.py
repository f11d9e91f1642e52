"""Expressions and whole answers as tutors write them become formulas and clean HTML."""

import json
import re
from html import unescape
from pathlib import Path

import pytest

from chat.rendering import has_math, plain, render
from tests.rendered_html import inspect

CORPUS = Path(__file__).parent / "corpus"
EXPRESSIONS = json.loads((CORPUS / "expressions.json").read_text(encoding="utf-8"))
_ANSWERS = json.loads((CORPUS / "answers.json").read_text(encoding="utf-8"))
ANSWERS = {answer["name"]: answer["text"] for answer in _ANSWERS}


def without_annotations(html):
    return re.sub(r"<annotation.*?</annotation>", "", html, flags=re.DOTALL)


def text_of(html):
    return unescape(re.sub(r"<[^>]*>", "", without_annotations(html))).replace("\u00a0", " ")


def test_nearly_all_expressions_become_formulas(record_property):
    refused = [tex for tex in EXPRESSIONS if "<math" not in render(rf"\[{tex}\]")]

    share = 1 - len(refused) / len(EXPRESSIONS)
    record_property("figure", f"{share:.1%} of {len(EXPRESSIONS)} expressions become formulas, {len(ANSWERS)} answers")
    assert len(EXPRESSIONS) == len(set(EXPRESSIONS)) >= 150
    assert len(ANSWERS) == len(_ANSWERS) >= 60
    assert share >= 0.95, refused


def test_no_sign_of_a_formula_is_left_as_tex():
    for tex in EXPRESSIONS:
        html = render(rf"\[{tex}\]")
        drawn = text_of(html) if "<math" in html else ""

        assert not re.search(r"\\[A-Za-z]|[{}]\^|[\ufffd\ue000-\uf8ff]|mq[0-9a-f]{16}", drawn), tex


def test_nothing_of_an_expression_that_becomes_a_formula_is_read_as_tex():
    for tex in EXPRESSIONS:
        source = rf"\[{tex}\]"

        assert ("<math" in render(source)) == (not re.search(r"\\[A-Za-z]|[{}]\^|&", plain(source, 200))), tex


@pytest.mark.slow
@pytest.mark.parametrize("frame", [r"\({}\)", r"\[{}\]"])
def test_each_expression_is_clean_and_keeps_its_source(frame):
    for tex in EXPRESSIONS:
        html = render(frame.replace("{}", tex))

        assert inspect(html)[0] == [], tex
        source = re.search(r'(?:x-tex|math-source)">(.*?)</(?:annotation|code)>', html, re.DOTALL)
        assert unescape(source[1]) == tex


def test_each_answer_is_clean():
    for name, text in ANSWERS.items():
        html = render(text)

        assert inspect(html)[0] == [], name
        assert has_math(text) == ("<math" in html or "math-source" in html), name
        assert "\n" not in plain(text, 100), name


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        ("1,000 + 20% x", "1,000+20%x"),
        (r"\text{if $x>0$ then}", "if x>0 then"),
        (r"\text{a_b \& 50%}", "a_b &50%"),
        (r"x \tag{1}", "x(1)"),
        (r"\begin{align}x&=1\\y&=2\label{a}\end{align}", "x=1y=2"),
        (r"\begin{aligned}x&=1\\[4pt]y&=2\end{aligned}", "x=1y=2"),
        (r"√2 + √(x)", "2+x"),
        (r"\SI{5}{cm} \abs{x}", "5cm|x|"),
        (r"\SI{3,5}{\metre}", "3,5m"),
        (r"\SI{60}{\kilo\metre\per\hour} \qty{5}{m/s}", "60km/h5m/s"),
        (r"\ce{2H2 + O2 -> 2H2O}", "2H2+O2⟶2H2O"),
        (r"\ce{SO4^2-} \ce{Na+}", "SO42−Na+"),
        (r"\tag*{(2)} x", "(2)x"),
        (r"\enclose{circle}{x} \enclose{unknown}{y} \unicode{x2713}\unicode{10003}", "xy✓✓"),
        (r"(-3) \cdot [-x]", "(−3)⋅[−x]"),
    ],
)
def test_rewritten_expressions_lose_nothing(tex, expected):
    assert text_of(render(rf"\({tex}\)")).strip() == expected


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"\boxed{x}", '<mrow class="menclose-box"><mi>x</mi></mrow>'),
        (r"\fbox{$x$}", '<mrow class="menclose-box"><mi>x</mi></mrow>'),
        (r"\enclose{updiagonalstrike}{x}", '<mrow class="menclose-updiagonalstrike"><mi>x</mi></mrow>'),
        (r"\cancel{x}", '<mrow class="menclose-updiagonalstrike"><mi>x</mi></mrow>'),
        (r"\xcancel{x}", 'class="menclose-updiagonalstrike menclose-downdiagonalstrike"'),
        (r"\color{red}{x}", '<mrow class="math-red">'),
        (r"0.\overline{3}", '<mrow class="math-overline"><mn>3</mn></mrow>'),
        (r"\left(x + 1\right)", '<mo stretchy="false" form="prefix">(</mo><mi>x</mi>'),
        (r"\left(\frac{1}{2}\right)", "<mo>(</mo><mfrac>"),
        (r"\Bigr)^2", '<msup><mrow><mo minsize="1.623em" maxsize="1.623em">)</mo></mrow>'),
        (r"\begin{array}{cc}a&b\\\hline c&d\\\hline\end{array}", 'columnspan="2"'),
        (r"\begin{cases}x&y\end{cases}", '<mtd class="math-left math-flush-right">'),
        (r"x \\ y", "<mtable"),
        (r"(-x)", '<mo stretchy="false" form="prefix">(</mo><mo lspace="0" rspace="0">−</mo>'),
        (r"\sqrt[3]{x}", "<mroot><mi>x</mi><mn>3</mn></mroot>"),
        (r"\sum_{\substack{a\\b}} x", "<mtable"),
    ],
)
def test_layout_is_said_with_classes(tex, expected):
    assert expected in without_annotations(render(rf"\[{tex}\]"))


def test_display_and_inline_differ():
    assert '<math display="block">' in render(r"\[\sum_{i=1}^n i\]")
    assert "<math>" in render(r"\(\sum_{i=1}^n i\)")
    assert '<span class="math-long"><math>' in render(r"\(a + b + c + d + e + f + g + h + i = 0\)")
