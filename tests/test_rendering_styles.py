"""The style sheets draw every class that the renderer emits, readably, with the font that they name."""

import hashlib
import json
import re
from pathlib import Path

import pytest

from chat.rendering import render
from chat.rendering.mathml import STYLE_CLASSES
from tests.rendered_html import inspect

ROOT = Path(__file__).parent.parent
STATIC = ROOT / "static"
MATH_CSS = (STATIC / "css/math.css").read_text(encoding="utf-8")
CODE_CSS = (STATIC / "css/code.css").read_text(encoding="utf-8")
PAPERS = {"light": "#f4f6f9", "dark": "#0f1318"}


def luminance(color):
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    high, low = sorted([luminance(one), luminance(other)], reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_every_class_of_the_corpus_is_drawn():
    used = set(STYLE_CLASSES.values())
    for tex in json.loads((ROOT / "tests/corpus/expressions.json").read_text(encoding="utf-8")):
        used |= inspect(render(rf"\[{tex}\] \({tex}\)."))[1]

    assert {name for name in used if not re.search(rf"\.{name}\b(?!-)", MATH_CSS)} == set()


@pytest.mark.parametrize("theme", PAPERS)
def test_code_colors_are_readable(theme):
    blocks = CODE_CSS.split('[data-theme="dark"]')
    colors = re.findall(r"--code-\w+: (#[0-9a-f]{6})", blocks[1] if theme == "dark" else blocks[0].split("@media")[0])

    assert len(colors) == 7
    assert min(contrast(color, PAPERS[theme]) for color in colors) >= 4.5


@pytest.mark.parametrize("css", [MATH_CSS, CODE_CSS])
def test_both_ways_to_the_dark_theme_agree(css):
    by_system, by_choice = css.split("@media (prefers-color-scheme: dark)")[1].split('[data-theme="dark"]')

    colors = re.findall(r"--[\w-]+: #\w+", by_system)

    assert colors
    assert colors == re.findall(r"--[\w-]+: #\w+", by_choice)


def test_the_font_is_the_recorded_one_and_small():
    readme = (STATIC / "fonts/README.md").read_text(encoding="utf-8")
    font = STATIC / re.search(r'url\("\.\./(fonts/[\w.-]+)"\)', MATH_CSS)[1]

    content = font.read_bytes()

    assert content[:4] == b"wOF2"
    assert hashlib.sha256(content).hexdigest() in readme
    assert len(content) < 150_000
    assert (STATIC / "fonts/GUST-FONT-LICENSE.txt").exists()


def test_only_formulas_ask_for_the_math_font():
    rules = re.sub(r"/\*.*?\*/", "", MATH_CSS, flags=re.DOTALL)
    users = re.findall(r"([^{}]+)\{[^{}]*font-family: \"Tutor Math\"[^{}]*\}", rules)

    assert [user.strip() for user in users] == ["@font-face", "math"]


def test_style_sheets_load_nothing_from_elsewhere():
    for css in (MATH_CSS, CODE_CSS):
        assert "//" not in css
        assert "@import" not in css
