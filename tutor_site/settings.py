"""Settings of the project. What depends on the machine comes from the environment (see the table in README.md)."""

import sys
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from tutor_site import environment

BASE_DIR = Path(__file__).resolve().parent.parent
environ.Env.read_env(BASE_DIR / ".env")

# The machine
HOST = environment.text("HOST", "127.0.0.1")
PORT = environment.number("PORT", 8000, 1, 65535)
TUTOR_URL = environment.site("TUTOR_URL", f"http://127.0.0.1:{PORT}")
TUTOR_DATA = environment.data_folder("TUTOR_DATA", BASE_DIR / "data")
DEBUG = environment.flag("DEBUG", False)
SECRET_KEY = environment.text("SECRET_KEY") or environment.kept_secret(TUTOR_DATA / "secret-key")
SIGNUP_OPEN = environment.flag("SIGNUP_OPEN", True)

# The Assistants server the chat speaks to: our own in this process unless another is named
ASSISTANTS_API_BASE = environment.text("ASSISTANTS_API_BASE")
ASSISTANTS_API_EMBEDDED = not ASSISTANTS_API_BASE
if ASSISTANTS_API_EMBEDDED:
    ASSISTANTS_API_BASE = f"{TUTOR_URL}/v1"
    ASSISTANTS_API_KEY = environment.text("ASSISTANTS_API_KEY") or environment.kept_secret(
        TUTOR_DATA / "assistants-api-key", prefix="sk-"
    )
else:
    ASSISTANTS_API_BASE = environment.url("ASSISTANTS_API_BASE", "")
    ASSISTANTS_API_KEY = environment.text("ASSISTANTS_API_KEY")
API_OPEN = environment.flag("API_OPEN", True)
ASSISTANTS_API_ONE_CALL = environment.flag("ASSISTANTS_API_ONE_CALL", False)
ASSISTANT_MODEL = environment.text("ASSISTANT_MODEL", "offline-math")

# The engine of our own server for models other than offline-math
LLM_API = environment.choice("LLM_API", ["chat_completions", "responses"])
LLM_BASE_URL = environment.text("LLM_BASE_URL")
LLM_API_KEY = environment.text("LLM_API_KEY")
LLM_RESPONSES_CODE = environment.choice("LLM_RESPONSES_CODE", ["sandbox", "hosted"]) or "sandbox"
LLM_STORE = environment.flag("LLM_STORE", False)

# The code interpreter: a process of its own, or one elsewhere behind a unix socket
INTERPRETER_SANDBOXES = environment.number("INTERPRETER_SANDBOXES", 8, 1, 256)
INTERPRETER_SPARES = environment.number("INTERPRETER_SPARES", 2, 0, 16)
INTERPRETER_IDLE = environment.number("INTERPRETER_IDLE", 1200, 10, 86_400)
INTERPRETER_BACKEND = environment.choice("INTERPRETER_BACKEND", ["bubblewrap", "landlock"])
INTERPRETER_SOCKET = environment.local_socket("INTERPRETER_SOCKET")
INTERPRETER_OPTIONS = ["--sandboxes", str(INTERPRETER_SANDBOXES), "--spares", str(INTERPRETER_SPARES)]
INTERPRETER_OPTIONS += ["--idle", str(INTERPRETER_IDLE)]
INTERPRETER_OPTIONS += ["--backend", INTERPRETER_BACKEND] if INTERPRETER_BACKEND else []

# Transport: TUTOR_URL decides
_address = urlsplit(TUTOR_URL)
_https = _address.scheme == "https"
_here = {f"[{HOST}]" if ":" in HOST else HOST} - {"0.0.0.0", "[::]"}  # noqa: S104 - left out, not listened on
ALLOWED_HOSTS = sorted({_address.hostname, "127.0.0.1", "localhost", "[::1]"} | _here)
CSRF_FAILURE_VIEW = "chat.views.returned.csrf_failure"
CSRF_TRUSTED_ORIGINS = [f"{_address.scheme}://{_address.netloc}"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _https else None
SECURE_SSL_REDIRECT = _https
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^v1/"]
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _https
SECURE_HSTS_PRELOAD = _https
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if _https else 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
SESSION_COOKIE_AGE = 30 * 24 * 3600
SESSION_ENGINE = "accounts.sessions"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

UPLOADS_PER_PERSON = environment.number("UPLOADS_PER_PERSON", 60, 0, 10_000)
UPLOADS_IN_ALL = environment.number("UPLOADS_IN_ALL", 5000, 0, 1_000_000)
LIVE_RUNS = environment.number("LIVE_RUNS", 1000, 1, 100_000)
WEB_THREADS = 256
"""Threads of one web process: at most three quarters of them hold polls; streams of the API may keep 96 of them."""

INSTALLED_APPS = [
    "tutor_site",
    "background",  # before staticfiles: it extends runserver
    "allauth",
    "allauth.account",
    "accounts",  # after allauth: it takes e-mail addresses out of the administration
    "chat",
    "assistants_api",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tutor_site.compression.CompressionMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "tutor_site.middleware.PrivatePagesMiddleware",
    "tutor_site.middleware.TimeZoneMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.PersonMiddleware",
    "accounts.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "tutor_site.urls"
WSGI_APPLICATION = "tutor_site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "chat.context.navigation",
                "tutor_site.errors.shell",
            ]
        },
    }
]

