"""Text that is still being written looks as it will when it is whole, up to where it has come."""

import pytest

from chat.rendering import render, render_moving

ANSWER = "Put the **two numbers** into `3x + 11 = 14`, (**both `x` and 1**). It is \\(x = 1\\).\n\n* **Done**: `ok`"


@pytest.mark.parametrize(
    ("moving", "shown"),
    [
        ("Solve `3x + 1", "Solve `3x + 1`"),
        ("Solve `", "Solve"),
        ("It is **very imp", "It is **very imp**"),
        ("It is **very ", "It is **very**"),
        ("It is **very*", "It is **very**"),
        ("It is **", "It is"),
        ("**see `x", "**see `x`**"),
        ("`a` and **b** and `c", "`a` and **b** and `c`"),
        ("one `\n\ntwo `x", "one `\n\ntwo `x`"),
        ("one \\(x", "one"),
        ("one `a` \\(x", "one `a`"),
    ],
)
def test_what_is_open_is_shown_closed(moving, shown):
    assert render_moving(moving) == render(shown)


@pytest.mark.parametrize(
    "text",
    ["", "2**3 is 8", "a * b", "* item", "`code` and **bold**", "`2 **3`", "```python\nx = '`'\ny **", "3 ** 2 = 9"],
)
def test_what_is_whole_is_left_alone(text):
    assert render_moving(text) == (render(text) if text else "")


@pytest.mark.parametrize("length", range(1, len(ANSWER)))
def test_no_mark_of_code_or_bold_text_is_ever_seen(length):
    html = render_moving(ANSWER[:length])

    assert "`" not in html
    assert "**" not in html
