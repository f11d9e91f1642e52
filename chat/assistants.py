"""Client of an Assistants v2 API: the only module of the chat that speaks HTTP, and the only one that has the key."""

import json
import logging
import re
import time
from functools import cached_property
from http.cookiejar import DefaultCookiePolicy

import requests
from django.db import connections
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase
from urllib3.exceptions import ConnectTimeoutError, HTTPError, MaxRetryError, NewConnectionError
from urllib3.exceptions import SSLError as TransportSSLError
from urllib3.util import Retry

from chat import wire

logger = logging.getLogger("tutor.assistants")

CONNECT_SECONDS, READ_SECONDS, CALL_SECONDS, PROBE_SECONDS = 5, 30, 60, 5
BODY_LIMIT, FILE_LIMIT = 8_000_000, 10 * 2**20
PAGE_SIZE, PAGE_LIMIT = 100, 20
NO_SUCH_API = "this server does not offer the Assistants API; name one that does in ASSISTANTS_API_BASE"
ACTIVE_RUN = re.compile(r"\brun_[A-Za-z0-9]{1,60}\b")


class AssistantsError(Exception):
    """Anything that kept a call from its result. The text names cause and cure for the operator, without the key."""


class Unreachable(AssistantsError):
    """No connection: nothing was sent."""


class FateUnknown(AssistantsError):
    """The request went out and no proper answer came back: it may have been carried out. `late`: it may yet be."""

    late = True


class ConnectionLost(FateUnknown):
    """The server closed the connection without an answer; whatever it was to do is done or will not be done."""

    late = False


class BadReply(AssistantsError):
    """The answer is not what an Assistants API says: a wrong address, a proxy's page, a broken server."""


class TooLarge(BadReply):
    """The answer has more bytes than are taken of its kind."""


class Refused(AssistantsError):
    """The server understood and said no; `status` is HTTP's."""

    def __init__(self, text, status):
        super().__init__(text)
        self.status = status


class Unauthorized(Refused):
    """The key is wrong or missing."""


class NotFound(Refused):
    """The thing with this id does not exist (any more)."""


class NoSuchApi(Refused):
    """The server does not offer the Assistants API, as OpenAI's since 2026-08-26."""


class Overloaded(Refused):
    """429 or 503; `retry_after` in seconds, at most 30, or None. Out of quota is `Refused`: waiting won't help."""

    def __init__(self, text, status, retry_after):
        super().__init__(text, status)
        self.retry_after = retry_after


class ThreadBusy(Refused):
    """Another run is active on the thread: `run_id`, or "" when the server does not name it."""

    def __init__(self, text, status, run_id):
        super().__init__(text, status)
        self.run_id = run_id


class _Key(AuthBase):
    """Sends the key itself, since requests would let an entry of ~/.netrc replace a plain header."""

    def __init__(self, key):
        self._key = key

    def __call__(self, request):
        request.headers["Authorization"] = f"Bearer {self._key}"
        return request


