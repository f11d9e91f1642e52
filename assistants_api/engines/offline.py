"""The engine that needs no model: it reads the question, computes with SymPy in the sandbox, and explains the steps."""

from dataclasses import replace
from functools import reduce

from assistants_api.engines import Code, Failed, Stopped, code_result, message
from assistants_api.sandbox import interpreter
from assistants_api.voice import Voice
from interpreter.client import CellResult, ComputationTimeout, InterpreterBusy, InterpreterUnavailable
from maths.phrases import N_
from maths.reading import REMARKS, read_after
from maths.wording import compose_final, compose_problem, compose_steps

COMPUTING = 5
"""Seconds that finding the steps may take."""
RUNNING, RUNNING_HEAVY = 4, 8
"""Seconds that a program may run: one that only shows what is known already, and one that finds the answer."""
PATIENCE = 3
"""Seconds that a program which only shows what is known waits for a sandbox."""

QUOTE = "'"
UNSEEN = {
    (True, False): N_("I cannot look at pictures{address}. Please type what is in it, for example `3x + 11 = 14`."),
    (False, True): N_("I cannot open files{address}. Please type what is in it, for example `3x + 11 = 14`."),
    (True, True): N_(
        "I can neither look at pictures nor open files{address}. "
        "Please type what is in them, for example `3x + 11 = 14`."
    ),
}
"""What is said of pictures and files, by whether there are any."""
UNSEEN_NAMED = {
    (True, False): N_(
        "I cannot look at pictures{address}. Please type what is in {names}, for example `3x + 11 = 14`."
    ),
    (False, True): N_("I cannot open files{address}. Please type what is in {names}, for example `3x + 11 = 14`."),
    (True, True): N_(
        "I can neither look at pictures nor open files{address}. "
        "Please type what is in {names}, for example `3x + 11 = 14`."
    ),
}


def answer(run):
    """The events of one run: the steps, the program and its output, the answer. Never guesses: see `maths.reading`."""
    *earlier, text = ["", *(said.text for said in run.messages if said.role == "user")]
    reading = read_after(text, earlier)
    voice = Voice.of(run.instructions)
    unseen = _unseen(run.messages, voice)
    if not reading.tasks:
        yield from message(unseen or _reply(reading, voice))
        return
    if unseen:
        yield from message(unseen)
    try:
        yield from _solve(run, reading.tasks, voice)
    except ComputationTimeout:
        yield from message(_took_too_long(voice))
    except InterpreterUnavailable as error:
        yield Failed("server_error", f"The code interpreter is not available: {error}")


def _reply(reading, voice):
    """What is said when there is nothing to solve. A message without words is a person who has just come in."""
    if reading.remark or reading.problem.code == "empty":
        return REMARKS[reading.remark or "greeting"].text(voice.address, voice.translate)
    return compose_problem(reading.problem, voice.address, voice.translate)


def _unseen(messages, voice):
    """What is said of pictures and files that came with the question; "" when there are none."""
    asked = messages[-1] if messages and messages[-1].role == "user" else None
    if asked is None or not (asked.images or asked.files):
        return ""
    names = [
        f"`{name.replace('`', QUOTE)}`" for name in (*(image.name for image in asked.images), *asked.files) if name
    ]
    template = UNSEEN_NAMED if names else UNSEEN
    return voice.say(template[bool(asked.images), bool(asked.files)], names=_listed(names, voice))


def _listed(names, voice):
    between = N_("{first}, {second}")
    return reduce(lambda first, second: voice.say(between, first=first, second=second), names) if names else ""


def _took_too_long(voice):
    template = N_(
        "This took longer than {seconds} seconds{address}, so I stopped. A smaller question of the same kind may work."
    )
    return voice.say(template, seconds=str(COMPUTING))


def _solve(run, tasks, voice):
    """Steps for all tasks, one program each, and one message with all answers."""
    payload = {"tasks": [task.to_dict() for task in tasks]}
    parts = interpreter().compute("maths.solving.explain", payload, timeout=COMPUTING)["parts"]
    if not _may_run_code(run):
        parts = [_without_code(task, part) for task, part in zip(tasks, parts, strict=True)]
        yield from message(f"{_steps(parts, voice)}\n\n{_finals(parts, replace(voice, address=''))}")
        return
    yield from message(_steps(parts, voice))
    answers = []
    for task, part in zip(tasks, parts, strict=True):
        yield Code(part["program"])
        result = _run(run, task, part["program"], voice)
        if run.stop.requested:
            raise Stopped
        yield code_result(result)
        answers.append(_concluded(task, part, result))
    yield from message(_finals(answers, voice))


def _may_run_code(run):
    return run.code_interpreter and run.tool_choice != "none"


def _steps(parts, voice):
    """The steps of all parts, numbered when there are several; the person is addressed once, in the first."""
    numbers = range(1, len(parts) + 1) if len(parts) > 1 else [0]
    return "\n\n".join(
        compose_steps(part, "" if n > 1 else voice.address, voice.translate, n)
        for n, part in zip(numbers, parts, strict=True)
    )


def _finals(parts, voice):
    """The answers of all parts; the person is addressed once, in the last."""
    last = len(parts) - 1
    return "\n\n".join(
        compose_final(part, voice.address if n == last else "", voice.translate) for n, part in enumerate(parts)
    )


def _run(run, task, program, voice):
    """The CellResult of a task's program. One that only shows what is known already is left out under great load."""
    if task.heavy or "matplotlib" in program:
        return run.sandbox.run(program, RUNNING_HEAVY, files=False)
    try:
        return run.sandbox.run(program, RUNNING, PATIENCE, files=False)
    except InterpreterBusy:
        note = N_("[Not run: many people are asking at the moment. The steps and the answer were computed apart.]")
        return CellResult(voice.say(note))


def _concluded(task, part, result):
    """The part with its answer. That of a heavy task is what the program found, checked once more."""
    if task.heavy:
        found = {"task": task.to_dict(), "logs": result.logs}
        return {**part, **interpreter().compute("maths.solving.conclude", found, timeout=COMPUTING)}
    if _draws(part) and not result.images:
        return _saying(part, N_("The drawing did not succeed{address}. The output above says why."))
    return part


def _draws(part):
    """Whether a picture is to come: a function without a real point has a part, but no graph."""
    return (part["answer"] or {}).get("kind") == "plot"


def _without_code(task, part):
    """The part for an assistant that may run no code: what only a program can find is not promised."""
    part = {**part, "program": ""}
    if task.heavy or task.kind == "plot":
        return _saying(
            part, N_("For this I would need the code interpreter{address}, which this assistant does not have.")
        )
    return part


def _saying(part, sentence):
    return {**part, "final": {"template": sentence, "params": {}}, "check": None}
