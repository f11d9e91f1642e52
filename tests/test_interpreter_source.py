"""Programs as models write them and people paste them: mended only where Python refuses them."""

import ast

import pytest

from interpreter.sandbox.source import INSTALLED, read

NO_NETWORK = f"was left out: there is no network in here. {INSTALLED}]"


def same(text, program):
    return ast.dump(read(text, "cell 1").tree) == ast.dump(ast.parse(program))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("```python\nx = 1\n```\n", "x = 1"),
        ("\n```\nx = 1\n```", "x = 1"),
        ("    x = 1\n    if x:\n        y = 2", "x = 1\nif x:\n    y = 2"),
        ("x = 1\n    y = 2\n    z = 3", "x = 1\ny = 2\nz = 3"),
        ("x\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}1", "x = 1"),
        ("if x:\n\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}y = 1", "if x:\n  y = 1"),
        ("\N{ZERO WIDTH NO-BREAK SPACE}x = 1", "x = 1"),
        ("print(“a”, ‘b’)", "print('a', 'b')"),
        ("3 − 1 × 2", "3 - 1 * 2"),
        ("x² + y³", "x**2 + y**3"),
        ("def f():\n\tif x:\n        return 1", "def f():\n\tif x:\n\t\treturn 1"),
        ("x = 1\r\ny = 2\r\n", "x = 1\ny = 2"),
        ("%time x = 1", "x = 1"),
        ("%%time\nx = 1", "x = 1"),
        ("for n in x:\n    !ls", "for n in x:\n    pass"),
        ("!pip install \\\n   a\nx = 1", "pass\nx = 1"),
    ],
)
def test_what_was_meant_is_read(written, meant):
    assert same(written, meant)


@pytest.mark.parametrize(
    ("command", "note"),
    [
        ("%matplotlib inline", []),
        ("!pip install a", [f"[!pip install a {NO_NETWORK}"]),
        ("%pip install a", [f"[%pip install a {NO_NETWORK}"]),
        ("pip install a", [f"[pip install a {NO_NETWORK}"]),
        ("!ls -l", ["[!ls -l was left out: no other program runs in here.]"]),
        ("%run a.py", ["[%run a.py was left out: commands of notebooks do not work in here.]"]),
        ("%%bash\nls", ["[%%bash was left out: commands of notebooks do not work in here.]"]),
    ],
)
def test_commands_are_left_out_and_told_of_unless_they_do_no_harm(command, note):
    program = read(command, "cell 1")

    assert program.notes == note
    assert all(isinstance(statement, ast.Pass) for statement in program.tree.body)


@pytest.mark.parametrize(
    "program",
    [
        's = """\n%matplotlib inline\n!pip install a\n```\n“”\N{NO-BREAK SPACE}− ²"""',
        "x = 7\\\n% 3",
        "x = (7\n% 3)",
        "s = '%d' % 3",
        "if x:\n\ty = 1",
    ],
)
def test_a_program_that_python_takes_is_not_touched(program):
    read_program = read(program, "cell 1")

    assert (read_program.text, read_program.notes) == (program, [])


@pytest.mark.parametrize(
    ("program", "line"),
    [
        ("if x", 1),
        ("%matplotlib inline\nx = 1\ny = ", 3),
        ("a = 1\n b = ", 2),
        ("x = [1,\n%matplotlib\n]", 2),
        ("s = 'a%b", 1),
        ("```python\nx = \n```", 2),
        ("!ls\n" * 60, 51),
    ],
)
def test_a_mistake_is_told_with_its_own_line(program, line):
    with pytest.raises(SyntaxError) as told:
        read(program, "cell 1")

    assert told.value.lineno == line
    assert told.value.text.strip() in program
