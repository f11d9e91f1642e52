"""What the tests of the double ask it, and how they read it."""

import requests

from tests.contract.wire import path_of

QUESTION = {"role": "user", "content": "Solve x = 1", "metadata": {"client_key": "k"}}


def stored(api, run):
    """The messages and the steps of a run."""
    messages = api.get(f"/threads/{run['thread_id']}/messages", order="asc", run_id=run["id"])
    return messages["data"], api.get(f"{path_of(run)}/steps", order="asc")["data"]


def read_raw(server, assistant, thread, timeout=5, **more):
    """The bytes of the stream of a new run."""
    headers = {"Authorization": f"Bearer {server.key}"}
    body = {"assistant_id": assistant, "stream": True}
    return requests.post(f"{server.url}{thread}/runs", json=body, headers=headers, timeout=timeout, **more)
