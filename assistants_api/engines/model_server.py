"""Client of OpenAI-compatible model servers: the only module of the engines that speaks HTTP and has their key."""

import contextlib
import json
import logging
import re
import socket
import threading
import time
from functools import cached_property
from http.cookiejar import DefaultCookiePolicy

import requests
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, HTTPError, MaxRetryError, NewConnectionError, ReadTimeoutError

from assistants_api.engines import Stopped
from assistants_api.engines.completions_wire import Malformed, read_error, read_reply

logger = logging.getLogger("tutor.assistants_api")

CONNECT_SECONDS, ANSWER_SECONDS = 5, 300
"""How long a connection may take, and a whole answer: small machines write a few words in a second."""
BODY_LIMIT = 4_000_000
PAUSES = (0.5, 1, 2)
"""Seconds between attempts of a call that was not carried out, when the server names none."""
LONGEST_PAUSE = 30
PATH = "/chat/completions"

OVERFLOW = re.compile(r"context.{0,80}(length|size|window|exceed|overflow)|(exceed|too long).{0,80}context", re.DOTALL)
NO_TOOLS = re.compile(r"\btools?\b|tool[-_ ](choice|call)", re.IGNORECASE)
LOOPBACK = re.compile(r"https?://(?:127\.[\d.]+|localhost|\[::1\])(?=[:/]|$)", re.IGNORECASE)
USERINFO = re.compile(r"//[^/]*@")
BASE_HINT = "is LLM_BASE_URL the address of an OpenAI-compatible API? It usually ends in /v1"
ITS_LOG = "see the model server's own log"


class ModelServerError(Exception):
    """Anything that kept a call from its result. The text names cause and cure for the operator, without the key;
    `code` is that of a run's last_error."""

    code = "server_error"


class Overloaded(ModelServerError):
    """The server takes no more requests now, or the account has no more quota."""

    code = "rate_limit_exceeded"


class ContextOverflow(ModelServerError):
    """The messages are longer than the model's context."""


class ToolsRefused(ModelServerError):
    """The server offers this model no tools."""


class _NotDone(Exception):
    """Nothing was carried out, so that the call may be made again: after `pause` seconds, None for the usual pause."""

    def __init__(self, error, pause=None):
        super().__init__(str(error))
        self.error, self.pause = error, pause


class _Key(AuthBase):
    """Sends the key itself, since requests would let an entry of ~/.netrc replace a plain header."""

    def __init__(self, key):
        self._key = key

    def __call__(self, request):
        if self._key:
            request.headers["Authorization"] = f"Bearer {self._key}"
        return request


class _Line:
    """The socket of the call that a thread is making, which another thread may close to end a long silence."""

    here = threading.local()

    def __init__(self):
        self.socket = None
        _Line.here.line = self

    def hang_up(self):
        """Wake the thread that reads. Closing by the class of plain sockets leaves the TLS layer to its reader."""
        if self.socket is not None:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(self.socket, socket.SHUT_RDWR)


class _Noting:
    """A connection that notes its socket in the line of the thread that uses it."""

    def request(self, *args, **kwargs):
        super().request(*args, **kwargs)
        _Line.here.line.socket = self.sock


class _Connection(_Noting, HTTPConnection):
    pass


class _SecureConnection(_Noting, HTTPSConnection):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


class _Adapter(HTTPAdapter):
    """Connections that can be hung up, except those by way of a proxy, which end with their time-out."""

    def init_poolmanager(self, *args, **kwargs):
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}


