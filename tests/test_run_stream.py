"""What a stream of a run counts as a sign of life, and how long it may tell nothing."""

import time
from types import SimpleNamespace

import pytest

from chat import run_stream
from chat.failures import StreamBroken
from chat.run_stream import RunStream

COMMENT = b": heartbeat\n\n"
WORD = b'event: thread.message.delta\ndata: {"id": "m", "delta": {"content": [{"text": {"value": "one"}}]}}\n\n'


def stream_of(*chunks):
    """A RunStream of chunks, each given as a function that returns it."""
    left = iter(chunks)
    return RunStream(SimpleNamespace(raw=SimpleNamespace(read1=lambda *_, **__: next(left)())), "a stream")


def later(chunk, seconds):
    def come():
        time.sleep(seconds)
        return chunk

    return come


def test_a_comment_counts_as_hearing_from_it():
    stream = stream_of(lambda: COMMENT, lambda: b"")
    stream.heard_at = before = time.monotonic() - 60

    with pytest.raises(StreamBroken, match="it is over"):
        next(iter(stream))

    assert stream.heard_at > before + 30


def test_a_comment_is_no_news(monkeypatch):
    monkeypatch.setattr(run_stream, "NO_NEWS", 0.1)
    stream = stream_of(*[later(COMMENT, 0.03)] * 50)

    with pytest.raises(StreamBroken, match="it tells nothing"):
        next(iter(stream))


def test_words_are_news(monkeypatch):
    monkeypatch.setattr(run_stream, "NO_NEWS", 0.5)
    stream = stream_of(*[later(COMMENT, 0.2), later(WORD, 0)] * 4)

    told = [next(iter(stream)).text for _ in range(4)]

    assert told == ["one"] * 4


def test_the_time_that_its_reader_takes_is_no_silence(monkeypatch):
    monkeypatch.setattr(run_stream, "NO_NEWS", 0.1)
    stream = stream_of(lambda: WORD, lambda: COMMENT, lambda: WORD)
    next(iter(stream))

    time.sleep(0.2)

    assert next(iter(stream)).text == "one"
