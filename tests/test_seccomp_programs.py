"""Honest programs work under the system-call filter as they do without it."""

import functools
import json
import pathlib
import subprocess
import sys
import tempfile

import pytest

from tests.seccomp_tasks import STAGES, TASKS

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("seccomp programs")]

PROJECT = pathlib.Path(__file__).resolve().parents[1]
ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "MPLBACKEND": "Agg", "LANG": "C.UTF-8", "HOME": "/tmp"}


@functools.cache
def outcomes():
    with tempfile.TemporaryDirectory() as folder:
        environment = {**ENVIRONMENT, "PYTHONPATH": str(PROJECT), "MPLCONFIGDIR": folder}
        command = [sys.executable, "-W", "ignore", "-m", "tests.seccomp_tasks"]
        subprocess.run(command, cwd=folder, env=environment, check=True, timeout=120)
        return {stage: json.loads(pathlib.Path(folder, f"{stage}.json").read_text()) for stage in STAGES}


@pytest.mark.parametrize("name", TASKS)
def test_in_bubblewrap_programs_work_as_without_the_filter(name):
    assert "Traceback" not in str(outcomes()["free"][name])
    assert outcomes()["bubblewrap"][name] == outcomes()["free"][name]


@pytest.mark.parametrize("name", sorted(set(TASKS) - {"copies_with_modes"}))
def test_with_landlock_programs_work_as_without_the_filter(name):
    assert outcomes()["landlock"][name] == outcomes()["free"][name]


def test_with_landlock_modes_cannot_be_changed():
    assert "PermissionError: [Errno 1]" in outcomes()["landlock"]["copies_with_modes"]
