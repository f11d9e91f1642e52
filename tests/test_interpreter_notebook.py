"""The interpreter as a notebook: what a cell shows, and what it finds when it was written for one."""

import base64
import io
import re

import pytest
from PIL import Image as pictures

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("notebook")]
pytest_plugins = ["tests.interpreter_fixtures"]


@pytest.fixture
def run(interpreters):
    """Run a cell in the session that the tests share, for a sandbox of its own would take each a second."""
    return lambda code, **named: interpreters["bubblewrap"].run_cell("notebook", code, **named)


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("1 + 1  # two\n\n# the end\n", "2\n"),
        ("x = 3", ""),
        ("3;", ""),
        ("3;  # hush", ""),
        ("(3)", "3\n"),
        ("None", ""),
        ("'a'", "'a'\n"),
        ("5\nfor n in []: n", ""),
        ("display(1, 'b'); 2", "1\n'b'\n2\n"),
        ("7\n", "7\n"),
        ("from sympy import *\nx = symbols('x')\nsolve(x**2 - 2, x)", "[-sqrt(2), sqrt(2)]\n"),
        ("import numpy as np\n[np.float64(0.5), np.int64(3), np.True_]", "[0.5, 3, True]\n"),
        ("np.array([0.5, 1])", "array([0.5, 1. ])\n"),
        ("len(str(10**5000))", "5001\n"),
        ("10**200000", "[too large to print: more than 100000 digits]\n"),
        ("import matplotlib.pyplot as plt\nfigure, axes = plt.subplots(2)\nplt.close()\naxes", ""),
        (
            "from IPython.display import display, Markdown, Math\ndisplay(Markdown('**a**'))\nMath('x^2')",
            "**a**\nx^2\n",
        ),
        ("from IPython.core.display import HTML\nHTML('<b>a</b> &lt; b')", "a < b\n"),
        ("%matplotlib inline\n4", "4\n"),
        ("import asyncio\nawait asyncio.gather(asyncio.sleep(0, 1), asyncio.to_thread(int))", "[1, 0]\n"),
        ("asyncio.run(asyncio.sleep(0, 5))", "5\n"),
        ("if __name__ == '__main__': print('main')", "main\n"),
        ("exit()", ""),
        ("import sys; sys.exit('bye')", "bye\n"),
        (
            "def half(x):\n    'Divide.'\nhelp(half)",
            "Help on function half in module __main__:\n\nhalf(x)\n    Divide.\n\n",
        ),
        ("import inspect; print(inspect.getsource(half), end='')", "def half(x):\n    'Divide.'\n"),
        ("class A: pass\nimport pickle; type(pickle.loads(pickle.dumps(A()))) is A", "True\n"),
        ("import sys; sys.stdout.buffer.write(b'raw\\n'); sys.stdout.flush(); print('e', file=sys.stderr)", "raw\ne\n"),
        ("sys.stdout.reconfigure(encoding='utf-8'); sys.stdout.isatty(), sys.stdout.encoding", "(False, 'utf-8')\n"),
        ("sys.stdout.close(); sys.stdout = None", ""),
        ("import logging; logging.getLogger('a').warning('careful')", "careful\n"),
    ],
)
def test_a_cell_shows_what_a_notebook_shows(run, code, shown):
    result = run(code)

    assert (result.logs, result.outcome) == (shown, "ok")


def test_the_last_value_is_at_hand(run):
    run("6 * 7")

    assert run("_ + 1").logs == "43\n"


def test_tables_have_all_their_columns_and_of_many_rows_the_ends(run):
    wide = run("import pandas as pd\npd.DataFrame({f'column{n}': [n] for n in range(24)})").logs
    long = run("print(pd.DataFrame({'n': range(100)}))").logs

    assert all(f"column{n} " in wide + " " or f"column{n}\n" in wide for n in range(24))
    assert 80 < max(map(len, wide.splitlines())) <= 110
    assert len(long.splitlines()) == 14
    assert long.endswith("\n99  99\n\n[100 rows x 1 columns]\n")
    assert len(run("pd.Series(range(60))").logs.splitlines()) == 61


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("input('x? ')", "EOFError: a program cannot ask for input here: put the value into the program\n"),
        ("breakpoint()", "RuntimeError: there is no debugger here: print what you want to see\n"),
        (
            "import seaborn",
            "ModuleNotFoundError: No module named 'seaborn'\n"
            "[SymPy, NumPy, SciPy, pandas and matplotlib are installed. There is no network in here.]\n",
        ),
        (
            "x = 1\nreturn x",
            "  File \"cell N\", line 2\n    return x\n    ^^^^^^^^\nSyntaxError: 'return' outside function\n",
        ),
        ("x = (1", "  File \"cell N\", line 1\n    x = (1\n        ^\nSyntaxError: '(' was never closed\n"),
        ("import sympy\nsympy.Matrix([1, 2]).inv()", ": A Matrix must be square to invert.\n"),
    ],
)
def test_errors_say_what_can_be_done(run, code, told):
    result = run(code)

    assert result.outcome == "error"
    assert told in re.sub(r"cell \d+", "cell N", result.logs) or told in result.logs


