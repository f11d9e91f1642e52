"""Settings fail loudly and are written down: the README's table, `.env.example` and the code name the same ones."""

import os
import re
import subprocess
import sys
import threading

import pytest

from interpreter.client import Interpreter
from tests.server import ROOT

pytestmark = pytest.mark.slow

PROGRAM = "from django.conf import settings; print({})"


def run(folder, expression="settings.TUTOR_URL", command=None, **environment):
    """Load the settings in a fresh process; the finished process."""
    command = command or ["-c", PROGRAM.format(expression)]
    clean = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    clean |= {"DJANGO_SETTINGS_MODULE": "tutor_site.settings", "TUTOR_DATA": str(folder)} | environment
    done = subprocess.run([sys.executable, *command], cwd=ROOT, env=clean, capture_output=True, text=True, timeout=60)
    Interpreter(folder).shutdown()  # `check` starts one to try its sandboxes
    return done


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("DEBUG", "yess", "DEBUG is 'yess'; write on or off"),
        ("SIGNUP_OPEN", "2", "SIGNUP_OPEN"),
        ("PORT", "80a", "PORT is '80a'"),
        ("PORT", "70000", "PORT"),
        ("TUTOR_URL", "tutor.school", "TUTOR_URL is 'tutor.school'"),
        ("TUTOR_URL", "https://tutor.school:x", "TUTOR_URL"),
        ("TUTOR_URL", "https://school.example/tutor", "without a path"),
        ("ASSISTANTS_API_BASE", "api.example", "ASSISTANTS_API_BASE"),
        ("LLM_API", "chat", "chat_completions, responses"),
        ("DATABASE_URL", "postgrez://user:hunter2@host/x", "DATABASE_URL"),
        ("DATABASE_URL", "postgres://user:hunter2@host/x?pool=big", "DATABASE_URL asks for a pool of 'big'"),
        ("DATABASE_URL", "postgres://user:hunter2@host/x?pool=0", "write a number from 1 to 1000"),
        ("CACHE_URL", "rediz://:hunter2@host", "CACHE_URL"),
        ("TIME_ZONE", "Mars/Base", "TIME_ZONE"),
        ("INTERPRETER_SANDBOXES", "0", "INTERPRETER_SANDBOXES is '0'; write a number from 1 to 256"),
        ("INTERPRETER_SANDBOXES", "many", "INTERPRETER_SANDBOXES"),
        ("INTERPRETER_SPARES", "17", "write a number from 0 to 16"),
        ("INTERPRETER_IDLE", "20 min", "INTERPRETER_IDLE is '20 min'; write a number from 10 to 86400"),
        ("INTERPRETER_IDLE", "9" * 50, "INTERPRETER_IDLE"),
        ("INTERPRETER_BACKEND", "docker", "write one of: bubblewrap, landlock"),
        ("INTERPRETER_SOCKET", "interpreter.sock", "the full path of a unix socket"),
        ("INTERPRETER_SOCKET", "/etc/passwd", "INTERPRETER_SOCKET is '/etc/passwd'"),
    ],
)
def test_a_wrong_value_is_named_with_its_setting(tmp_path, name, value, told):
    done = run(tmp_path, command=["manage.py", "check"], **{name: value})

    assert done.returncode != 0
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert "hunter2" not in done.stderr


def test_debug_stays_on_this_machine(tmp_path):
    done = run(tmp_path, command=["manage.py", "check"], DEBUG="on", HOST="0.0.0.0")

    assert "HOST must stay 127.0.0.1" in done.stderr


