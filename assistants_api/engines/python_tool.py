"""Our own sandbox as a function tool: what a model is offered, what its calls ask for, what it is told of them."""

import json

from assistants_api.engines import Code, code_result
from assistants_api.text import clean

NAME = "python"
ROUNDS = 8
"""How often a model may run code before it has to answer; each time MOST_PROGRAMS at most."""
MOST_PROGRAMS = 4
RUNNING = 30
"""Seconds that a program may run."""
LOGS_LIMIT = 8_000
"""Characters of output that the model is shown: half of them from the start, half from the end."""
CODE_LIMIT = 100_000
"""Characters of a program."""

DESCRIPTION = (
    "Run Python code and get what it printed. SymPy, NumPy, SciPy, pandas and matplotlib are installed; there is no"
    " network. Variables are kept between calls. Print what you want to see. Figures are shown to the user."
)
PARAMETERS = {
    "type": "object",
    "properties": {"code": {"type": "string", "description": "The Python code to run."}},
    "required": ["code"],
    "additionalProperties": False,
}

NOT_JSON = 'The arguments are not valid JSON or were cut off. Send {"code": "..."}, and shorter code.'


def name_beside(functions):
    """The tool's name, which none of the caller's functions has."""
    taken, name = {function["name"] for function in functions}, NAME
    while name in taken:
        name = "python_interpreter" if name == NAME else f"{name}_"
    return name


def files_note(files):
    """What the model is told of the files in /mnt/data; `files`: sandbox.ThreadFile."""
    listed = "".join(f"\n- /mnt/data/{file.name} ({file.size} bytes)" for file in files)
    here = f"These files are there for Python:{listed}\n" if files else ""
    return (
        f"{here}Files that Python writes into /mnt/data are given to the user by links: [NAME](sandbox:/mnt/data/NAME)."
    )


def program(arguments):
    """(code, problem) of a call's arguments, JSON text: code that can be run, or "" and what the model is told."""
    try:
        code = json.loads(arguments, strict=False)
    except (ValueError, RecursionError):
        return "", NOT_JSON
    if isinstance(code, dict):
        code = code.get("code")
    if not isinstance(code, str):
        return "", NOT_JSON
    if not code.strip():
        return "", "The code is empty."
    if len(code) > CODE_LIMIT:
        return "", f"The code is longer than {CODE_LIMIT} characters."
    return clean(code), ""


def carry_out(sandbox, code):
    """The events of one program; returns what the model is told of it."""
    yield Code(code)
    result = sandbox.run(code, RUNNING)
    yield code_result(result)
    return told(result.logs, len(result.images))


def told(logs, figures=0):
    """What the model is told of a program: its output, shortened in the middle, and how many figures it drew."""
    if len(logs) > LOGS_LIMIT:
        half = LOGS_LIMIT // 2
        logs = f"{logs[:half]}\n[... {len(logs) - LOGS_LIMIT} characters left out ...]\n{logs[-half:]}"
    drawn = f"[Figures shown to the user: {figures}]" if figures else ""
    return "\n".join(part for part in (logs, drawn) if part) or "[No output. Print what you want to see.]"
