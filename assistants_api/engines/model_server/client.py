"""Client of OpenAI-compatible model servers: the only one of the engines that has their key."""

import contextlib
import json
import threading
from functools import cached_property

from assistants_api.engines import Stopped
from assistants_api.engines.model_server import connections
from assistants_api.engines.model_server.event_stream import Unreadable, read_values
from assistants_api.engines.model_server.refusals import (
    BASE_HINT,
    FieldRefused,
    ModelServerError,
    judged,
    read_error,
    refused_field,
    without_words,
    words_to_judge,
)

CONNECT_SECONDS, SILENT_SECONDS = 5, 60
"""How long a connection may take, and the next byte of an answer. The whole answer ends with the run."""
STREAM_LIMIT, REFUSAL_LIMIT = 64 * 2**20, 2**20
"""Bytes of a stream, of which there are some hundred for each token, and of a refusal."""
PAUSES = (0.5, 1, 2)
"""Seconds between attempts of a call that was not carried out, when the server names none."""
LONGEST_PAUSE = 30
OWN_STATUSES = {"400", "413", "422", "429", "500", "503"}
"""Codes of errors within an answer that mean the same as in a status line."""
ITS_LOG = "see the model server's own log"


class _NotDone(Exception):
    """Nothing was carried out, so that the call may be made again: after `pause` seconds, None for the usual pause."""

    def __init__(self, error, pause=None):
        super().__init__(str(error))
        self.error, self.pause = error, pause


