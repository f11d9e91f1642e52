"""Whatever a server sends as events of a response, what is told of it is well-formed, and nothing crashes."""

import json
import random

import pytest

from assistants_api.engines import Code, CodeResult, MessageEnd, StopSignal, Text
from assistants_api.engines.responses.calls import echoed, read_calls
from assistants_api.engines.responses.container import Container
from assistants_api.engines.responses.events import Reader, ResponseFailed
from assistants_api.engines.responses.items import Malformed
from tests.responses_shapes import cited, events, hosted, message, python, reasoning, refusing, usage

pytestmark = pytest.mark.slow

TEXT = "See [squares](sandbox:/mnt/data/squares.csv)."
LINK = cited(TEXT, "sandbox:/mnt/data/squares.csv")
WHOLE = events(
    reasoning(),
    hosted("open('squares.csv')", "1", ["data:image/png;base64,AA=="]),
    message(TEXT, LINK),
    python("print(1)"),
    refusing("No.", "msg_2"),
    usage=usage(1, 2),
)
JUNK = [None, 0, -1, "", [], {}, [1], {"a": 1}, "x", True, 1e300, [{}], [[]], {"type": "message"}, "\ud800", 10**30]
FOLLOWS = {
    None: {Text, Code},
    Text: {Text, MessageEnd},
    MessageEnd: {Text, Code},
    Code: {Code, CodeResult},
    CodeResult: {Text, Code},
}


class Files:
    """A server that has every file."""

    base_url = "http://127.0.0.1/v1"

    def get(self, path, limit, stop):
        return b"1,4,9"


def spoiled(value, dice):
    """The value with some of its parts lost and some replaced."""
    if isinstance(value, list):
        return [spoiled(inner, dice) for inner in value]
    if not isinstance(value, dict):
        return value
    kept = {name: inner for name, inner in value.items() if dice.random() > 0.03}
    return {name: dice.choice(JUNK) if dice.random() < 0.08 else spoiled(inner, dice) for name, inner in kept.items()}


@pytest.mark.parametrize("start", range(0, 400, 50))
def test_spoiled_streams_are_told_in_order_or_are_faults(start):
    ended = 0
    for seed in range(start, start + 50):
        dice, reader, found = random.Random(seed), Reader(), [None]
        sent = [spoiled(event, dice) for event in WHOLE if dice.random() > 0.05]
        try:
            for event in Container(Files(), StopSignal()).events(reader.read(sent)):
                assert type(event) in FOLLOWS[found[-1]], seed
                found.append(type(event))
            ended += 1
            assert found[-1] in {None, MessageEnd, CodeResult}, seed
        except (Malformed, ResponseFailed):
            pass
        calls = read_calls(reader.reply, [{"type": "function", "name": "python"}])
        json.dumps(echoed(reader.reply, calls, True) + echoed(reader.reply, calls, False))

    assert ended > 25
