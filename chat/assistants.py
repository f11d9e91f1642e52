"""Client of an Assistants v2 API: the only module of the chat that speaks HTTP, and the only one that has the key."""

import contextlib
import json
import time
from functools import cached_property
from http.cookiejar import DefaultCookiePolicy

import requests
from django.db import connections
from requests.adapters import HTTPAdapter
from urllib3.exceptions import ConnectTimeoutError, HTTPError, MaxRetryError, NewConnectionError
from urllib3.exceptions import SSLError as TransportSSLError
from urllib3.util import Retry

from chat import failures, news, wire
from chat.failures import (
    NO_SUCH_API,
    BadReply,
    FateUnknown,
    NoSuchApi,
    NotFound,
    Refused,
    StreamBroken,
    TooLarge,
    Unreachable,
)
from chat.run_stream import RunStream, StartedRun

CONNECT_SECONDS, READ_SECONDS, CALL_SECONDS, PROBE_SECONDS, CANCEL_SECONDS = 5, 30, 60, 5, 5
RUN_SECONDS = 120
"""How long the answer to a new run may take: some servers answer when the run has ended, and not before."""
UPLOAD_SECONDS = 60
BODY_LIMIT, FILE_LIMIT = 8_000_000, 10 * 2**20
PAGE_SIZE, PAGE_LIMIT = 100, 20


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
        # Proxies and certificates are those of the environment, looked up once; ~/.netrc must not replace the key.
        found = session.merge_environment_settings(self.base_url, {}, None, None, None)
        session.trust_env, session.proxies, session.verify = False, found["proxies"], found["verify"]
        session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        session.headers.update({"OpenAI-Beta": "assistants=v2", "User-Agent": "math-tutor"})
        session.headers["Authorization"] = f"Bearer {self._key}"
        retry = Retry(total=2, read=False, status=0, backoff_factor=0.2, allowed_methods={"GET", "DELETE"})
        network = HTTPAdapter(pool_maxsize=256, max_retries=retry)
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
        """Make a thread, empty or with (role, text, files) tuples, oldest first; its id. `files` are wire.Givens."""
        return self._post(
            "/threads", {"messages": [wire.said(*each) for each in messages]} if messages else None, wire.read_id
        )

    def delete_thread(self, thread_id):
        """Delete a thread with all that was said on it."""
        self._delete(f"/threads/{thread_id}")

    def create_message(self, thread_id, text, client_key, files=()):
        """Add the student's message with its wire.Givens; its id."""
        return self._post(f"/threads/{thread_id}/messages", wire.asked(text, client_key, files), wire.read_id)

    def start_run(self, thread_id, order, question=None):
        """Start the run of a RunOrder, with a new message (text, client_key, files) in the same call if there is one;
        the StartedRun."""
        added = {"additional_messages": [wire.asked(*question)]} if question else {}
        return self._start(f"/threads/{thread_id}/runs", order.body() | added)

    def start_thread(self, order, messages, question):
        """Make a thread with these (role, text, files) tuples and a new message (text, client_key, files), and start
        the run of a RunOrder on it, all in one call; the StartedRun, whose run names the thread."""
        thread = {"messages": [*(wire.said(*each) for each in messages), wire.asked(*question)]}
        return self._start("/threads/runs", order.body() | {"thread": thread})

    def get_run(self, thread_id, run_id):
        """The run as it is now."""
        return self._get(f"/threads/{thread_id}/runs/{run_id}", wire.read_run)

    def cancel_run(self, thread_id, run_id):
        """Ask for the end of a run; one that has ended already is no error. A student waits for it, so not for long."""
        path = f"/threads/{thread_id}/runs/{run_id}/cancel"
        try:
            self._json("POST", path, wire.read_run, read_seconds=CANCEL_SECONDS)
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

    def upload_file(self, name, content, content_type, purpose):
        """Give the server a file, "assistants" for programs or "vision" to look at; its id."""
        form = {"files": {"file": (name, content, content_type)}, "data": {"purpose": purpose}}
        return self._json("POST", "/files", wire.read_id, read_seconds=UPLOAD_SECONDS, **form)

    def newest_files(self, purpose):
        """The 100 newest files of a purpose, newest first."""
        return self._get("/files", wire.read_files, purpose=purpose, limit=PAGE_SIZE, order="desc")

    def get_file(self, file_id):
        """What the server says of a file; the File."""
        return self._get(f"/files/{file_id}", wire.read_file)

    def get_file_content(self, file_id):
        """The bytes of a file. TooLarge when they are more than FILE_LIMIT, of which no more is read."""
        return self._send("GET", f"/files/{file_id}/content", limit=FILE_LIMIT)[1]

    def delete_file(self, file_id):
        """Delete a file."""
        self._delete(f"/files/{file_id}")

    # How they are made

    def _delete(self, path):
        """Neither what is gone already is an error, nor a server that does not delete."""
        try:
            self._send("DELETE", path, limit=BODY_LIMIT)
        except Refused as error:
            if error.status not in {404, 405, 501}:
                raise

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
        return self._read(body, response, method, path, read)

    def _read(self, body, response, method, path, read):
        try:
            return read(json.loads(body))
        except wire.Malformed as error:
            raise self._bad(method, path, f"sent {error}") from None
        except (ValueError, RecursionError):
            sent = response.headers.get("Content-Type", "something")
            raise self._bad(method, path, f"sent {sent[:60]} that is not JSON") from None

    def _start(self, path, body):
        """A run that has been asked for with a stream; servers without streams answer with the run itself."""
        response = self._open("POST", path, read_seconds=RUN_SECONDS, json=body | {"stream": True})
        if not response.headers.get("Content-Type", "").startswith("text/event-stream"):
            with self._faults_named("POST", path), response:
                run = self._read(self._body(response, "POST", path, BODY_LIMIT), response, "POST", path, wire.read_run)
            return StartedRun(run)
        return self._streamed(response, path)

    def _streamed(self, response, path):
        """The StartedRun of a stream, once it has named its run: before that the fate of the call is unknown."""
        stream = RunStream(response, self._say("POST", path, "the stream"))
        try:
            for item in stream:
                if isinstance(item, news.RunNews):
                    return StartedRun(item.run, stream)
                if isinstance(item, news.Broken):
                    break
        except StreamBroken as error:
            stream.close()
            raise FateUnknown(str(error)) from None
        stream.close()
        raise failures.ConnectionLost(self._say("POST", path, "a stream without a run"))

    def _send(self, method, path, *, limit, read_seconds=None, **kwargs):
        """One exchange: the response and its body. A body is read up to `limit` bytes and CALL_SECONDS."""
        with self._faults_named(method, path):
            response = self._open(method, path, read_seconds=read_seconds, **kwargs)
            with response:
                return response, self._body(response, method, path, limit)

    def _open(self, method, path, *, read_seconds=None, **kwargs):
        """The response to a request, its body not read yet; an answer other than 200 is an exception."""
        if any(connection.in_atomic_block for connection in connections.all(initialized_only=True)):
            raise RuntimeError("a call to the Assistants API inside a transaction would be undone with it")
        with self._faults_named(method, path):
            seconds = CONNECT_SECONDS, read_seconds or READ_SECONDS
            request = self._request(method, path, **kwargs)
            response = self._session.send(request, timeout=seconds, stream=True, allow_redirects=False)
            if response.status_code == 200:
                return response
            with response:
                body = self._body(response, method, path, BODY_LIMIT)
        raise self._refusal(response, body, kwargs.get("json"), method, path)

    def _request(self, method, path, json=None, **kwargs):
        """The request, ready to be sent. With a plain body only that differs between those of one method."""
        if kwargs:
            return self._session.prepare_request(requests.Request(method, self.base_url + path, json=json, **kwargs))
        request = self._plain_request.copy()
        request.method, request.url = method, request.url.rstrip("/") + path
        if json is not None:
            request.prepare_body(None, None, json)
        return request

    @cached_property
    def _plain_request(self):
        return self._session.prepare_request(requests.Request("GET", self.base_url))

    @contextlib.contextmanager
    def _faults_named(self, method, path):
        """What the network does becomes one of our own exceptions."""
        try:
            yield
        except requests.RequestException as error:
            raise self._transport_error(error, method, path) from None
        except (HTTPError, OSError) as error:
            raise self._lost(method, path, f"the answer broke off ({type(error).__name__})", late=False) from None

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
        return failures.lost(self._say(method, path, what), method, late)

    def _transport_error(self, error, method, path):
        if isinstance(error, (requests.URLRequired, ValueError)) and not isinstance(error, requests.ConnectionError):
            return BadReply(self._say(method, path, f"not a usable address ({type(error).__name__})"))
        if _was_not_sent(error):
            return Unreachable(self._say(method, path, f"no connection ({_cause(error)}); is the server up?"))
        if isinstance(error, requests.Timeout):
            return self._lost(method, path, "no answer in time", late=True)
        return self._lost(method, path, f"the connection broke ({_cause(error)})", late=False)

    def _refusal(self, response, body, sent, method, path):
        message, code = failures.told(body)
        message = failures.without(message, sent)
        text = self._say(method, path, f"HTTP {response.status_code} {message[:300]}")
        retry_after = response.headers.get("Retry-After")
        return failures.refusal(text, response.status_code, message, code, method, path, retry_after)


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
