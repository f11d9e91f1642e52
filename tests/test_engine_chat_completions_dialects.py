"""What model servers make of a completion, whole and streamed: calls of tools, thoughts, halves of characters."""

import json
import re

import pytest

from assistants_api.engines import Code, MessageEnd, Text, Usage
from assistants_api.engines.chat_completions.visible_text import VisibleText
from tests.engine_runs import Cells, asked, events_of
from tests.model_server import DONE, Answer, call, calling, chunk, completion, events, said, streamed

pytestmark = pytest.mark.slow

pytest_plugins = ["tests.engine_fixtures"]

SAID = [Text("x = 1"), MessageEnd()]
RAN = [Code("print(1)"), "1\n", *SAID]


@pytest.fixture(params=[Answer, streamed])
def sent(request):
    """Sends a completion in one piece, or as a stream of small ones."""
    return request.param


def written(code, tag_end="</tool_call>"):
    return f"<tool_call>\n{json.dumps({'name': 'python', 'arguments': {'code': code}})}\n{tag_end}"


@pytest.mark.parametrize(
    "message",
    [
        {"content": None, "tool_calls": [call("print(1)")]},
        {"content": "", "tool_calls": [call("print(1)", "Xk2vP9bQ")]},
        {"tool_calls": [call("print(1)")]},
        {"content": [], "tool_calls": [call("print(1)", None)]},
        {"content": None, "tool_calls": [call("print(1)", "")]},
        {"content": None, "tool_calls": [call("print(1)", 7)]},
        {"content": None, "tool_calls": [call("print(1)", name="code_interpreter")]},
        {"content": None, "tool_calls": [{"function": {"name": "python", "arguments": {"code": "print(1)"}}}]},
        {"content": None, "tool_calls": [{"function": {"name": "python", "arguments": "print(1)"}}]},
        {"content": None, "tool_calls": [{"function": {"name": "python", "arguments": '"print(1)"'}}]},
        {"content": None, "tool_calls": [{"function": {"name": "python", "arguments": '{"input": "print(1)"}'}}]},
        {"tool_calls": [{"function": {"name": "python", "arguments": json.dumps('{"code": "print(1)"}')}}]},
        {"content": None, "tool_calls": [call("```python\nprint(1)\n```")]},
        {"content": None, "function_call": {"name": "python", "arguments": '{"code": "print(1)"}'}},
        {"content": written("print(1)")},
        {"content": f"<think>Hm, <tool_call></think>{written('print(1)', '')}"},
        {"content": '{"name": "python", "parameters": {"code": "print(1)"}}', "tool_calls": []},
        {"content": '{"type": "function", "function": {"name": "python", "arguments": {"code": "print(1)"}}}'},
    ],
)  # fmt: skip
def test_calls_are_understood_in_every_dialect(serve, sent, message):
    server = serve(sent(completion(message)), said("x = 1"))

    assert events_of() == RAN

    calls, told = server.bodies[1]["messages"][-2:]
    assert calls["content"] == ""
    assert calls["tool_calls"][0]["id"] == told["tool_call_id"]
    assert json.loads(calls["tool_calls"][0]["function"]["arguments"]) == {"code": "print(1)"}


def part(arguments="", name=None, call_id=None, index=None):
    """A piece of a call as a delta lists it; what is None is left out."""
    function = {"name": name, "arguments": arguments}
    listed = {"index": index, "id": call_id, "function": {k: v for k, v in function.items() if v is not None}}
    return {k: v for k, v in listed.items() if v is not None}


ONE, TWO = '{"code": "print(1)"}', '{"code": "print(2)"}'