def test_an_error_is_shown_with_its_cause(run):
    code = "try:\n    1 / 0\nexcept ZeroDivisionError as error:\n    raise ValueError('bad') from error"

    logs = run(code).logs

    first, middle, second = logs.partition("\nThe above exception was the direct cause of the following exception:\n\n")
    assert middle
    assert first.endswith("ZeroDivisionError: division by zero\n")
    assert second.endswith("ValueError: bad\n")
    assert "interpreter" not in logs


def test_an_error_in_a_coroutine_is_shown_from_the_cell_on(run):
    logs = run("async def fail(): return 1 / 0\nawait fail()").logs

    assert re.findall(r'File "(\w+)', logs) == ["cell", "cell"]
    assert logs.endswith("ZeroDivisionError: division by zero\n")


def test_warnings_are_short_and_come_once_for_each_cell(run):
    code = "import numpy as np\nfor n in range(3):\n    np.array([1.0]) / 0"

    first, second = run(code), run(code)

    line = r"cell \d+, line 3: RuntimeWarning: divide by zero encountered in divide\n"
    assert re.fullmatch(line, first.logs)
    assert re.fullmatch(line, second.logs)


@pytest.mark.parametrize("backend", ["bubblewrap", "landlock"])
def test_no_path_of_the_machine_is_printed(interpreters, backend):
    code = (
        "import os, sys, sympy, tempfile, traceback\nprint(sys.path, sympy.__file__, os.__file__, os.getcwd())\n"
        "print(tempfile.NamedTemporaryFile().name)\ntraceback.print_stack()\n"
        "try: sympy.sympify('(')\nexcept sympy.SympifyError: traceback.print_exc()\nopen('/mnt/data/gone.csv')"
    )

    logs = interpreters[backend].run_cell("paths", code).logs

    assert "site-packages/sympy/__init__.py" in logs
    assert re.search(
        r"\(most recent call last\):\n  File \"cell \d+\", line \d, in <module>\n    open\('/mnt/data/gone.csv'\)\n"
        r"FileNotFoundError: \[Errno 2\] No such file or directory: '/mnt/data/gone.csv'\n$",
        logs,
    )
    paths = set(re.findall(r"(?<![\w.>-])/[\w./-]+", logs))
    assert all(path.startswith(("/mnt/data", "/tmp/tmp")) for path in paths), paths


def test_deep_recursion_is_an_error_and_no_crash(run):
    deep = "def again(x): return sorted([x], key=again)\n"

    result = run("import sys\nsys.setrecursionlimit(10**6)\n" + deep + "again(1)")

    run("sys.setrecursionlimit(1000)")
    assert "\nRecursionError: maximum recursion depth exceeded" in result.logs
    assert len(result.logs) < 10_000


@pytest.mark.parametrize(
    "code",
    [
        "import builtins\nbuiltins.print = builtins.repr = builtins.len = None",
        "import builtins\nvars(builtins).clear()",
        "import sys\nsys.setrecursionlimit(40)",
        "import sys\nsys.stdout = sys.stderr = sys.__stdout__ = None",
    ],
)
def test_a_program_that_breaks_what_others_need_breaks_only_itself(run, code):
    run("kept = 5")

    result = run(code)

    assert (result.outcome, result.variables_lost) == ("ok", False)
    assert run("len([kept]), kept").logs == "(1, 5)\n"


def test_figures_come_in_the_programs_order_and_each_once(run):
    code = (
        "import matplotlib.pyplot as plt\nplt.plot([1, 2]); plt.title('first'); plt.show(); plt.show()\n"
        "figure, axes = plt.subplots(); axes.set_title('second'); figure.savefig('second.png'); plt.show()\nfigure"
    )

    first, second = run(code), run("axes.set_title('third')\nfigure")

    assert [image.alt for image in first.images] == ["Plot: first", "Plot: second"]
    assert [file.name for file in first.files] == ["second.png"]
    assert [image.alt for image in second.images] == ["Plot: third"]
    assert (first.logs, second.logs) == ("", "")