def test_processes_that_start_together_agree_on_the_secrets(tmp_path):
    printed = []
    read = "settings.SECRET_KEY + ' ' + settings.ASSISTANTS_API_KEY"
    threads = [threading.Thread(target=lambda: printed.append(run(tmp_path, read).stdout)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(printed)) == 1
    assert len(printed[0].split()) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["assistants-api-key", "secret-key", "static"]


def test_our_own_key_is_never_sent_to_another_server(tmp_path):
    run(tmp_path)

    done = run(tmp_path, "repr(settings.ASSISTANTS_API_KEY)", ASSISTANTS_API_BASE="https://api.example/v1")

    assert done.stdout.strip() == "''"


def test_an_https_address_turns_on_all_that_belongs_to_it(tmp_path):
    done = run(
        tmp_path,
        command=["manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        TUTOR_URL="https://tutor.school",
    )

    assert done.returncode == 0, done.stderr


def test_plain_http_elsewhere_is_warned_of(tmp_path):
    done = run(tmp_path, command=["manage.py", "check"], TUTOR_URL="http://tutor.school:8000")

    assert "tutor.W001" in done.stderr
    assert done.returncode == 0


def test_the_closed_api_is_recognized_by_check(tmp_path, upstream):
    from tests.upstream import Fault

    upstream.fault(
        "GET", "/assistants", Fault(status=404, body={"error": {"message": "Invalid URL (GET /v1/assistants)"}})
    )

    done = run(
        tmp_path, command=["manage.py", "check"], ASSISTANTS_API_BASE=upstream.url, ASSISTANTS_API_KEY=upstream.key
    )

    assert "does not offer the Assistants API" in done.stderr


@pytest.mark.parametrize(
    ("base", "key", "told"),
    [("{url}", "sk-wrong", "is ASSISTANTS_API_KEY the key"), ("http://127.0.0.1:9/v1", "sk-x", "is the server up")],
)
def test_a_wrong_key_and_a_dead_address_are_recognized_by_check(tmp_path, upstream, base, key, told):
    environment = {"ASSISTANTS_API_BASE": base.format(url=upstream.url), "ASSISTANTS_API_KEY": key}

    done = run(tmp_path, command=["manage.py", "check"], **environment)

    assert told in done.stderr
    assert "sk-wrong" not in done.stderr


POSTGRES = "postgres://user:secret@127.0.0.1:9/tutor"


@pytest.mark.parametrize(("query", "size"), [("", "24"), ("?pool=4&sslmode=require", "4")])
def test_the_database_address_says_how_many_connections_a_process_has(tmp_path, query, size):
    database = "settings.DATABASES['default']"
    read = f"{database}['OPTIONS']['pool']['max_size'], {database}['CONN_MAX_AGE']"

    assert run(tmp_path, read, DATABASE_URL=POSTGRES + query).stdout.split() == [size, "0"]


@pytest.mark.parametrize("address", ["redis://127.0.0.1:6379/2", "valkey://127.0.0.1:6379/2"])
def test_a_cache_may_be_in_redis_or_in_valkey(tmp_path, address):
    assert "redis://127.0.0.1:6379/2" in run(tmp_path, "settings.CACHES", CACHE_URL=address).stdout


def in_code():
    source = (ROOT / "tutor_site" / "settings.py").read_text()
    return set(re.findall(r'environment\.\w+\(\s*"([A-Z_]+)"', source))


def test_readme_and_example_list_exactly_the_settings():
    table = set(re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "README.md").read_text(), re.M))
    example = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M))

    assert in_code() == table == example


def test_listening_for_others_under_an_address_of_this_machine_is_warned_of(tmp_path):
    done = run(tmp_path, command=["manage.py", "check"], HOST="0.0.0.0")

    assert "tutor.W004" in done.stderr
    assert "TUTOR_URL" in done.stderr


def test_a_specific_address_to_listen_on_is_one_to_answer_to(tmp_path):
    assert "127.0.0.2" in run(tmp_path, "settings.ALLOWED_HOSTS", HOST="127.0.0.2").stdout


def test_the_interpreter_is_started_as_the_settings_say(tmp_path):
    told = run(tmp_path, "*settings.INTERPRETER_OPTIONS, settings.INTERPRETER_SOCKET").stdout
    changed = {"INTERPRETER_SANDBOXES": "4", "INTERPRETER_SPARES": "0", "INTERPRETER_IDLE": "60"}
    changed |= {"INTERPRETER_BACKEND": "landlock", "INTERPRETER_SOCKET": "/run/not/there/yet.sock"}
    told_otherwise = run(tmp_path, "*settings.INTERPRETER_OPTIONS, settings.INTERPRETER_SOCKET", **changed).stdout

    assert told.split() == ["--sandboxes", "8", "--spares", "2", "--idle", "1200", "None"]
    assert told_otherwise.split() == [
        *["--sandboxes", "4", "--spares", "0", "--idle", "60", "--backend", "landlock"],
        "/run/not/there/yet.sock",
    ]