@pytest.mark.parametrize(
    ("parts", "programs"),
    [
        ([part("", "python", "a", 0), part(ONE[:5], index=0), part(ONE[5:], index=0)], ["print(1)"]),
        ([part(ONE[:5], "python", "a", 0), part(ONE[5:], "python", "a", 0)], ["print(1)"]),  # all repeated
        ([part("", "python", "a"), part(ONE[:5]), part(ONE[5:])], ["print(1)"]),  # no index
        ([part(ONE[:5], "python"), part(ONE[5:], "python")], ["print(1)"]),  # no index, the name repeated
        ([part("", "py", index=0), part("", "thon", index=0), part(ONE, index=0)], ["print(1)"]),  # a name in pieces
        ([part("", "python", index=0), part(ONE[:5], index=0), part(ONE[5:], None, "a", 0)], ["print(1)"]),  # a late id
        ([part(ONE[:5], "python"), part(ONE[5:], None, "a")], ["print(1)"]),  # a late id, no index
        ([part(ONE, "python", "a", 0), part(TWO, "python", "b", 1)], ["print(1)", "print(2)"]),
        ([part("", "python", "a", 0), part("", "python", "b", 1), part(TWO, index=1), part(ONE, index=0)],
         ["print(1)", "print(2)"]),  # in turns
        ([part(ONE, "python", "a", 0), part(TWO, "python", "b", 0)], ["print(1)", "print(2)"]),  # each numbered 0
        ([part(ONE, "python"), part(TWO, "python")], ["print(1)", "print(2)"]),  # whole, neither index nor id
        ([part("", "python", "a"), part(ONE[:5], None, "a"), part(ONE[5:], None, "a")], ["print(1)"]),
        ([part(ONE, "python", "a"), part(TWO, "python", "b")], ["print(1)", "print(2)"]),
        ([7, None, {}, {"function": 3}, part(ONE, "python", "a", 0)], ["print(1)"]),
    ],
)  # fmt: skip
def test_calls_add_up_from_their_pieces(serve, parts, programs):
    serve(events(*[chunk({"tool_calls": [p]}) for p in parts], chunk({}, "tool_calls"), DONE), said("x = 1"))
    cells = Cells()

    assert events_of(asked(sandbox=cells))[-2:] == SAID
    assert cells.ran == programs


def test_an_id_that_comes_late_is_kept(serve):
    parts = [part("", "python", index=0), part(ONE, None, "late", 0)]
    server = serve(events(*[chunk({"tool_calls": [p]}) for p in parts], chunk({}, "tool_calls"), DONE), said("x = 1"))

    events_of()

    assert server.bodies[1]["messages"][-1]["tool_call_id"] == "late"


def test_words_that_refuse_are_an_answer(serve, sent):
    serve(sent(completion({"content": None, "refusal": "I cannot help with that."})))

    assert events_of() == [Text("I cannot help with that."), MessageEnd()]


def test_a_reply_lists_so_many_calls_at_most(serve):
    parts = [part(ONE, "python", f"c{n}", n) for n in range(500)]
    server = serve(events(*[chunk({"tool_calls": [p]}) for p in parts], chunk({}, "tool_calls"), DONE), said("x = 1"))

    assert events_of()[-2:] == SAID
    assert len(server.bodies[1]["messages"][-33]["tool_calls"]) == 32


def test_line_ends_in_arguments_are_understood(serve, sent):
    function = {"name": "python", "arguments": '{"code": "x = 1\nprint(x)"}'}
    serve(sent(completion({"tool_calls": [{"function": function}]})), said("x = 1"))
    cells = Cells()

    events_of(asked(sandbox=cells))

    assert cells.ran == ["x = 1\nprint(x)"]