class ModelServer:
    """A model server. Not to be shared between threads. `base_url` usually ends in /v1; `key` may be "".

    Every method raises ModelServerError or one of its kinds, or Stopped, and nothing else. A call is repeated only when
    the server cannot have done anything: no connection, or it said "later".
    """

    def __init__(self, base_url, key):
        self.base_url = base_url.rstrip("/")
        self._key = key

    def stream(self, path, body, stop):
        """POST a body that asks for a stream; the JSON objects of the events as they arrive, or a plain JSON answer.

        Returns True when the answer said that it was whole: by `[DONE]`, or because it was plain JSON. An error in
        place of an event is raised. Stopped as soon as `stop` asks.
        """
        return (yield from self._persistent(lambda: self._events(path, body, stop), stop))

    def get(self, path, limit, stop):
        """The bytes at a path, which must be `limit` at most."""
        [data] = self._persistent(lambda: self._whole("GET", path, limit, stop), stop)
        return data

    def error(self, call, what, kind=ModelServerError):
        """The error of a call such as "POST /responses" in words, without the key and a password in the address."""
        method, _, path = call.partition(" ")
        place = connections.USERINFO.sub("//", self.base_url, count=1)
        return kind(self._without_key(f"{method} {place}{path}: {what}"))

    # Calls

    @cached_property
    def _session(self):
        return connections.session(self.base_url, self._key)

    def _persistent(self, attempt, stop):
        """What an attempt yields, which is begun again while it was not done."""
        for pause in (*PAUSES, None):
            try:
                return (yield from attempt())
            except _NotDone as failure:
                if pause is None:
                    raise failure.error from None
                _wait(stop, pause if failure.pause is None else failure.pause)
        raise AssertionError("the last attempt returns or raises")

    def _events(self, path, body, stop):
        """One attempt of a stream."""
        call, some = f"POST {path}", False
        with self._response(call, body, stop) as response:
            values = read_values(self._chunks(call, response, STREAM_LIMIT, stop))
            while True:
                try:
                    value = next(values)
                except (StopIteration, Unreadable) as end:
                    _heed(stop)
                    if some and isinstance(end, StopIteration):
                        return end.value
                    raise self._unreadable(call, end, some, response) from None
                _heed(stop)
                self._check(call, value, body)
                some = True
                yield value

    def _whole(self, method, path, limit, stop):
        """One attempt of a call whose answer is one lump; yields its bytes."""
        call = f"{method} {path}"
        with self._response(call, None, stop) as response:
            data = b"".join(self._chunks(call, response, limit, stop))
            _heed(stop)
            yield data

    @contextlib.contextmanager
    def _response(self, call, body, stop):
        """The response of one request, refused or not yet read; whatever goes wrong inside is told in our errors, or
        is Stopped when a stop was the cause."""
        _heed(stop)
        line = connections.Line()
        with stop.calling(line.hang_up):
            try:
                with self._told(call), self._sent(call, body) as response:
                    if not 200 <= response.status_code < 300:
                        raise self._refused(call, response, body or {}, stop)
                    yield response
            except (ModelServerError, _NotDone):
                _heed(stop)
                raise
            finally:
                self._session.close()  # a kept connection may break when it is used again, and no POST is repeated

    def _sent(self, call, body):
        method, _, path = call.partition(" ")
        data = None if body is None else json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
        headers = {} if body is None else {"Content-Type": "application/json"}
        return self._session.request(
            method, self.base_url + path, data=data, headers=headers, stream=True, allow_redirects=False,
            timeout=(CONNECT_SECONDS, SILENT_SECONDS),
        )  # fmt: skip

    def _chunks(self, call, response, limit, stop):
        """The body in pieces as they arrive; iter_content would wait for full ones. Stopped between them, since there
        may be millions of lines without an event."""
        size = 0
        while chunk := response.raw.read1(65536, decode_content=True):
            _heed(stop)
            size += len(chunk)
            if size > limit:
                raise self.error(call, f"sent more than {limit} bytes; {BASE_HINT}")
            yield chunk

    # What went wrong

    @contextlib.contextmanager
    def _told(self, call):
        try:
            with connections.told():
                yield
        except connections.Unusable as error:
            raise self.error(call, f"not a usable address or key ({error}); see LLM_BASE_URL, LLM_API_KEY") from None
        except connections.Unreachable as error:
            cure = "is the model server up, and does LLM_BASE_URL name its address and port?"
            raise _NotDone(self.error(call, f"no connection ({error}); {cure}")) from None
        except connections.Silent:
            cure = "use a smaller model or a faster machine"
            raise self.error(call, f"sent nothing for {SILENT_SECONDS} s; {cure}") from None
        except connections.Broken as error:
            raise self.error(call, f"the connection broke ({error}); {ITS_LOG}") from None
        except connections.BrokenOff as error:
            raise self.error(call, f"the answer broke off ({error}); {ITS_LOG}") from None

    def _unreadable(self, call, end, some, response):
        """The error of a body that is no stream of events: in its own words when one has come, else by its type."""
        if some:
            return self.error(call, f"sent {end}; {ITS_LOG}")
        kind = self._without_key(response.headers.get("Content-Type", "something"))[:60]
        return self.error(call, f"sent {kind} that is not JSON; {BASE_HINT}")

    def _check(self, call, value, body):
        """Raise what a value says that is no object, or an error in place of one."""
        if not isinstance(value, dict):
            raise self.error(call, f"sent a JSON {type(value).__name__} in place of an object; {BASE_HINT}")
        if value.get("type") == "error" or value.get("error"):
            raise self._refusal(call, 200, read_error(value), body)

    def _refused(self, call, response, body, stop):
        """The error of a response that is no success; _NotDone when the call may be made again."""
        answer = b"".join(self._chunks(call, response, REFUSAL_LIMIT, stop))
        try:
            found = read_error(json.loads(answer))
        except (ValueError, RecursionError):
            found = read_error(None)
        error = self._refusal(call, response.status_code, found, body)
        if response.status_code not in {429, 503}:
            return error
        header = response.headers.get("Retry-After") or ""
        pause = int(header) if header.isascii() and header.isdigit() and len(header) < 10 else None
        final = "insufficient_quota" in " ".join(found) or (pause or 0) > LONGEST_PAUSE
        return error if final else _NotDone(error, pause)

    def _refusal(self, call, status, found, body):
        """The error that a refusal means. Within a stream the status is the error's own code, if that is one."""
        words, code = self._without_key(found[0]), found[1]
        said = without_words(words, body)
        words = words_to_judge(words, said)
        text, own = f"HTTP {status} {said}", code.partition(" ")[0]
        if status == 200:
            text, status = f"an error in place of an answer: {said}", int(own) if own in OWN_STATUSES else 200
        kind, cure = judged(status, words, code, body)
        error = self.error(call, f"{text} ({cure})" if cure else text, kind)
        error.words = words
        if isinstance(error, FieldRefused):
            error.field = refused_field(words, body)
        return error

    def _without_key(self, text):
        """The text without the key; for what others wrote to be asked before it is cut, which might cut the key."""
        return text.replace(self._key or "\0", "[key]")


def _heed(stop):
    if stop.requested:
        raise Stopped


def _wait(stop, seconds):
    """Wait, but no longer than until a stop is asked for."""
    asked = threading.Event()
    with stop.calling(asked.set):
        asked.wait(seconds)
