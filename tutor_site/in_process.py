"""A `requests` transport that calls this project's own WSGI application: the same bytes as over a socket, without one.

It runs in the caller's thread and on its database connection. Inside a transaction its writes would be rolled back
with the caller's although it had answered 200, so callers must not be in one.
"""

import io
from urllib.parse import unquote_to_bytes, urlsplit

import requests
from django.utils import translation
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict


class InProcessAdapter(BaseAdapter):
    """Mount it on a requests.Session for the base URL that stands for this process."""

    def __init__(self, application):
        super().__init__()
        self._application = application

    def send(self, request, stream=False, timeout=None, verify=True, cert=None, proxies=None):
        """Call the application. `timeout` and the rest do not apply: there is no network."""
        started = {}

        def start_response(status, headers, exc_info=None):
            started.update(status=status, headers=headers)
            return lambda data: None

        with translation.override(None):  # the call is a request of its own, which chooses a language for its thread
            body = _Body(self._application(_environ(request), start_response))
        response = requests.Response()
        response.status_code = int(started["status"].split(" ", 1)[0])
        response.reason = started["status"].split(" ", 1)[1]
        response.headers = CaseInsensitiveDict(started["headers"])
        response.encoding = requests.utils.get_encoding_from_headers(response.headers)
        response.raw, response.url, response.request, response.connection = body, request.url, request, self
        if not stream:
            response.content  # noqa: B018 - reads the whole body now, as requests does
        return response

    def close(self):
        """Nothing is held open between calls."""


class _Body:
    """The application's iterable as the raw object of a response: yields as it comes and closes the iterable."""

    def __init__(self, iterable):
        self._iterable, self._chunks, self._rest = iterable, iter(iterable), b""
        self.closed = self._shut = False

    def read1(self, amount=65536, decode_content=True):
        """At most `amount` bytes, as soon as there are any; b"" at the end."""
        while not self._rest and not self.closed and not self._shut:
            try:
                self._rest = next(self._chunks)
            except StopIteration:
                self.close()
            except BaseException:
                self.close()
                raise
        taken, self._rest = self._rest[:amount], self._rest[amount:]
        return taken

    def stream(self, amount=65536, decode_content=True):
        """Chunks of at most `amount` bytes to the end."""
        while chunk := self.read1(amount):
            yield chunk

    def shutdown(self):
        """Let a read that waits in another thread end as if the connection had broken: soon, since streams tell often
        that they have nothing to tell."""
        self._shut = True

    def close(self):
        """Close the iterable, which ends the request for Django. Safe to call twice."""
        if not self.closed:
            self.closed = True
            getattr(self._iterable, "close", lambda: None)()

    def release_conn(self):
        self.close()


def _environ(request):
    parts = urlsplit(request.url)
    body = request.body or b""
    body = body.encode() if isinstance(body, str) else body
    environ = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(parts.path).decode("latin-1"),
        "QUERY_STRING": parts.query,
        "SERVER_NAME": parts.hostname,
        "SERVER_PORT": str(parts.port or (443 if parts.scheme == "https" else 80)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": parts.scheme,
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "HTTP_HOST": parts.netloc,
        "HTTP_X_FORWARDED_PROTO": parts.scheme,
        "tutor.in_process": True,
    }
    for name, value in request.headers.items():
        key = name.upper().replace("-", "_")
        if key == "CONTENT_TYPE":
            environ[key] = value
        elif key not in {"CONTENT_LENGTH", "HOST"}:
            environ[f"HTTP_{key}"] = value
    return environ