class AssistantsClient:
    """The calls of the Assistants API that the chat makes. Thread-safe. Never call it inside a transaction.

    `base_url` ends in /v1. `adapter` is a requests transport for that address, None for the network.
    Every method raises AssistantsError or one of its kinds and nothing else.
    """

    def __init__(self, base_url, key, adapter=None):
        self.base_url = base_url.rstrip("/")
        self._key, self._adapter = key, adapter

    @cached_property
    def _session(self):
        session = requests.Session()
        session.auth = _Key(self._key)
        session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        session.headers.update({"OpenAI-Beta": "assistants=v2", "User-Agent": "math-tutor"})
        retry = Retry(total=2, read=False, status=0, backoff_factor=0.2, allowed_methods={"GET", "DELETE"})
        network = HTTPAdapter(pool_maxsize=128, max_retries=retry)
        session.mount("https://", network)
        session.mount("http://", network)
        if self._adapter:
            session.mount(self.base_url, self._adapter)
        return session

    # The calls

    def probe(self):
        """Whether this is an Assistants server that takes the key: None, or the error that says why not."""
        try:
            self._json("GET", "/assistants", wire.read_assistants, params={"limit": 1}, read_seconds=PROBE_SECONDS)
        except NotFound as error:
            raise NoSuchApi(f"{error} ({NO_SUCH_API})", error.status) from None

    def create_assistant(self, *, name, instructions, model):
        """Make an assistant with the code interpreter; its id."""
        tools = [{"type": "code_interpreter"}]
        body = {"name": name, "instructions": instructions, "model": model, "tools": tools}
        return self._post("/assistants", body, wire.read_id)

    def create_thread(self, messages=()):
        """Make a thread, empty or with (role, text) pairs, oldest first; its id."""
        body = {"messages": [{"role": role, "content": text} for role, text in messages]} if messages else None
        return self._post("/threads", body, wire.read_id)

    def create_message(self, thread_id, text, client_key):
        """Add the student's message; its id."""
        body = {"role": "user", "content": text, "metadata": {"client_key": client_key}}
        return self._post(f"/threads/{thread_id}/messages", body, wire.read_id)

    def create_run(self, thread_id, assistant_id, instructions, run_key, model):
        """Start a run; the Run, which some servers return already ended."""
        body = {"assistant_id": assistant_id, "model": model, "instructions": instructions}
        body["metadata"] = {"run_key": run_key}
        return self._post(f"/threads/{thread_id}/runs", body, wire.read_run)

    def get_run(self, thread_id, run_id):
        """The run as it is now."""
        return self._get(f"/threads/{thread_id}/runs/{run_id}", wire.read_run)

    def cancel_run(self, thread_id, run_id):
        """Ask for the end of a run; one that has ended already is no error."""
        try:
            self._post(f"/threads/{thread_id}/runs/{run_id}/cancel", None, wire.read_run)
        except Refused as error:
            if error.status not in {400, 404}:
                raise

    def newest_messages(self, thread_id):
        """The 20 newest messages, newest first."""
        return self._get(f"/threads/{thread_id}/messages", wire.read_messages, limit=20, order="desc")

    def newest_runs(self, thread_id):
        """The 20 newest runs, newest first."""
        return self._get(f"/threads/{thread_id}/runs", wire.read_runs, limit=20, order="desc")

    def list_messages(self, thread_id, after=""):
        """All messages after one, oldest first."""
        return self._pages(f"/threads/{thread_id}/messages", wire.read_messages, after)

    def list_steps(self, thread_id, run_id):
        """All steps of a run, oldest first."""
        return self._pages(f"/threads/{thread_id}/runs/{run_id}/steps", wire.read_steps)

    def get_file(self, file_id):
        """What the server says of a file; the File."""
        return self._get(f"/files/{file_id}", wire.read_file)

    def get_file_content(self, file_id):
        """The bytes of a file. TooLarge when they are more than FILE_LIMIT, of which no more is read."""
        return self._send("GET", f"/files/{file_id}/content", limit=FILE_LIMIT)[1]

    # How they are made

    def _pages(self, path, read, after=""):
        """The objects of all pages, each once, whatever a server says of has_more."""
        found = {}
        for _page in range(PAGE_LIMIT):
            cursor = {"after": after} if after else {}
            page = self._get(path, read, limit=PAGE_SIZE, order="asc", **cursor)
            fresh = {item.id: item for item in page if item.id not in found}
            found |= fresh
            if len(page) < PAGE_SIZE or not fresh:
                break
            after = page[-1].id
        return list(found.values())

    def _get(self, path, read, **params):
        return self._json("GET", path, read, params=params)

    def _post(self, path, body, read):
        return self._json("POST", path, read, json=body)

    def _json(self, method, path, read, **kwargs):
        response, body = self._send(method, path, limit=BODY_LIMIT, **kwargs)
        try:
            return read(json.loads(body))
        except wire.Malformed as error:
            raise self._bad(method, path, f"sent {error}") from None
        except (ValueError, RecursionError):
            sent = response.headers.get("Content-Type", "something")
            raise self._bad(method, path, f"sent {sent[:60]} that is not JSON") from None

    def _send(self, method, path, *, limit, read_seconds=None, **kwargs):
        """One exchange: the response and its body. A body is read up to `limit` bytes and CALL_SECONDS."""
        if any(connection.in_atomic_block for connection in connections.all(initialized_only=True)):
            raise RuntimeError("a call to the Assistants API inside a transaction would be undone with it")
        try:
            response = self._session.request(
                method, self.base_url + path, timeout=(CONNECT_SECONDS, read_seconds or READ_SECONDS), stream=True,
                allow_redirects=False, **kwargs,
            )  # fmt: skip
            with response:
                body = self._body(response, method, path, limit)
        except requests.RequestException as error:
            raise self._transport_error(error, method, path) from None
        except (HTTPError, OSError) as error:
            raise self._lost(method, path, f"the answer broke off ({type(error).__name__})", late=False) from None
        if response.status_code != 200:
            raise self._refusal(response, _without(_error(body), kwargs.get("json")), method, path)
        return response, body

    def _body(self, response, method, path, limit):
        deadline, chunks, size = time.monotonic() + CALL_SECONDS, [], 0
        while chunk := response.raw.read1(65536, decode_content=True):
            chunks.append(chunk)
            size += len(chunk)
            if size > limit:
                raise self._bad(method, path, f"sent more than {limit} bytes", TooLarge)
            if time.monotonic() > deadline:
                raise self._lost(method, path, f"took more than {CALL_SECONDS} s to answer", late=True)
        return b"".join(chunks)

    # What went wrong

    def _say(self, method, path, what):
        return f"{method} {self.base_url}{path}: {what}".replace(self._key or "\0", "[key]")

    def _bad(self, method, path, what, kind=BadReply):
        return kind(self._say(method, path, f"{what}; is ASSISTANTS_API_BASE the address of an Assistants v2 API?"))

    def _lost(self, method, path, what, late):
        kind = Unreachable if method != "POST" else FateUnknown if late else ConnectionLost
        return kind(self._say(method, path, what))

    def _transport_error(self, error, method, path):
        if isinstance(error, (requests.URLRequired, ValueError)) and not isinstance(error, requests.ConnectionError):
            return BadReply(self._say(method, path, f"not a usable address ({type(error).__name__})"))
        if _was_not_sent(error):
            return Unreachable(self._say(method, path, f"no connection ({_cause(error)}); is the server up?"))
        if isinstance(error, requests.Timeout):
            return self._lost(method, path, "no answer in time", late=True)
        return self._lost(method, path, f"the connection broke ({_cause(error)})", late=False)

    def _refusal(self, response, error, method, path):
        status, (message, code) = response.status_code, error
        text = self._say(method, path, f"HTTP {status} {message[:300]}")
        if status in {401, 403}:
            return Unauthorized(text + " (is ASSISTANTS_API_KEY the key of this server?)", status)
        if status in {404, 405, 410} and method == "POST" and path in {"/threads", "/assistants"}:
            return NoSuchApi(f"{text} ({NO_SUCH_API})", status)
        if status == 404:
            return NotFound(text, status)
        if status == 400 and (" active" in message and ("run" in message)):
            found = ACTIVE_RUN.search(message)
            return ThreadBusy(text, status, found.group() if found else "")
        if status in {429, 503} and code != "insufficient_quota":
            return Overloaded(text, status, _seconds(response.headers.get("Retry-After")))
        if 300 <= status < 400:
            return Refused(text + " (it redirects; put the final address into ASSISTANTS_API_BASE)", status)
        if status >= 500:
            return self._lost(method, path, f"HTTP {status} {message[:300]}", late=True)
        return Refused(text, status)


def _was_not_sent(error):
    reason = error.args[0] if error.args else None
    if isinstance(reason, MaxRetryError):
        reason = reason.reason
    kinds = (NewConnectionError, ConnectTimeoutError, TransportSSLError)
    return isinstance(reason, kinds) or isinstance(error, (requests.ConnectTimeout, requests.exceptions.SSLError))


def _cause(error):
    reason = error.args[0] if error.args else error
    reason = getattr(reason, "reason", None) or reason
    return type(reason).__name__


def _error(body):
    """Message and code of an error body in any of the dialects that servers speak."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return "without an error text", ""
    error = value.get("error", value) if isinstance(value, dict) else {}
    if not isinstance(error, dict):
        return str(error), ""
    return str(error.get("message") or error.get("detail") or ""), str(error.get("code") or "")


def _without(error, sent):
    """The error without what we sent, should it repeat a student's words: it goes to the log."""
    (message, code), sent = error, sent or {}
    for text in [
        sent.get("content"),
        sent.get("instructions"),
        *(item["content"] for item in sent.get("messages", ())),
    ]:
        if text:
            message = message.replace(text, "[text]")
    return message, code


def _seconds(header):
    return min(int(header), 30) if header and header.isascii() and header.isdigit() and len(header) < 10 else None
