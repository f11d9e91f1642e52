"""What a hostile sandbox says is checked: forged replies, names, pictures, frames."""

import base64

import pytest

from interpreter import wire
from interpreter.client import Interpreter
from tests.interpreter_double import PIXEL

pytestmark = pytest.mark.slow

FORGE = """
import base64, json, os, struct, sys
def forge(body):
    for fd in range(3, 10):
        try:
            os.write(fd, body)
        except OSError:
            pass
def frame(message):
    body = json.dumps(message).encode()
    return struct.pack(">I", len(body)) + body
"""


@pytest.fixture(scope="module")
def interpreter(tmp_path_factory):
    interpreter = Interpreter(tmp_path_factory.mktemp("data"), server_options=["--spares", "1", "--preload"])
    interpreter.warm()
    yield interpreter
    interpreter.shutdown()


def test_forged_names_and_pictures_are_left_out(interpreter):
    forged = (
        "files = [{'name': n, 'data': ''} for n in ('../x', '/x', '.x', 'a\\nb', 7, 'fine.txt')] + ['x', {}]\n"
        "images = [{'data': base64.b64encode(b'<svg>').decode(), 'alt': 'x'}, {'data': 3}, None]\n"
        "forge(frame({'id': 1, 'outcome': 'ok', 'images': images, 'files': files}))"
    )

    result = interpreter.run_cell("names", FORGE + forged)

    assert [file.name for file in result.files] == ["fine.txt"]
    assert result.images == []


@pytest.mark.parametrize(
    "body",
    [
        "struct.pack('>I', 2**32 - 1)",
        "struct.pack('>I', 4) + b'null'",
        "struct.pack('>I', 200000) + b'[' * 200000",
        "frame({'id': 1, 'outcome': 'verified'})",
        "frame({'id': -1, 'x': [[]] * 2_000_000})",
        "frame({'id': -1}) * 50",
        "struct.pack('>I', 3 * 10**6) + b'\\xed\\xa0\\x80' * 10**6",
    ],
)
def test_nonsense_ends_the_sandbox_and_nothing_else(interpreter, body):
    result = interpreter.run_cell("nonsense", FORGE + f"forge({body})\nimport time\ntime.sleep(5)")

    assert (result.outcome, result.variables_lost) == ("killed", True)
    assert interpreter.run_cell("names", "1").outcome == "ok"


def test_words_for_a_picture_cost_nothing_however_many_there_are(interpreter):
    forged = (
        f"png = {base64.b64encode(PIXEL).decode()!r}\n"
        "forge(frame({'id': 1, 'outcome': 'ok', 'images': [{'data': png, 'alt': 'word ' * 8_000_000}], 'files': []}))"
    )

    result = interpreter.run_cell("words", FORGE + forged)

    assert [image.alt[:9] for image in result.images] == ["word word"]
    assert len(result.images[0].alt) <= 300


def test_a_reply_to_no_question_is_dropped(interpreter):
    interpreter.run_cell("stale", FORGE + "forge(frame({'id': 0, 'outcome': 'ok'}))")

    assert interpreter.run_cell("stale", "'mine'").logs == "'mine'\n"


@pytest.mark.parametrize("body", [b"[" * 100_000, b"\xff", b"[]", b"null", b""])
def test_a_frame_that_is_no_object_is_refused(body):
    with pytest.raises(wire.BadFrame):
        wire.decode(body)
