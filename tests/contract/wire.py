"""A client of /v1/ over HTTP that checks every answer it gets: status, content type, schema."""

import time

import requests

from tests.contract.schemas import endpoint_of, require_fit
from tests.contract.streams import Told

TIMEOUT = 60
"""Seconds that an answer, or a whole run, may take."""
ACTIVE = {"queued", "in_progress", "cancelling"}


class Api:
    """One key's view of a server. `answered` holds the endpoints that have answered with 200."""

    def __init__(self, url, key):
        self.base, self.session, self.answered = f"{url}/v1", requests.Session(), set()
        self.session.headers.update({"Authorization": f"Bearer {key}", "OpenAI-Beta": "assistants=v2"})

    def call(self, method, path, **more):
        """The checked response to one request; `more` are arguments of requests."""
        more = {"timeout": TIMEOUT, **more}
        response = self.session.request(method, self.base + path, allow_redirects=False, **more)
        self._check(method, path, response)
        return response

    def _check(self, method, path, response):
        told = f"{method} {path}: {response.status_code}"
        assert response.status_code == 200 or 400 <= response.status_code < 500, told
        if response.status_code != 200:
            require_fit(_json(response, told), "ErrorResponse")
            return
        endpoint, definition = endpoint_of(method, path)
        self.answered.add(endpoint)
        if definition and not response.headers["Content-Type"].startswith("text/event-stream"):
            require_fit(_json(response, told), definition)

    def get(self, path, **params):
        return good(self.call("GET", path, params=params))

    def post(self, path, body=None):
        return good(self.call("POST", path, json=body))

    def delete(self, path):
        return good(self.call("DELETE", path))

    def upload(self, name, data, **form):
        """The response to the upload of a file."""
        return self.call("POST", "/files", files={"file": (name, data)}, data=form)

    def stream(self, path, body, watch=None):
        """Read the stream that a POST is answered with; what it Told. `watch` is called with each (event, object)."""
        told = Told()
        with self.call("POST", path, json={**body, "stream": True}, stream=True) as response:
            assert response.status_code == 200, response.text
            assert response.headers["Content-Type"].startswith("text/event-stream")
            for name, value in told.events(response.iter_content(None)):
                if watch:
                    watch(name, value)
        return told

    def ended(self, run, seen=None):
        """The run once it is at its end or waits for outputs; `seen` collects the states on the way."""
        deadline = time.monotonic() + TIMEOUT
        while run["status"] in ACTIVE:
            assert time.monotonic() < deadline, run
            time.sleep(0.05)
            run = self.get(path_of(run))
            if seen is not None:
                seen.append(run["status"])
        return run

    def run(self, path, body):
        """Start a run and wait for its end; the run."""
        return self.ended(self.post(path, body))


def good(response):
    """The object of an answer, which must be a success."""
    assert response.status_code == 200, response.text
    return response.json()


def refused(response, status, fragment="", code=None):
    """The error of an answer, which must be a refusal with this status; text and code if given."""
    assert response.status_code == status, response.text
    error = response.json()["error"]
    assert error["type"] == "invalid_request_error"
    assert fragment in error["message"]
    assert code in (None, error["code"])
    return error


def _json(response, told):
    assert response.headers.get("Content-Type", "").startswith("application/json"), told
    return response.json()


def path_of(run):
    return f"/threads/{run['thread_id']}/runs/{run['id']}"


def texts(page):
    """The texts of a list of messages, one for each message."""
    return [
        " ".join(part["text"]["value"] for part in message["content"] if part["type"] == "text")
        for message in page["data"]
    ]