@pytest.mark.parametrize(
    ("function", "told"),
    [
        ({"name": "python", "arguments": '{"code": "print(1'}, "cut off"),
        ({"name": "python", "arguments": "What is x = 1?"}, "not valid JSON"),
        ({"name": "python", "arguments": "[" * 50_000}, "not valid JSON"),
        ({"name": "python", "arguments": None}, "not valid JSON"),
        ({"name": "python", "arguments": [1]}, "not valid JSON"),
        ({"name": "python", "arguments": '{"a": "1", "b": "2"}'}, "not valid JSON"),
        ({"name": "python", "arguments": '{"code": 7}'}, "not valid JSON"),
        ({"name": "python", "arguments": '{"code": " "}'}, "empty"),
        ({"name": "python", "arguments": {"code": "#" * 100_001}}, "longer than"),
        ({"name": "web_search", "arguments": "{}"}, "no tool of this name"),
        ({"name": None, "arguments": "{}"}, "no tool of this name"),
        ({"name": {"a": []}, "arguments": "{}"}, "no tool of this name"),
        ({"name": "a b\n" * 99, "arguments": "{}"}, "no tool of this name"),
    ],
)
def test_a_call_that_cannot_be_run_is_told_to_the_model(serve, sent, function, told):
    server = serve(sent(completion({"tool_calls": [{"id": "c1", "function": function}]})), said("x = 1"))
    cells = Cells()

    assert events_of(asked(sandbox=cells)) == SAID

    calls, result = server.bodies[1]["messages"][-2:]
    assert told in result["content"]
    assert json.loads(calls["tool_calls"][0]["function"]["arguments"]) in ({"code": ""}, {})
    assert re.fullmatch(r"[\w-]{1,64}", calls["tool_calls"][0]["function"]["name"])
    assert cells.ran == []


def test_calls_with_one_id_get_an_id_each(serve):
    server = serve(Answer(calling(call("a = 1", "same"), call("b = 2", "same"))), said("x = 1"))

    events_of()

    calls = [made["id"] for made in server.bodies[1]["messages"][-3]["tool_calls"]]
    assert len(set(calls)) == 2
    assert [message["tool_call_id"] for message in server.bodies[1]["messages"][-2:]] == calls


# Text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<think>3x = 3, so</think>\n\nx = 1", "x = 1"),
        ("x = 1<think>or is it", "x = 1"),
        ("<think>a</think>x <think>b</think>= 1", "x = 1"),
        ("  \n x = 1 \n", "x = 1"),
        ([{"type": "text", "text": "x = "}, {"type": "text", "text": "1"}, 7, {"type": "image_url"}], "x = 1"),
        ("x = 1\0", "x = 1"),
        ("x = 1\ud800", "x = 1"),
        ("\ud800x = 1", "\ufffdx = 1"),
        ("a < b, <thin air>, </thinking>, <", "a < b, <thin air>, </thinking>, <"),
        ('{"name": "Bob", "age": 3}', '{"name": "Bob", "age": 3}'),
        ('{"name": 7}', '{"name": 7}'),
        ('{"name": ', '{"name":'),
        ("{x | x > 1}", "{x | x > 1}"),
        ("😀" * 7, "😀" * 7),
    ],
)
def test_only_what_is_meant_for_the_student_is_shown(serve, sent, text, shown):
    serve(sent(said(text)))

    assert events_of() == [Text(shown), MessageEnd()]


@pytest.mark.parametrize("name", ["reasoning_content", "reasoning"])
def test_thoughts_in_a_field_of_their_own_are_not_shown(serve, name):
    serve(events(chunk({name: "3x = 3, so", "content": None}), chunk({"content": "x = 1"}, "stop"), DONE))

    assert events_of() == SAID


def test_a_thought_that_nothing_began_is_dropped_whole_or_from_the_next_reply_on(serve):
    thinking = said("3x = 3, so</think>x = 1")
    serve(Answer(thinking))
    assert events_of() == SAID

    serve(streamed(thinking))
    assert events_of() == [Text("3x = 3, so\n\nx = 1"), MessageEnd()]
    assert events_of() == SAID


def test_a_reply_that_should_begin_with_a_thought_and_has_none_is_shown(serve):
    server = serve(streamed(said("3x = 3, so</think>x = 1")))
    events_of()
    server.replies[:] = [streamed(said("x = 1"))]

    assert events_of() == SAID