class ModelServer:
    """A server of /chat/completions. Not to be shared between threads. `base_url` usually ends in /v1; `key` may be "".

    Every method raises ModelServerError or one of its kinds, or Stopped, and nothing else.
    """

    def __init__(self, base_url, key, answer_seconds=ANSWER_SECONDS):
        self.base_url = base_url.rstrip("/")
        self._key, self._answer_seconds = key, answer_seconds

    @cached_property
    def _session(self):
        session = requests.Session()
        session.trust_env = not LOOPBACK.match(self.base_url)  # no proxy leads to this machine
        session.auth = _Key(self._key)
        session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        session.headers.update({"User-Agent": "math-tutor", "Connection": "close", "Accept-Encoding": "identity"})
        session.mount("https://", _Adapter())
        session.mount("http://", _Adapter())
        return session

    def complete(self, model, messages, tools, stop):
        """The model's Reply to messages in the API's form. `tools` may be empty. Stopped as soon as `stop` asks.

        Repeated only when the server cannot have done anything: no connection, or it said "later".
        """
        body = {"model": model, "messages": messages} | ({"tools": tools} if tools else {})
        for pause in (*PAUSES, None):
            try:
                return self._attempt(body, stop)
            except _NotDone as failure:
                if pause is None:
                    raise failure.error from None
                _wait(stop, pause if failure.pause is None else failure.pause)
        raise AssertionError("the last attempt returns or raises")

    def _attempt(self, body, stop):
        line = _Line()
        with stop.calling(line.hang_up):
            try:
                status, headers, answer = self._send(body, stop)
            except (ModelServerError, _NotDone):
                if stop.requested:
                    raise Stopped from None
                raise
        if stop.requested:
            raise Stopped
        if status != 200:
            raise self._refusal(status, headers, read_error(answer), body)
        return self._read(answer, headers, body)

    def _send(self, body, stop):
        """One exchange: status, headers and body."""
        if stop.requested:
            raise Stopped
        try:
            response = self._session.post(
                self.base_url + PATH, json=body, timeout=(CONNECT_SECONDS, self._answer_seconds), stream=True,
                allow_redirects=False,
            )  # fmt: skip
            with response:
                return response.status_code, response.headers, self._body(response)
        except ValueError as error:
            kind = type(error).__name__
            raise self._error(f"not a usable address or key ({kind}); see LLM_BASE_URL, LLM_API_KEY") from None
        except requests.RequestException as error:
            raise self._transport_error(error) from None
        except (ReadTimeoutError, TimeoutError):
            raise self._too_slow() from None
        except (HTTPError, OSError) as error:
            raise self._error(f"the answer broke off ({type(error).__name__}); {ITS_LOG}") from None
        finally:
            self._session.close()  # a kept connection may break just when it is used again, and a POST is not repeated

    def _body(self, response):
        deadline, chunks, size = time.monotonic() + self._answer_seconds, [], 0
        while chunk := response.raw.read1(65536, decode_content=True):
            chunks.append(chunk)
            size += len(chunk)
            if size > BODY_LIMIT:
                raise self._error(f"sent more than {BODY_LIMIT} bytes; {BASE_HINT}")
            if time.monotonic() > deadline:
                raise self._too_slow()
        return b"".join(chunks)

    def _read(self, answer, headers, body):
        try:
            value = json.loads(answer)
            if isinstance(value, dict) and value.get("error") and not value.get("choices"):
                raise self._refusal(200, headers, read_error(answer), body)
            return read_reply(value)
        except Malformed as error:
            raise self._error(f"sent {error}; {BASE_HINT}") from None
        except (ValueError, RecursionError):
            sent = self._without_key(headers.get("Content-Type", "something"))[:60]
            raise self._error(f"sent {sent} that is not JSON; {BASE_HINT}") from None

    # What went wrong

    def _error(self, what, kind=ModelServerError):
        """The error in words, without the key and without a password in the address."""
        place = USERINFO.sub("//", self.base_url, count=1)
        return kind(self._without_key(f"POST {place}{PATH}: {what}"))

    def _without_key(self, text):
        """The text without the key; for what others wrote to be asked before it is cut, which might cut the key."""
        return text.replace(self._key or "\0", "[key]")

    def _too_slow(self):
        cure = "use a smaller model or a faster machine"
        return self._error(f"no whole answer within {self._answer_seconds} s; {cure}")

    def _transport_error(self, error):
        if _was_not_sent(error):
            cure = "is the model server up, and does LLM_BASE_URL name its address and port?"
            return _NotDone(self._error(f"no connection ({_cause(error)}); {cure}"))
        if isinstance(error, requests.Timeout):
            return self._too_slow()
        return self._error(f"the connection broke ({_cause(error)}); {ITS_LOG}")

    def _refusal(self, status, headers, error, sent):
        """What a status, or an error in place of a completion, means; _NotDone when the call may be made again."""
        said, code = self._without_key(_without(error[0], sent))[:300], error[1]
        text = f"HTTP {status} {said}"
        if status in {429, 503}:
            return self._overloaded(status, text, f"{code} {said}", headers.get("Retry-After"))
        if status in {401, 403}:
            return self._error(f"{text} (is LLM_API_KEY the key of this server?)")
        if status == 404:
            return self._error(f"{text} (does the server have the model '{sent['model'][:100]}'? {BASE_HINT})")
        if 300 <= status < 400:
            return self._error(f"{text} (it redirects; put the final address into LLM_BASE_URL)")
        if OVERFLOW.search(f"{code} {said}".lower()):
            return self._error(f"{text} (give the model a longer context, or use another)", ContextOverflow)
        if "tools" in sent and status in {400, 422, 500, 501} and NO_TOOLS.search(said):
            return self._error(f"{text} (the model or its server takes no tools)", ToolsRefused)
        return self._error(text)

    def _overloaded(self, status, text, told, header):
        error = self._error(f"{text} (try later, or give the model server more room)", Overloaded)
        if status == 503:
            error = self._error(f"{text} (the model server is not ready yet, or overloaded)")
        pause = int(header) if header and header.isascii() and header.isdigit() and len(header) < 10 else None
        final = "insufficient_quota" in told or (pause or 0) > LONGEST_PAUSE
        return error if final else _NotDone(error, pause)


def _wait(stop, seconds):
    """Wait, but no longer than until a stop is asked for."""
    asked = threading.Event()
    with stop.calling(asked.set):
        asked.wait(seconds)


def _was_not_sent(error):
    reason = error.args[0] if error.args else None
    if isinstance(reason, MaxRetryError):
        reason = reason.reason
    return isinstance(reason, (NewConnectionError, ConnectTimeoutError)) or isinstance(error, requests.ConnectTimeout)


def _cause(error):
    reason = error.args[0] if error.args else error
    reason = getattr(reason, "reason", None) or reason
    return type(reason).__name__


def _without(said, sent):
    """The error without what we sent, should it repeat a student's words: it goes to the log."""
    for message in sent["messages"]:
        if len(message["content"]) > 3:
            said = said.replace(message["content"], "[text]")
    return said
