"""Markdown, math and code come out of the renderer as what the writer meant."""

import re

import pytest
from django.utils.safestring import SafeString

from chat.rendering import LONGEST_RENDERED, formulas_read, has_math, plain, render, render_code


def formulas(text):
    """The TeX sources of the formulas that ``text`` is shown with."""
    return re.findall(r'<annotation encoding="application/x-tex">(.*?)</annotation>', render(text), re.DOTALL)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"\(x\)", ["x"]),
        (r"a \(x + 1\) b \(y\)", ["x + 1", "y"]),
        (r"$x$, $x_1$, $2x + 1$, $\pi$ and $a=b$", ["x", "x_1", "2x + 1", r"\pi", "a=b"]),
        (r"so $$x^2$$ it is", ["x^2"]),
        ("before\n\\[\nx\n= 1\n\\]\nafter", ["x\n= 1"]),
        ("\\[\n\nx\n\n\\]", ["x"]),
        ("- a\n  \\[\n  - 5\n  \\]\n- b", ["- 5"]),
        ("> a\n> \\[\n> x\n> > 5\n> \\]", ["x\n5"]),
        ("\\begin{align}x&=1\\end{align}", [r"\begin{align}x&amp;=1\end{align}"]),
        (
            r"\begin{array}{c}\begin{array}{c}x\end{array}\end{array} y",
            [r"\begin{array}{c}\begin{array}{c}x\end{array}\end{array}"],
        ),
        (r"It is \boxed{\frac{1}{2}}.", [r"\boxed{\frac{1}{2}}"]),
        (r"**bold \(x\)** and *\(y\)*", ["x", "y"]),
        ("| a |\n|---|\n| \\(|x|\\) |", ["|x|"]),
        (r"\(a_1 * b_2 * c\)", ["a_1 * b_2 * c"]),
        (r"\(a < b\)", ["a &lt; b"]),
        (r"\(unclosed and \(x\)", ["x"]),
        ("由\\(x\\)得$y$。", ["x", "y"]),
        (r"[see \(x\)](https://example.org)", ["x"]),
    ],
)
def test_math_is_found(text, expected):
    assert formulas(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "$5 and $10",
        "It costs $5, or R$ 12,29 (US$3).",
        "I have $20 and x = 3, so $5 is left",
        "You get $5 for a=b, or 3$ more",
        "from $5 to 10$ a month",
        "$HOME/bin:$PATH",
        "$ x $",
        "$3$",
        r"\$x\$",
        r"`\(x\)` and ``$x$ ` \(y\)``",
        "```\n\\(x\\)\n```",
        "~~~python\n$x$\n\\[ y \\]\n~~~",
        "- item\n  ```\n  $x$\n  ```",
        "```\n$x$ in a block that is never closed",
        r"\(unclosed",
        r"\[ unclosed",
        "$$ unclosed",
        r"\begin{align} unclosed",
        r"\boxed{unclosed",
        "\\(a\n\nb\\)",
        r"\(\)",
        r"\\(x\\)",
    ],
)
def test_code_money_and_unclosed_math_are_not_math(text):
    assert formulas(text) == []
    assert has_math(text) is False


def test_money_reads_as_it_was_written():
    assert render("$5 and $10, \\$3") == "<p>$5 and $10, $3</p>\n"


def test_unclosed_math_keeps_its_delimiter():
    assert render(r"We know \(x = 1") == "<p>We know \\(x = 1</p>\n"
    assert render(r"\[x](https://example.org)") == "<p>\\[x](https://example.org)</p>\n"


def test_code_keeps_its_math_delimiters():
    assert render(r"`\(x\)`") == "<p><code>\\(x\\)</code></p>\n"
    assert r"\(x\)" in render("```\n\\(x\\)\n```")


def test_inline_math_exactly():
    assert render(r"So \(x\) is") == (
        "<p>So <math><semantics><mrow><mi>x</mi></mrow>"
        '<annotation encoding="application/x-tex">x</annotation></semantics></math> is</p>\n'
    )


def test_display_math_exactly_and_without_line_breaks_beside_it():
    assert render("a\n\\[x\\]\nb") == (
        '<p>a<span class="math-block"><math display="block"><semantics><mrow><mi>x</mi></mrow>'
        '<annotation encoding="application/x-tex">x</annotation></semantics></math></span>\nb</p>\n'
    )


