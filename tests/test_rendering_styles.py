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
TOKENS = (STATIC / "css/tokens.css").read_text(encoding="utf-8")


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


def blocks():
    """The declarations of each theme in tokens.css: light, dark by the system's wish, dark by choice, paper."""
    bodies = re.findall(r"\{([^{}]*)\}", re.sub(r"/\*.*?\*/", "", TOKENS, flags=re.DOTALL))
    return [dict(re.findall(r"([\w-]+): ([^;]+);", body)) for body in bodies]


LIGHT, BY_SYSTEM, BY_CHOICE, PAPER = blocks()
THEMES = {"light": LIGHT, "dark": LIGHT | BY_CHOICE}
ON_PAGE = ["ink", "muted", "accent", "warn", "math-red", "math-blue", "math-green", "math-orange", "math-purple"]
PAIRS = [(name, "paper") for name in ON_PAGE]
PAIRS += [
    (name, "tint") for name in ("ink", "accent", "math-red", "math-blue", "math-green", "math-orange", "math-purple")
]
PAIRS += [(name, "code-paper") for name in LIGHT if name.startswith("--code-")]
PAIRS += [
    ("ink", "desk"),
    ("muted", "desk"),
    ("warn", "warn-tint"),
    ("ink", "warn-tint"),
    ("ink", "mark"),
    ("on-accent", "accent"),
]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("color", "ground"), [pair for pair in PAIRS if pair[0] != "--code-paper"])
def test_colors_are_readable(theme, color, ground):
    colors = THEMES[theme]

    assert contrast(colors["--" + color.removeprefix("--")], colors[f"--{ground}"]) >= 4.5


def test_both_ways_to_the_dark_theme_agree():
    assert BY_SYSTEM == BY_CHOICE
    assert (
        BY_CHOICE.keys() == PAPER.keys() == {name for name, value in LIGHT.items() if "#" in value} | {"color-scheme"}
    )


def test_every_color_is_a_token():
    for path in (STATIC / "css").glob("*.css"):
        rules = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        if path.name != "tokens.css":
            assert set(re.findall(r"#[0-9a-f]{3,8}\b(?=[;\s)])", rules)) <= {"#fff"}, path.name


PHYSICAL = re.compile(
    r"(?:margin|padding|border)-(?:left|right)\b|border-(?:top|bottom)-(?:left|right)-radius|text-align: (?:left|right)"
    r"|float: |(?<![-\w])(?:left|right): "
)


def test_measures_follow_the_writing_direction():
    for path in (STATIC / "css").glob("*.css"):
        rules = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        if path.name == "math.css":  # formulas run from left to right in every language
            continue
        found = [line for line in rules.splitlines() if PHYSICAL.search(line) and "direction: ltr" not in line]
        assert found == [], path.name


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