# Storage
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": environment.database("DATABASE_URL", f"sqlite:///{TUTOR_DATA / 'tutor.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["ENGINE"] = "tutor_site.sqlite"
    DATABASES["default"]["CONN_MAX_AGE"] = 0  # the pool keeps connections, not a thread
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA journal_size_limit=67108864;"
        " PRAGMA cache_size=-512;",
    }
QUEUE = environment.flag("QUEUE", False)
if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    DATABASES["default"] |= {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}  # the pool keeps connections, not a thread
    if QUEUE:
        environment.require_package("procrastinate", "QUEUE")
        INSTALLED_APPS.append("procrastinate.contrib.django")
CACHES = {"default": environment.cache("CACHE_URL", "dbcache://tutor_cache")}
if CACHES["default"]["BACKEND"].endswith("DatabaseCache"):
    # Entries that are pushed out are forgotten tries to sign in.
    CACHES["default"]["OPTIONS"] = {"MAX_ENTRIES": 100_000}

# People
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "conversation-list"
LOGOUT_REDIRECT_URL = ACCOUNT_LOGOUT_REDIRECT_URL = "conversation-new"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USERNAME_MIN_LENGTH = 2
ACCOUNT_SESSION_REMEMBER = True
# A whole school may stand behind one address: the limit by address is wide, the one by account is narrow.
ACCOUNT_RATE_LIMITS = {"login": "600/m/ip", "login_failed": "300/m/ip,5/5m/key", "signup": "300/m/ip"}

# Pages
LANGUAGE_CODE = "en-us"
LANGUAGES = [("en-us", "English"), ("es", "Español"), ("de", "Deutsch"), ("ar", "العربية")]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SECURE, LANGUAGE_COOKIE_HTTPONLY, LANGUAGE_COOKIE_SAMESITE = _https, True, "Lax"
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "tutor_site.formats"
TIME_ZONE = environment.time_zone("TIME_ZONE", "UTC")
USE_TZ = True
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = TUTOR_DATA / "static"
STATIC_ROOT.mkdir(exist_ok=True)


def _gathered():
    """Whether STATIC_ROOT holds what collectstatic makes of the files as they are now."""
    manifest = STATIC_ROOT / "staticfiles.json"
    if not manifest.exists():
        return False
    sources = [BASE_DIR / "templates" / "base.html", *(BASE_DIR / "static").rglob("*")]  # the page names the bundles
    return manifest.stat().st_mtime >= max(path.stat().st_mtime for path in sources)


STATIC_GATHERED = _gathered()
WHITENOISE_USE_FINDERS = not STATIC_GATHERED
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "tutor_site.bundles.BundlingStorage"
        if STATIC_GATHERED or "collectstatic" in sys.argv
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_500_000
FILE_UPLOAD_HANDLERS = ["tutor_site.uploads.NoUploads"]  # only the form of a question takes files, by its own handler
DATA_UPLOAD_MAX_NUMBER_FILES = 1000  # of too many files the form tells, not an error page
# What plain http lacks is said once, by our own check (tutor.W001).
SILENCED_SYSTEM_CHECKS = [] if _https else [f"security.W0{number}" for number in ("04", "08", "12", "16")]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message:.2000}", "style": "{"}},
    "filters": {
        "outages": {"()": "background.outages.OneLine"},
        "tokens": {"()": "tutor_site.secret_links.WithoutTokens"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["outages", "tokens"]}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "procrastinate": {"level": "WARNING"},
        "psycopg.pool": {"level": "ERROR"},  # it tells each try to connect; what failed for want of it is told anyway
    },
}

if DEBUG and HOST not in {"127.0.0.1", "localhost", "::1"}:
    raise ImproperlyConfigured("DEBUG shows settings and code to everybody; with it on, HOST must stay 127.0.0.1.")