def test_punctuation_stays_on_the_line_of_its_formula():
    assert re.search(r'<span class="math-bound"><math>.*</math>\.</span>', render(r"so \(x\)."))


def test_a_refused_formula_is_shown_as_its_source():
    assert render(r"\(\nosuchcommand{x} < 1\)") == (
        '<p><code class="math-source">\\nosuchcommand{x} &lt; 1</code></p>\n'
    )


@pytest.mark.parametrize(
    "text", ["2*3*4", "x**2 + y**2", "(a+b)*(a-b)*2", "(a)*(b)*(c)", "2*π*r", "3*-2*-1", "5 * 3", "n_1 + m_2"]
)
def test_products_and_powers_are_not_emphasis(text):
    assert render(text) == f"<p>{text}</p>\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**a** *b* ~~c~~", "<p><strong>a</strong> <em>b</em> <s>c</s></p>\n"),
        ("the *x*-axis and **two**.", "<p>the <em>x</em>-axis and <strong>two</strong>.</p>\n"),
        ("**答案：**是", "<p><strong>答案：</strong>是</p>\n"),
        ("one\ntwo", "<p>one<br>\ntwo</p>\n"),
        ("# A\n\n###### B", "<h3>A</h3>\n<h6>B</h6>\n"),
        ("a\n---\nb", "<p>a</p>\n<hr>\n<p>b</p>\n"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>\n'),
        ("    indented", "<p>indented</p>\n"),
        ("x\n=\n5", "<p>x<br>\n=<br>\n5</p>\n"),
        ("", ""),
    ],
)
def test_markdown(text, expected):
    assert render(text) == expected


def test_bold_reaches_up_to_a_formula():
    assert "<strong>Answer:</strong><math>" in render(r"**Answer:**\(x\)")
    assert re.search(r"です<strong><math>.*</math></strong>です", render(r"です**\(x\)**です"))


def test_tables_align_by_class():
    html = render("| a | b |\n|:-:|--:|\n| 1 | 2 |")

    assert '<div class="table-scroll" tabindex="0"><table>' in html
    assert '<td class="align-center">1</td>' in html
    assert '<td class="align-right">2</td>' in html


def test_fences_are_highlighted_with_classes():
    html = render("```python\nprint(1)\n```")

    assert '<pre class="code" tabindex="0"><code class="language-python"><span class="nb">print</span>' in html
    assert render_code("print(1)\n") == html


def test_unknown_languages_and_very_long_programs_are_plain():
    plain = '<pre class="code" tabindex="0"><code class="language-text">a &lt; b</code></pre>\n'
    assert render_code("a < b", "brainfuck") == plain
    assert "<span" not in render_code("x = 1\n" * 5000)


def test_links_are_marked_and_files_of_the_sandbox_leave_their_names():
    assert render('[a](https://example.org/?a=b&c "t")') == (
        '<p><a href="https://example.org/?a=b&amp;c" title="t" rel="noopener noreferrer nofollow">a</a></p>\n'
    )
    assert render("[the table](sandbox:/mnt/data/t.csv), sandbox:/mnt/data/p.png") == "<p>the table, p.png</p>\n"
    assert render("<sandbox:/mnt/data/p.png>") == "<p>&lt;p.png&gt;</p>\n"
    assert render("so【4:0†source】. 【note】") == "<p>so. 【note】</p>\n"


def test_pictures_leave_their_descriptions():
    assert render("![a graph](https://example.org/?q=secret)") == "<p>a graph</p>\n"
    assert render("[![a graph](https://example.org/a.png)](https://example.org)").count("<img") == 0


def test_links_to_elsewhere_in_the_product_are_text():
    assert render("f[2](3) and [x](/admin/)") == "<p>f[2](3) and [x](/admin/)</p>\n"