def test_calls_in_the_middle_of_streamed_text_are_taken_out(serve):
    server = serve(streamed(said(f"First I compute.{written('print(1)')}Then more.")), said("x = 1"))

    assert events_of() == [Text("First I compute.Then more."), MessageEnd(), *RAN]
    assert server.bodies[1]["messages"][-2]["content"] == "First I compute.Then more."


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_tags_are_found_wherever_the_pieces_part(size):
    text = f"a<b <think>no </thin</think>c{written('print(1)')}d<tool_cal"
    visible = VisibleText()

    pieces = [visible.feed(text[start : start + size]) for start in range(0, len(text), size)]

    assert "".join([*pieces, visible.end()]) == "a<b cd<tool_cal"
    assert len(visible.written) == 1


def test_text_is_held_back_no_longer_than_it_must():
    visible = VisibleText(bare_calls=True)

    assert visible.feed("3 <") == "3"
    assert visible.feed(" 4") == " < 4"
    assert visible.feed(" <th") == ""
    assert visible.feed("ree") == " <three"


def test_many_tags_are_read_in_no_time():
    visible = VisibleText(bare_calls=True)

    assert visible.feed("</think>" * 200_000 + "<think></think>" * 200_000 + "x") == "x"


def test_halves_of_characters_are_put_together_over_chunks(serve):
    serve(
        events(chunk({"content": "\ud83d"}), chunk({"content": "\ude00 x"}), chunk({"content": " = 1"}, "stop"), DONE)
    )

    assert events_of() == [Text("😀 x = 1"), MessageEnd()]


def test_halves_of_characters_reach_neither_sandbox_nor_server(serve, sent):
    server = serve(sent(calling(call("print('\ud800\0')"), content="\udfff")), said("x = 1"))
    cells = Cells()

    events_of(asked("Hello \ud83d", sandbox=cells))

    assert cells.ran == ["print('\ufffd')"]
    assert not re.search(r"\\ud[89a-f]", json.dumps(server.bodies[1]))


def test_json_that_was_asked_for_is_streamed_as_text(serve):
    serve(streamed(said('{"name": "python", "arguments": {}}')))

    told = events_of(asked(response_format={"type": "json_object"}))

    assert told == [Text('{"name": "python", "arguments": {}}'), MessageEnd()]


# Usage


COUNT = {"prompt_tokens": 10, "completion_tokens": 5}


@pytest.mark.parametrize(
    "chunks",
    [
        [chunk(usage=COUNT), chunk({"content": "x = 1"}, "stop")],
        [chunk({"content": "x = 1"}, "stop"), chunk(usage=COUNT)],
        [chunk({"content": "x = 1"}, "stop", usage=COUNT)],
        [
            chunk({"content": "x = 1"}, usage={"prompt_tokens": 10, "completion_tokens": 1}),
            chunk({}, "stop", usage=COUNT),
        ],
        [chunk({"content": "x = 1"}, "stop", usage=None), chunk(usage=COUNT), chunk(usage={})],
        [
            chunk(
                {"content": "x = 1"},
                "stop",
                usage=COUNT | {"prompt_tokens_details": 7, "completion_tokens_details": []},
            )
        ],
    ],
)
def test_usage_is_found_wherever_it_stands(serve, chunks):
    serve(events(*chunks, DONE))

    assert events_of() == [Text("x = 1"), Usage(10, 5), MessageEnd()]


@pytest.mark.parametrize(
    "usage", [None, {}, [], 7, {"prompt_tokens": 3}, {"prompt_tokens": True, "completion_tokens": 1},
              {"prompt_tokens": -1, "completion_tokens": 1}, {"prompt_tokens": 10**30, "completion_tokens": 1}],
)  # fmt: skip
def test_a_count_of_tokens_that_cannot_be_true_is_not(serve, sent, usage):
    serve(sent(said("x = 1", usage=usage)))

    assert events_of() == SAID
