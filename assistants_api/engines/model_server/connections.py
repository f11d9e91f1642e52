"""Connections to model servers: they carry the key and nothing else of this machine, and can be hung up."""

import contextlib
import re
import socket
import threading
from http.cookiejar import DefaultCookiePolicy

import requests
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    LocationValueError,
    MaxRetryError,
    NewConnectionError,
    ReadTimeoutError,
)

USERINFO = re.compile(r"//[^/]*@")
LOOPBACK = re.compile(r"https?://(?:127\.[\d.]+|localhost|\[::1\])(?=[:/]|$)", re.IGNORECASE)


class Unusable(Exception):
    """The address or the key cannot be used at all; the text is the kind of trouble."""


class Unreachable(Exception):
    """No connection came about, so that nothing was sent."""


class Silent(Exception):
    """The server sent nothing for the time allowed."""


class Broken(Exception):
    """The connection broke before the answer began."""


class BrokenOff(Exception):
    """The connection broke in the middle of the answer."""


def session(base_url, key):
    """A session for the server at base_url that sends the key, no cookies, and no entry of ~/.netrc."""
    made = requests.Session()
    made.trust_env = not LOOPBACK.match(base_url)  # no proxy leads to this machine
    made.auth = _Key(key)
    made.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    made.headers.update({"User-Agent": "math-tutor", "Connection": "close", "Accept-Encoding": "identity"})
    made.mount("https://", _Adapter())
    made.mount("http://", _Adapter())
    return made


class Line:
    """The socket of the call that a thread is making, which another thread may close to end a long silence."""

    here = threading.local()

    def __init__(self):
        self.socket = None
        Line.here.line = self

    def hang_up(self):
        """Wake the thread that reads. Closing by the class of plain sockets leaves the TLS layer to its reader."""
        if self.socket is not None:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(self.socket, socket.SHUT_RDWR)


@contextlib.contextmanager
def told():
    """Turn what goes wrong with a connection into one of the exceptions above."""
    try:
        yield
    except (ReadTimeoutError, TimeoutError) as error:
        raise Silent(_cause(error)) from None
    except requests.RequestException as error:
        raise _kind(error)(_cause(error)) from None
    except LocationValueError as error:
        raise Unusable(type(error).__name__) from None
    except (HTTPError, OSError) as error:
        raise BrokenOff(_cause(error)) from None
    except ValueError as error:
        raise Unusable(type(error).__name__) from None


def _kind(error):
    if _was_not_sent(error):
        return Unreachable
    if isinstance(error, requests.Timeout):
        return Silent
    return Unusable if isinstance(error, ValueError) else Broken


def _was_not_sent(error):
    reason = error.args[0] if error.args else None
    if isinstance(reason, MaxRetryError):
        reason = reason.reason
    return isinstance(reason, (NewConnectionError, ConnectTimeoutError)) or isinstance(error, requests.ConnectTimeout)


def _cause(error):
    reason = error.args[0] if error.args else error
    reason = getattr(reason, "reason", None) or reason
    return type(error if isinstance(reason, str) else reason).__name__


class _Key(AuthBase):
    """Sends the key itself, since requests would let an entry of ~/.netrc replace a plain header."""

    def __init__(self, key):
        self._key = key

    def __call__(self, request):
        if self._key:
            request.headers["Authorization"] = f"Bearer {self._key}"
        return request


class _Noting:
    """A connection that notes its socket in the line of the thread that uses it."""

    def request(self, *args, **kwargs):
        super().request(*args, **kwargs)
        Line.here.line.socket = self.sock


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