def test_text_over_the_limit_is_whole_but_plain():
    text = "**<b>**\n" * (LONGEST_RENDERED // 8 + 1)

    html = render(text)

    assert html.startswith('<pre class="long-text" tabindex="0">**&lt;b&gt;**\n')
    assert html.count("&lt;b&gt;") == text.count("<b>")


def test_plain_has_no_markup_and_formulas_as_one_types_them():
    text = "# Hi **there**\n\n- solve \\(x^2 = 4\\) & `f(x)`\n\n![pic](http://a.b)\n\n```python\nx = 1\n```"

    assert plain(text, 200) == "Hi there solve x² = 4 & f(x) pic x = 1"


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"\frac{1}{2} + x^2 - \sqrt{2}", "1/2 + x² − √2"),
        (r"\boxed{x = -3}", "x = −3"),
        (r"2\frac{1}{2} \cdot \tfrac{1}{2}x", "2 1/2 · 1/2 x"),
        (r"\frac{x + 1}{2a} = \frac{a}{\frac{b}{c}}", "(x+1)/(2a) = a/(b/c)"),
        (r"\frac{dy}{dx} = \frac{n(n+1)}{2}", "dy/dx = n(n+1)/2"),
        (r"\left(\frac{1}{2}\right)^{2} {2x}^3 {\frac12}^n", "(1/2)²(2x)³(1/2)ⁿ"),
        (r"e^{-2x} + a_{10} + a_{n+1} + 2^{nt}", "e^(−2x) + a₁₀ + a_(n+1) + 2^(nt)"),
        (r"\sqrt{x^2 + 1} \sqrt[3]{27} \sqrt[5]{x}", "√(x² + 1)∛27 ⁵√x"),
        (r"|-3| + |x| - 2 = -(-1)", "|−3| + |x| − 2 = −(−1)"),
        (r"(1,\ -4), (2,-x), x = 1,\quad -1; \; -2", "(1, −4), (2, −x), x = 1, −1; −2"),
        (r"\frac{|-3|}{2} - |- y| \cdot |+2|", "|−3|/2 − |−y| · |+2|"),
        (r"\int_0^1 x \, dx, \sum_{k=1}^n k", "∫₀¹ x dx, ∑_(k=1)ⁿ k"),
        (r"\lim_{x \to 0} \frac{\sin x}{x}, \sin^{-1}(1)", "lim_(x→0) (sin x)/x, sin⁻¹(1)"),
        (r"90^\circ, f'(x), 0.\overline{3}, \vec{v}", "90°, f′(x), 0.3\u0305, v\u20d7"),
        (r"1{,}000\,\text{cm}^2 \text{ of } \mathbf{v} \in \mathbb{R}", "1,000 cm² of v ∈ ℝ"),
        (r"\begin{aligned} 3x &= 3 \\ x &= 1 \end{aligned}", "3x = 3; x = 1"),
        (r"\begin{pmatrix} 1 & 2 \\ 3 & -4 \end{pmatrix}^T", "(1 2; 3 −4)^T"),
        (r"a < b \quad \text{so } \phantom{x}c", "a < b so c"),
        (r"\undefinedcommand{x}", r"\undefinedcommand{x}"),
        (r"\phantom{x}", r"\phantom{x}"),
    ],
)
def test_a_formula_is_read_on_one_line(tex, text):
    assert plain(rf"\({tex}\)", 200) == text


def test_in_what_is_no_markdown_formulas_alone_are_read():
    assert formulas_read(r"Graph of $y = \frac{1}{x}$; 2*x*3 for $5") == "Graph of y = 1/x; 2*x*3 for $5"


@pytest.mark.parametrize("length", [1, 2, 10, 60])
def test_plain_is_never_longer_than_asked(length):
    assert len(plain("word " * 40, length)) <= length
    assert plain("word " * 40, length).endswith("…")
    assert plain("x" * length, length) == "x" * length


def test_plain_of_an_endless_text_is_cut_too():
    assert plain("ab " * LONGEST_RENDERED, 9) == "ab ab ab…"


def test_results_need_no_escaping_by_templates():
    assert isinstance(render("x"), SafeString)
    assert isinstance(render_code("x"), SafeString)
    assert not isinstance(plain("<b>", 9), SafeString)


def test_a_sign_after_a_bar_that_opens_is_no_operation():
    tight = '<mo lspace="0" rspace="0">−</mo>'

    assert tight in render(r"\(x = |-3|\)")
    assert tight not in render(r"\(|x|-3\)")
