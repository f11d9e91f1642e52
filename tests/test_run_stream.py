"""What a stream of a run counts as a sign of life."""

import time
from types import SimpleNamespace

import pytest

from chat.failures import StreamBroken
from chat.run_stream import RunStream


def test_a_comment_counts_as_hearing_from_it(monkeypatch):
    chunks = iter([b": heartbeat\n\n", b""])
    response = SimpleNamespace(raw=SimpleNamespace(read1=lambda *_, **__: next(chunks)))
    stream = RunStream(response, "a stream")
    stream.heard_at = before = time.monotonic() - 60

    with pytest.raises(StreamBroken):
        next(iter(stream))

    assert stream.heard_at > before + 30
