"""`manage.py check` says which sandbox programs run in, warns of the weaker one and fails without any."""

import subprocess
import sys
import threading
import time

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from interpreter.client import Interpreter, InterpreterUnavailable, Status
from tests.server import ROOT
from tutor_site import code_interpreter, interpreter_words
from tutor_site.management.commands import check

REFUSED = ["open a socket", "start a process", "run a program", "read the settings", "read the data folder"]
WELL = Status(
    pid=1,
    backend="bubblewrap",
    attempts=dict.fromkeys(REFUSED, "refused"),
    passed_over=[],
    sandboxes=8,
    in_use=2,
    running=0,
    spares=2,
    computations=0,
    memory=0,
)
NO_NAMESPACES = "bubblewrap: bwrap: No permissions to create new namespace, likely because\nthe kernel."
SECOND_BEST = Status(**vars(WELL) | {"backend": "landlock", "passed_over": [NO_NAMESPACES]})


@pytest.fixture
def answer(monkeypatch):
    """Set what asking the interpreter does; returns the list to which each asking is added."""
    asked = []

    def answer(do):
        def status():
            asked.append(1)
            return do()

        monkeypatch.setattr(code_interpreter, "status", status)
        return asked

    return answer


def fail(error):
    raise error


def test_it_names_the_sandbox_and_what_it_refuses(answer, capsys):
    answer(lambda: WELL)

    call_command("check")

    told = capsys.readouterr()
    assert told.out.splitlines() == [
        "System check identified no issues (0 silenced).",
        "Code interpreter: bubblewrap; refused inside: open a socket, start a process, run a program,"
        " read the settings, read the data folder. 2 of 8 sandboxes in use.",
    ]
    assert told.err == ""


def test_the_weaker_sandbox_is_warned_of_with_what_is_weaker_and_the_cure(answer, capsys):
    answer(lambda: SECOND_BEST)

    call_command("check")

    told = capsys.readouterr()
    assert "Code interpreter: landlock; refused inside: open a socket" in told.out
    assert "tutor.W005" in told.err
    assert "watched instead of bounded" in told.err
    assert (
        "Not taken: bubblewrap: bwrap: No permissions to create new namespace, likely because the kernel." in told.err
    )
    assert "sysctl user.max_user_namespaces" in told.err


def test_a_warning_can_be_made_to_fail(answer):
    answer(lambda: SECOND_BEST)

    with pytest.raises(SystemCheckError, match="tutor.W005"):
        call_command("check", fail_level="WARNING")


def test_a_silenced_warning_is_not_told(answer, capsys, settings):
    settings.SILENCED_SYSTEM_CHECKS = [*settings.SILENCED_SYSTEM_CHECKS, "tutor.W005"]
    answer(lambda: SECOND_BEST)

    call_command("check", fail_level="WARNING")

    assert "tutor.W005" not in capsys.readouterr().err


def test_without_a_sandbox_it_fails_with_reasons_and_cures(answer):
    reasons = (
        "no sandbox works here (bubblewrap: bubblewrap is not installed; landlock: the kernel has no Landlock);"
        " programs are not run without one"
    )
    answer(lambda: fail(InterpreterUnavailable(reasons)))

    with pytest.raises(SystemCheckError) as raised:
        call_command("check")

    told = str(raised.value)
    assert "tutor.E008" in told
    assert reasons in told
    assert "apt-get install bubblewrap" in told
    assert "Linux 5.13" in told
    assert interpreter_words.AGAIN in told


def test_an_interpreter_elsewhere_that_does_not_answer_is_named(answer, settings, tmp_path):
    settings.INTERPRETER_SOCKET = tmp_path / "elsewhere.sock"
    answer(lambda: fail(InterpreterUnavailable("no interpreter answers")))

    with pytest.raises(SystemCheckError, match=f"See that an interpreter serves {tmp_path}/elsewhere.sock"):
        call_command("check")


def test_an_interpreter_that_hangs_is_not_waited_for(answer, monkeypatch):
    let_go = threading.Event()
    monkeypatch.setattr(check, "SECONDS", 0.1)
    answer(lambda: let_go.wait(30))
    began = time.monotonic()

    with pytest.raises(SystemCheckError, match="it did not answer within 0.1 s"):
        call_command("check")

    let_go.set()
    assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    ("labels", "options"),
    [
        ([], {"tags": ["models"]}),
        ([], {"tags": ["security"], "deploy": True}),
        ([], {"list_tags": True}),
        (["chat"], {}),
    ],
)
def test_what_names_its_checks_does_not_ask_the_interpreter(answer, labels, options):
    asked = answer(lambda: WELL)

    call_command("check", *labels, **options)

    assert asked == []


@pytest.mark.parametrize("options", [{"deploy": True}, {"fail_level": "ERROR"}, {"databases": ["default"]}])
@pytest.mark.django_db
def test_with_the_other_options_of_django_it_does(answer, options):
    asked = answer(lambda: WELL)

    call_command("check", **options)

    assert asked == [1]


@pytest.mark.parametrize(("embedded", "open_", "times"), [(True, False, 1), (False, True, 1), (False, False, 0)])
def test_it_is_asked_only_where_programs_are_run(answer, settings, embedded, open_, times):
    settings.ASSISTANTS_API_EMBEDDED, settings.API_OPEN = embedded, open_
    settings.ASSISTANTS_API_BASE = settings.ASSISTANTS_API_BASE if embedded else "http://127.0.0.1:9/v1"
    asked = answer(lambda: WELL)

    call_command("check")

    assert len(asked) == times


@pytest.mark.django_db
def test_no_other_command_asks(answer):
    asked = answer(lambda: WELL)

    call_command("makemigrations", "--check", "--dry-run", skip_checks=False)

    assert asked == []


@pytest.mark.slow
def test_it_tries_the_real_sandboxes_of_this_machine(tmp_path):
    command = [sys.executable, "manage.py", "check"]
    environment = {"DJANGO_SETTINGS_MODULE": "tutor_site.settings", "TUTOR_DATA": str(tmp_path / "data")}

    refusing = tmp_path / "bin" / "bwrap"
    refusing.parent.mkdir()
    refusing.write_text("#!/bin/sh\necho 'bwrap: setting up uid map: Permission denied' >&2\nexit 1\n")
    refusing.chmod(0o755)

    told = []
    for path in (f"{refusing.parent}:/usr/bin:/bin", "/usr/bin:/bin"):
        told.append(subprocess.run(command, cwd=ROOT, env=environment | {"PATH": path}, capture_output=True, text=True))
        Interpreter(tmp_path / "data").shutdown()
    refused, usual = told

    assert (refused.returncode, usual.returncode) == (0, 0), refused.stderr + usual.stderr
    assert "Code interpreter: landlock; refused inside: open a socket, " in refused.stdout
    assert "uid map: Permission denied" in refused.stderr
    assert "AppArmor" in refused.stderr
    assert "Code interpreter: bubblewrap; refused inside: open a socket, " in usual.stdout
    assert "tutor.W005" not in usual.stderr
