"""Programs as models write them and people paste them: mended only where Python refuses them."""

import ast
import contextlib
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
        ("print(10²³, 10⁻³, (x + 1)⁰, x ¹)", "print(10**23, 10**-3, (x + 1)**0, x**1)"),
        ("(x²)³ * 2**y²", "(x**2)**3 * 2**y**2"),
        ("2\N{INVISIBLE TIMES}x", "2*x"),
        ("print(“it's”, ”a”, f“{x}”)", "print(\"it's\", 'a', f'{x}')"),
        ("x\N{NO-BREAK SPACE}= '\N{NO-BREAK SPACE}' # \N{NO-BREAK SPACE}", "x = '\N{NO-BREAK SPACE}'"),
        ("x\N{NO-BREAK SPACE}= “\N{NO-BREAK SPACE}”", "x = '\N{NO-BREAK SPACE}'"),
        ("\ufeffx = '\ufeff'", "x = '\ufeff'"),
        ('    x = """\n    a\n    """', "x = '\\n    a\\n    '"),
        ("def f():\n\tif x:\n        return '''\n\t'''", "def f():\n\tif x:\n\t\treturn '\\n\\t'"),
        ("!ls\ns = '''\n%matplotlib\n'''", "pass\ns = '\\n%matplotlib\\n'"),
        ("%time -x + 3", "-x + 3"),
        ("%timeit -n 10 -r3 -x", "-x"),
        ("%%timeit -n 10 x = 1\ny", "x = 1\ny"),
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
    "program",
    [
        "x²**3", "x² **3", "(x² # a\n**3)", "x²∗∗3", "x²\\\n**3", "x² ³", "x²3", "x²e3", "sin²(x)", "x²[0]", "x².real",
        "(x²\n.real)", "f(²)", "10⁰³", "2 ×× 3", "2*×3", "6÷÷4", "x >≥ 3", "f′ + g′", "f’ + g’", "(x‘y’z’)", "“““a”””",
        "“a\"b”", "3\N{SOFT HYPHEN}1", "2\N{INVISIBLE SEPARATOR}3", "f'{2 × 3}'", "f'{x²}'",
        "f'{a\N{NO-BREAK SPACE}b}'", "s = f'''\n%matplotlib {a b}\n'''", "s = '''\n!ls", "s = 'a\\\n%b", "```x = 1```",
        "```x = 1\n```", "x = 1\n!= 3", "if x:\n    if y:\n        a()\n\tb()",
    ],
)  # fmt: skip
def test_what_could_be_meant_otherwise_stays_a_mistake(program):
    with pytest.raises(SyntaxError):
        read(program, "cell 1")


ODD = " \t%!#`“”‘’−×²³⁻≤，\N{NO-BREAK SPACE}\N{ZERO WIDTH SPACE}\n"
BREAKS = ["", "x\N{NO-BREAK SPACE}= 1", "x = y²", "x = 2 − 1", "!ls", "%time x = 1", "f(‘a’)", "x\u200b = 1"]
PARTS = st.tuples(st.text("ab" + ODD, max_size=12), st.sampled_from(['"""', "'''"]), st.sampled_from(BREAKS))


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(st.lists(PARTS, min_size=1, max_size=6), st.sampled_from(["", "  "]))
def test_strings_keep_what_they_say(parts, margin):
    program = "".join(f"{margin}{broken}\n{margin}s = {quotes}{text}{quotes}\n" for text, quotes, broken in parts)

    tree = read(program, "cell 1").tree

    said = [line.value.value for line in tree.body if isinstance(line, ast.Assign) and line.targets[0].id == "s"]
    assert said == [text for text, _, _ in parts]


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["x = (7\n% 3)", "x = 7\\\n% 3", "# ²“", "if x:\n\ty = 1", "π = 1"]) | PARTS))
def test_nothing_is_changed_that_python_takes(parts):
    lines = [part if isinstance(part, str) else f"s = {part[1]}{part[0]}{part[1]}" for part in parts]
    program = "\n".join(lines)
    tree = ast.parse(program)

    told = read(program, "cell 1")

    assert (told.text, ast.dump(told.tree), told.notes) == (program, ast.dump(tree), [])


@pytest.mark.slow
@pytest.mark.parametrize(
    "text", ["x² " + "# " * 20_000, "x\N{NO-BREAK SPACE}= 1\n" * 9_000, "“" * 50_000, "'\\" * 30_000, "x²\n" * 9_000]
)
def test_no_program_takes_long(text):
    started = time.monotonic()

    with contextlib.suppress(SyntaxError):
        read(text, "cell 1")

    assert time.monotonic() - started < 5


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
