"""Trusted computation: fresh each time, bounded, apart from students' programs."""

import threading
import time

import pytest

from interpreter.client import ComputationFailed, ComputationTimeout, Interpreter
from maths.reading import read

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def interpreter(tmp_path_factory):
    interpreter = Interpreter(tmp_path_factory.mktemp("data"), server_options=["--spares", "1"])
    interpreter.warm()
    yield interpreter
    interpreter.shutdown()


def test_each_computation_begins_anew(interpreter):
    results = [interpreter.compute("interpreter.echo", {"n": n}) for n in range(3)]

    assert results == [{"n": n, "computed": 1} for n in range(3)]


def test_a_program_cannot_reach_into_a_computation(interpreter):
    code = (
        "import sys; sys.path.insert(0, '/opt/tutor')\nimport interpreter.sandbox.echo as e\n"
        "e.echo = lambda payload: {'forged': True}\ne.echo({})"
    )

    cell = interpreter.run_cell("s", code)

    assert "forged" in cell.logs
    assert interpreter.compute("interpreter.echo", {"a": 1}) == {"a": 1, "computed": 1}


def test_a_computation_is_ended_at_its_time_limit(interpreter):
    began = time.monotonic()

    with pytest.raises(ComputationTimeout):
        interpreter.compute("interpreter.echo", {"wait": 30}, timeout=0.2)

    assert 0.2 <= time.monotonic() - began < 1.1
    assert interpreter.compute("interpreter.echo", {}) == {"computed": 1}


def test_an_exception_is_named(interpreter):
    with pytest.raises(ComputationFailed, match="TypeError"):
        interpreter.compute("interpreter.echo", {"wait": "long"})


@pytest.mark.parametrize("function", ["os.system", "maths.solving.os", "interpreter.server.main", ""])
def test_only_listed_functions_are_called(interpreter, function):
    with pytest.raises(ComputationFailed, match="no such computation"):
        interpreter.compute(function, {})


def test_a_waiting_computation_does_not_hold_up_another(interpreter):
    slow = threading.Thread(target=interpreter.compute, args=("interpreter.echo", {"wait": 1}))
    slow.start()
    while not interpreter.status().computations:
        pass
    began = time.monotonic()

    interpreter.compute("interpreter.echo", {})

    assert time.monotonic() - began < 0.9
    slow.join()


def test_more_computations_than_processors_are_all_served(interpreter):
    results = []
    call = lambda n: results.append(interpreter.compute("interpreter.echo", {"n": n}))  # noqa: E731
    threads = [threading.Thread(target=call, args=(n,)) for n in range(12)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(result["n"] for result in results) == list(range(12))


def test_a_large_payload_and_result_pass(interpreter):
    text = "x" * 500_000

    assert interpreter.compute("interpreter.echo", {"text": text})["text"] == text


def test_a_solution_is_explained(interpreter):
    task = read("solve 3x + 11 = 14").tasks[0]

    parts = interpreter.compute("maths.solving.explain", {"tasks": [task.to_dict()]})["parts"]

    assert parts[0]["kind"] == "equation"
    assert "x = 1" in parts[0]["final"]["params"]["solution"]


def test_a_reply_is_judged(interpreter):
    payload = {"question": "Solve 3x + 11 = 14", "context": [], "reply": "The solution is x = 1."}

    found = interpreter.compute("maths.judging.judge", payload)

    assert found["verdict"] == "verified"