@pytest.mark.parametrize(
    ("code", "alt"),
    [
        ("plt.plot([1, 2], label='a'); plt.suptitle('T')", "Plot: T; curves: a"),
        ("plt.bar(['x', 'y'], [1, 2])", "Bar chart: bars: x, y"),
        ("plt.barh(['x', 'y'], [1, 2])", "Bar chart: bars: x, y"),
        ("plt.hist([1, 2, 2, 3])", "Histogram without a title"),
        ("plt.scatter([1], [2], label='b'); plt.xlabel('X')", "Scatter plot: horizontal axis X; legend: b"),
        ("plt.pie([1, 2], labels=['x', 'y'], autopct='%d%%')", "Pie chart: parts: x, y"),
        ("plt.imshow([[1]]); plt.plot([0]); plt.ylabel('Y')", "Plot: vertical axis Y"),
        ("import sympy\nx = sympy.Symbol('x')\nsympy.plot(x, title='S', xlabel='x', ylabel='y')", "Plot: S; "),
        ("import pandas\npandas.DataFrame({'a': [1, 2]}).plot(kind='bar', title='P')", "Bar chart: P; legend: a"),
    ],
)
def test_a_picture_has_words(run, code, alt):
    result = run("import matplotlib.pyplot as plt\n" + code)

    assert [image.alt[: len(alt)] for image in result.images] == [alt]
    assert result.logs == ""


def test_labels_outside_of_a_figure_are_drawn(run):
    code = "plt.bar(['a label of many words', 'b'], [1, 2]); plt.xticks(rotation=90)"

    image = run("import matplotlib.pyplot as plt\n" + code).images[0]

    assert (image.width, image.height > 500) == (640, True)


def test_a_figure_that_cannot_be_drawn_harms_nothing_else(run):
    code = "import matplotlib.pyplot as plt\nplt.title(r'$\\frac{$')\nplt.figure()\nopen('kept.txt', 'w').write('x');"

    result = run(code)

    assert result.logs.startswith("[A figure could not be drawn:]\nValueError: ")
    assert len(result.images) == 1
    assert [file.name for file in result.files] == ["kept.txt"]
    assert result.outcome == "ok"


def test_of_many_figures_the_first_come_and_the_others_are_counted(run):
    result = run("import matplotlib.pyplot as plt\nfor n in range(12): plt.figure(figsize=(1, 1))")

    assert len(result.images) == 10
    assert result.logs == "[2 pictures were left out: at most 10 a cell]\n"


def test_pictures_that_are_not_figures_are_shown(run):
    code = (
        "from PIL import Image as I\nfrom IPython.display import Image, display\nI.new('RGB', (30, 20)).save('p.png')\n"
        "display(Image('p.png'))\nI.new('RGB', (4, 5))"
    )

    result = run(code)

    assert [(image.width, image.height) for image in result.images] == [(30, 20), (4, 5)]


def test_what_a_stopped_cell_left_comes_with_the_next(run):
    code = "import matplotlib.pyplot as plt\nplt.figure()\nopen('left.txt', 'w').write('x')\nwhile True: pass"

    stopped, following = run(code, timeout=0.3), run("1")

    assert (stopped.outcome, stopped.images, stopped.files) == ("timeout", [], [])
    assert [file.name for file in following.files] == ["left.txt"]
    assert len(following.images) == 1


def test_a_reply_that_does_not_fit_into_memory_keeps_the_session(run):
    code = (
        "for n in range(3): open(f'large{n}.bin', 'wb').write(bytes(10 * 2**20))\n"
        "room = []\ntry:\n    while True: room.append(bytearray(2**20))\nexcept MemoryError: pass"
    )

    result = run(code)

    assert (result.outcome, result.files, result.variables_lost) == ("error", [], False)
    assert "MemoryError" in result.logs or "did not fit into memory" in result.logs
    assert run("import os\ndel room\nfor n in range(3): os.remove(f'large{n}.bin')").outcome == "ok"


def test_a_picture_is_drawn_anew_by_a_trusted_computation(interpreters):
    source = io.BytesIO()
    pictures.new("RGBA", (30, 20), "red").save(source, "PNG", dpi=(72, 72))

    reply = interpreters["bubblewrap"].compute(
        "interpreter.pictures.reencode", {"png": base64.b64encode(source.getvalue()).decode()}
    )

    drawn = pictures.open(io.BytesIO(base64.b64decode(reply["png"])))
    assert (reply["width"], reply["height"], drawn.size, drawn.mode, drawn.info) == (30, 20, (30, 20), "RGB", {})


def test_pools_of_threads_work(run):
    code = (
        "from multiprocessing.pool import ThreadPool\n"
        "with ThreadPool(3) as pool:\n    squares = pool.map(abs, [-1, 2])\nsquares"
    )

    assert run(code).logs == "[1, 2]\n"
