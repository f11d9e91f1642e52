"""Whatever a model server sends is taken in without an unexpected error, however its pieces part."""

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistants_api.engines.chat_completions.reply import Reply
from assistants_api.engines.chat_completions.tool_calls import Tools
from assistants_api.engines.chat_completions.visible_text import VisibleText
from assistants_api.engines.model_server.event_stream import Unreadable, read_values
from assistants_api.engines.model_server.refusals import judged, read_error, without_words

pytestmark = pytest.mark.slow

FIELDS = ["choices", "delta", "message", "content", "refusal", "tool_calls", "function_call", "function", "index", "id"]
FIELDS += ["name", "arguments", "text", "finish_reason", "error", "detail", "msg", "code", "type"]
FIELDS += ["usage", "prompt_tokens", "completion_tokens", "prompt_tokens_details"]
TAGS = ["<think>", "</think>", "<tool_call>", "</tool_call>"]
TEXTS = [*TAGS, "python", "weather", '{"code": "1"}', '{"name": "', "\ud83d", "\ude00", "\0"]
LINES = [b"data: ", b"data:{", b"}\n\n", b"[DONE]", b"\r\n", b"{", b": "]
LEAVES = st.none() | st.booleans() | st.integers(-2, 3) | st.floats() | st.sampled_from(TEXTS) | st.text(max_size=5)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=4),
    max_leaves=12,
)
CHUNKS = st.dictionaries(st.sampled_from(["choices", "usage"]), VALUES) | st.fixed_dictionaries(
    {"choices": st.tuples(st.dictionaries(st.sampled_from(["delta", "message", "finish_reason"]), VALUES)).map(list)}
)
WEATHER = {"name": "weather", "parameters": {}}


@given(st.lists(CHUNKS, max_size=5))
@settings(deadline=None, max_examples=300)
def test_chunks_of_any_shape_are_taken_in(chunks):
    reply, tools = Reply(thinks_first=False, bare_calls=True), Tools((WEATHER,), code=True)

    shown = [event.piece for chunk in chunks for event in reply.add(chunk)]
    shown += [event.piece for event in reply.end(tools, set())]

    assert "".join(shown) == reply.text == reply.text.strip()
    reply.text.encode("utf-8")
    for call in reply.calls:
        assert isinstance(json.loads(call.arguments), dict)
        assert call.function + bool(call.problem) + (call.code is not None) == 1
    assert len({call.id for call in reply.calls}) == len(reply.calls)


@given(st.lists(st.binary(max_size=20) | st.sampled_from(LINES)))
@example([b"\xef\xbb\xbf", b"data: 1\n\n"])
@settings(deadline=None, max_examples=300)
def test_bytes_of_any_kind_are_values_or_unreadable(chunks):
    try:
        whole = list(read_values(iter([b"".join(chunks)])))
    except Unreadable:
        whole = Unreadable
    try:
        parted = list(read_values(bytes([byte]) for byte in b"".join(chunks)))
    except Unreadable:
        parted = Unreadable

    assert str(whole) == str(parted)


@given(st.lists(st.sampled_from(TEXTS) | st.text("<>/thinkol_ca \n{", max_size=6)), st.booleans(), st.booleans())
@settings(deadline=None, max_examples=300)
def test_how_a_text_parts_makes_no_difference(pieces, bare_calls, thinks_first):
    def read(parts):
        visible = VisibleText(bare_calls, thinks_first)
        shown = "".join([*map(visible.feed, parts), visible.end()])
        return shown + visible.let_go(), visible.written, visible.thought_first

    text = "".join(pieces)
    whole = read([text])
    if not whole[2]:  # else what came before the end of the thought was shown until it came
        assert read(pieces) == read(text) == whole


@given(VALUES, st.integers(100, 599), st.text(max_size=60))
@settings(deadline=None, max_examples=200)
def test_errors_of_any_shape_are_judged(value, status, text):
    said, code = read_error(value)
    sent = {"model": "m", "messages": [{"role": "user", "content": text}], "tools": []}

    kind, cure = judged(status, without_words(said, sent), code, sent)

    assert isinstance(kind("words"), Exception)
    assert isinstance(cure, str)
