"""What the interpreter's desk answers when it is asked for nonsense, or fails itself."""

import asyncio
from types import SimpleNamespace

import pytest

from interpreter.desk import Desk
from interpreter.pool import Limits
from interpreter.remembered import Remembered

CELL = {"do": "cell", "session": "s", "code": "1", "timeout": 1, "patience": 1, "group": "", "files": {}}
CHOSEN = SimpleNamespace(backend=SimpleNamespace(name="none"), attempts={}, passed_over=[])


def answer(request, choosing, tmp_path):
    async def run():
        desk = Desk(choosing, Remembered(tmp_path / "sessions"), Limits(), None, "")
        try:
            return await desk._answer(request, None)
        finally:
            desk._setting_up.cancel()
            await asyncio.wait({desk._setting_up})

    return asyncio.run(run())


def test_a_fault_of_its_own_is_named_and_tells_no_text(caplog, tmp_path):
    async def choosing():
        raise ValueError("a student's words")

    told = answer({"do": "status"}, choosing, tmp_path)

    assert told["error"] == "unavailable"
    assert "ValueError in choosing" in told["message"]
    assert "student" not in told["message"] + caplog.text


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"files": {"a.csv": {"data": "§", "tag": ""}}}, "base64"),
        ({"files": {"a.csv": "eA=="}}, "{data, tag}"),
        ({"files": {"a.csv": {"data": "eA==", "tag": "t" * 201}}}, "tag of a.csv"),
        ({"files": {"../a": {"data": "eA==", "tag": ""}}}, "the name '../a' cannot be used"),
        ({"files": {f"{n}.csv": {"data": "", "tag": ""} for n in range(101)}}, "at most 100"),
        ({"files": []}, "at most 100"),
        ({"group": "g" * 201}, "group"),
        ({"group": 1}, "group"),
        ({"session": "a b"}, "session must be"),
        ({"code": None}, "code must be"),
        ({"timeout": "1"}, "timeout must be"),
        ({"patience": 601}, "patience must be"),
        ({"do": "missing", "files": {"a.csv": 1}}, "tag of a.csv"),
        ({"do": "missing", "session": ""}, "session must be"),
        ({"do": "interrupt", "session": 1}, "session must be"),
        ({"do": "close", "session": "../x"}, "session must be"),
        ({"do": "dance"}, "no such request"),
    ],
)
def test_a_cell_that_is_none_is_refused_and_the_reason_told(wrong, message, tmp_path):
    async def choosing():
        return CHOSEN

    told = answer(CELL | wrong, choosing, tmp_path)

    assert told["error"] == "refused"
    assert message in told["message"]
