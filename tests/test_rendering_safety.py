"""Nothing that a person or a model writes becomes markup of its own, and no text makes the renderer slow or end it."""

import json
import re
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from chat.rendering import plain, render, render_code
from tests.floods import BLOCKS, UNITS
from tests.hostile import HOSTILE
from tests.rendered_html import inspect

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("frame", ["{}", "> {}", "- **{}**", "[{}](https://example.org)", "| a |\n|-|\n| {} |"])
def test_hostile_text_stays_text(text, frame):
    html = render(frame.replace("{}", text))

    surprises, _ = inspect(html)
    assert surprises == []
    assert "evil.example" not in "".join(re.findall(r"<[^>]*>", html))


def test_markup_is_shown_not_interpreted():
    assert render("<b>x</b> &amp; <!-- y -->") == "<p>&lt;b&gt;x&lt;/b&gt; &amp; &lt;!-- y --&gt;</p>\n"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_programs_stay_text(text):
    assert inspect(render_code(text))[0] == []


def test_text_beside_a_formula_cannot_name_it():
    word = "mq" + "0" * 16 + "00000qm"

    html = render(rf"{word} \(x\) {word}")

    assert html.count("<math>") == 1
    assert html.count(word) == 2


def test_math_makes_no_ids_links_or_styles():
    html = render(r"\begin{align}x &= 1 \tag{1} \label{a}\\ \color{red}{y} &= \boxed{2}\end{align} \(\eqref{a}\)")

    assert "<math" in html
    assert not re.search(r"\b(id|href|style)=", html)


def test_widths_are_bounded():
    html = render(r"\(x\hspace{9999cm}\raisebox{9999pt}{y}\kern9999em\)")

    tags = "".join(re.findall(r"<[^>]*>", html))
    assert "<mi>x</mi>" in html
    assert all(float(number) < 100 for number in re.findall(r"[\d.]+", tags.replace("x-tex", "")))


BRACKETS = ["(", "[", r"\{", r"\lvert ", r"\langle ", "⌊", r"\bigl(", r"\pmod ", r"\ket ", "x(", r"\mathrm{(}"]


SECONDS = 1.5
"""Of this thread: three times what script/bench rendering allows on a quiet machine, for a busy one."""


def seconds_for(text):
    started = time.thread_time()
    render(text)
    plain(text, 80)
    return time.thread_time() - started


@pytest.mark.parametrize("unit", UNITS)
def test_floods_take_linear_time(unit):
    flood = unit * (40_000 // len(unit))

    assert seconds_for(flood) < SECONDS
    assert seconds_for(rf"\[{unit * (11_000 // len(unit))}\]") < SECONDS


@pytest.mark.parametrize("frame", BLOCKS.values(), ids=BLOCKS)
@pytest.mark.parametrize("unit", ["[", "`", "*a", "|", "$", '"', "(", "\\", "~", "a\n", "|a|b|\n"])
def test_floods_inside_blocks_take_linear_time(unit, frame):
    text = frame.format(unit * (39_900 // len(unit)))

    assert seconds_for(text) < SECONDS


def rendered_apart(texts):
    """The length of each text's HTML, from a process of its own whose threads have small stacks."""
    code = (
        "import json, sys, threading; from chat.rendering import render; threading.stack_size(2 << 20);"
        "work = lambda: [print(len(render(text)), flush=True) for text in json.load(sys.stdin)];"
        "thread = threading.Thread(target=work); thread.start(); thread.join()"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], input=json.dumps(texts), capture_output=True, text=True, timeout=20, check=True
    )
    return [int(line) for line in run.stdout.split()]


def test_brackets_left_open_take_no_time():
    # Apart, because without protection each bracket doubles the time and nothing can stop the call.
    texts = [rf"\({unit * 200}x\)" for unit in BRACKETS]

    lengths = rendered_apart(texts)

    assert all(length > len(text) for length, text in zip(lengths, texts, strict=True))


def test_brackets_left_open_are_still_math():
    assert "<math>" in render(r"\(" + "(" * 200 + r"x\)")


NESTS = ["{", r"\sqrt{", r"\sqrt", r"\left(", "x^{", r"\color{red}", r"\boxed{", r"\begin{array}{c}", r"\overset{a}"]


def test_deep_nesting_does_not_end_the_process():
    texts = [rf"\[{unit * (11_000 // len(unit))} x\]" for unit in NESTS]

    lengths = rendered_apart(texts)

    assert all(length > len(text) for length, text in zip(lengths, texts, strict=True))


def test_threads_share_the_renderer():
    texts = [rf"**{n}** \(x_{{{n}}}\) `{n}`" for n in range(40)]
    expected = [render(text) for text in texts]
    start = threading.Barrier(8)

    def work(_):
        start.wait()
        return [render(text) for text in texts]

    with ThreadPoolExecutor(8) as pool:
        assert all(result == expected for result in pool.map(work, range(8)))


def test_the_same_text_gives_the_same_html():
    assert render(r"\(x\) and \[y\]") == render(r"\(x\) and \[y\]")


def test_importing_the_renderer_brings_no_sympy_and_no_requests():
    code = "import sys, chat.rendering; print(sorted({'sympy', 'numpy', 'requests'} & set(sys.modules)))"

    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=20, check=True)

    assert run.stdout.strip() == "[]"
