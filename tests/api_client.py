"""A client of /v1/ for tests: JSON in, JSON out, with a key and the version header."""

import json

from django.test import Client

from assistants_api.auth import create_key


class ApiClient:
    """Speaks to the application as a program with the given key would."""

    def __init__(self, key=None, beta="assistants=v2"):
        self.headers = {}
        if key:
            self.headers["Authorization"] = f"Bearer {key}"
        if beta:
            self.headers["OpenAI-Beta"] = beta
        self.client = Client(enforce_csrf_checks=True)

    def call(self, method, path, body=None, raw=None, **query):
        """The response to one request; `raw` is sent as the body in place of JSON."""
        data = raw if raw is not None else "" if body is None else json.dumps(body)
        return self.client.generic(
            method, f"/v1{path}", data, content_type="application/json", headers=self.headers, query_params=query
        )

    def get(self, path, **query):
        return self.good(self.call("GET", path, **query))

    def post(self, path, body=None):
        return self.good(self.call("POST", path, body))

    def delete(self, path):
        return self.good(self.call("DELETE", path))

    @staticmethod
    def good(response):
        assert response.status_code == 200, response.content
        return response.json()


def client_of(project):
    """A client with a fresh key of a project."""
    return ApiClient(create_key(f"tests of {project}", project))


def error_of(response, status):
    """The error in a refusal, which must have the whole envelope and this status."""
    assert response.status_code == status, response.content
    assert response.headers["Content-Type"] == "application/json"
    error = response.json()["error"]
    assert set(error) == {"message", "type", "param", "code"}
    return error


def texts(page):
    """The texts of a list of messages."""
    return [part["text"]["value"] for message in page["data"] for part in message["content"] if part["type"] == "text"]
