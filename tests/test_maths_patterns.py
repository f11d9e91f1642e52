"""The patterns of questions are compiled late, and all of them before the first question where one is to be read."""

import os
import re
import subprocess
import sys

import pytest

from maths.reading.patterns import Pattern
from tests.server import ROOT

LEFT = "from maths.reading import patterns; print(len(patterns._made), sum(not p.compiled for p in patterns._made))"
WEB = "import runpy, tutor_site.wsgi; runpy.run_path('deploy/gunicorn.conf.py')['when_ready'](None)"
PREPARE = "prepare({'data': '.', 'preload': [], 'landlock': {}})"
SANDBOX = f"from interpreter.sandbox import computations; computations.{PREPARE}"


def left(program, folder):
    """(all patterns, those not compiled) of a process that ran a program."""
    environment = os.environ | {"TUTOR_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "tutor_site.settings"}
    command = [sys.executable, "-c", f"{program}; {LEFT}"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
    return tuple(map(int, done.stdout.split())), done.stderr


def test_importing_compiles_none(tmp_path):
    (made, uncompiled), _ = left("import maths.reading", tmp_path)

    assert made == uncompiled > 500


@pytest.mark.parametrize("program", [WEB, pytest.param(SANDBOX, marks=pytest.mark.slow)], ids=["web", "sandbox"])
def test_whoever_will_read_questions_has_compiled_all_before(tmp_path, program):
    (made, uncompiled), told = left(program, tmp_path)

    assert uncompiled == 0, told
    assert made > 500


def test_a_pattern_matches_as_the_expression_does():
    pattern = Pattern("(?P<n>[a-c]+)\n", re.IGNORECASE)

    assert pattern.compiled is None
    assert pattern.fullmatch("aBC\n")["n"] == "aBC"
    assert pattern.fullmatch("aBC") is None
    assert pattern.compiled.pattern == pattern.pattern
