"""Who may import whom, and what never enters a web process."""

import ast
import functools
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
OURS = {"accounts", "background", "chat", "assistants_api", "interpreter", "maths", "tutor_site"}
ALLOWED = {
    "maths": set(),
    "interpreter": {"maths"},
    "background": set(),
    "accounts": {"background"},
    "assistants_api": {"background", "interpreter", "maths"},
    "chat": {"accounts", "background", "interpreter", "maths", "tutor_site"},
    "tutor_site": {"accounts", "background", "chat", "assistants_api"},
}


def modules(package):
    return [path for path in (ROOT / package).rglob("*.py") if "migrations" not in path.parts]


@functools.cache
def imported(path):
    """The full names of the modules that a file imports, relative ones made absolute."""
    return tuple(_imported(path))


def _imported(path):
    here = path.relative_to(ROOT).with_suffix("").parts
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level:
            yield ".".join([*here[: -node.level], node.module or ""])
        elif isinstance(node, ast.ImportFrom):
            yield node.module


@pytest.mark.parametrize("package", sorted(ALLOWED))
def test_packages_import_only_what_they_may(package):
    found = {(str(path.relative_to(ROOT)), name) for path in modules(package) for name in imported(path)}
    foreign = {(path, name) for path, name in found if name.split(".")[0] in OURS - {package} - ALLOWED[package]}

    assert foreign == set()


def test_only_the_client_of_the_chat_speaks_http():
    speaks = {
        str(path.relative_to(ROOT))
        for path in modules("chat")
        for name in imported(path)
        if name.split(".")[0] == "requests"
    }

    assert speaks == {"chat/assistants.py"}


def test_the_chat_has_the_interpreters_client_and_the_reading_half_of_maths_alone():
    names = {name for path in modules("chat") for name in imported(path)}
    used = {name for name in names if name.split(".")[0] in {"interpreter", "maths"}}

    assert all(
        name in {"interpreter.client", "maths.notation", "maths.own_words", "maths.phrases"}
        or name.startswith("maths.reading")
        for name in used
    ), used


def test_maths_and_the_interpreter_need_no_django():
    names = {
        name.split(".")[0]
        for package in ("maths", "interpreter")
        for path in modules(package)
        for name in imported(path)
    }

    assert "django" not in names


@pytest.mark.parametrize("half", ["reading", "claims"])
def test_what_reads_in_maths_needs_no_sympy(half):
    names = {name for path in (ROOT / "maths" / half).rglob("*.py") for name in imported(path)}

    assert not {name for name in names if name.startswith(("sympy", "maths.solving", "maths.judging"))}


def test_a_web_process_never_imports_sympy_or_numpy(tmp_path):
    program = (
        "from tutor_site.wsgi import application; from django.urls import get_resolver; get_resolver().url_patterns;"
        "from maths.reading import read; read('solve 3x + 11 = 14');"
        "import sys; print(sorted({'sympy', 'numpy', 'matplotlib'} & set(sys.modules)))"
    )
    environment = os.environ | {"TUTOR_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "tutor_site.settings"}

    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True)

    assert done.stdout.strip() == "[]", done.stderr
