"""The product's own settings, with a data folder that is thrown away and nothing of the caller's environment."""

import atexit
import os
import shutil
import tempfile

for name in (
    "SECRET_KEY",
    "DEBUG",
    "HOST",
    "PORT",
    "TUTOR_URL",
    "DATABASE_URL",
    "CACHE_URL",
    "QUEUE",
    "ASSISTANTS_API_BASE",
    "ASSISTANTS_API_KEY",
    "ASSISTANTS_API_ONE_CALL",
    "ASSISTANT_MODEL",
    "LLM_API",
    "LLM_BASE_URL",
    "LLM_API_KEY",
    "LLM_RESPONSES_CODE",
    "LLM_STORE",
    "API_OPEN",
    "INTERPRETER_SANDBOXES",
    "INTERPRETER_SPARES",
    "INTERPRETER_IDLE",
    "INTERPRETER_BACKEND",
    "INTERPRETER_SOCKET",
    "SIGNUP_OPEN",
    "LIVE_RUNS",
    "UPLOADS_PER_PERSON",
    "UPLOADS_IN_ALL",
    "TIME_ZONE",
):
    os.environ[name] = ""
os.environ["DATABASE_URL"] = os.environ.get("TUTOR_TEST_DATABASE_URL", "")
os.environ["QUEUE"] = os.environ.get("TUTOR_TEST_QUEUE", "")
if port := os.environ.get("TUTOR_TEST_REDIS_PORT"):
    number = os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:]  # one for each process: tests empty it
    os.environ["CACHE_URL"] = f"redis://127.0.0.1:{port}/{number}"
os.environ["TUTOR_DATA"] = tempfile.mkdtemp(prefix="tutor-test-")
atexit.register(shutil.rmtree, os.environ["TUTOR_DATA"], ignore_errors=True)

from tutor_site.settings import *  # noqa: E402, F403

os.environ |= dict.fromkeys(("DATABASE_URL", "CACHE_URL", "QUEUE"), "")  # servers that tests start are told theirs

WHITENOISE_AUTOREFRESH = True  # files are looked for when they are asked for, not all of them for each new client
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if DATABASES["default"]["ENGINE"] == "tutor_site.sqlite":  # noqa: F405
    # A file, not memory: background threads and served pages use connections of their own.
    DATABASES["default"]["TEST"] = {"NAME": str(TUTOR_DATA / "test.sqlite3")}  # noqa: F405
