"""Read a program as it comes from a model or a clipboard: mend what would otherwise only be a syntax error.

Nothing is touched unless Python refuses the program, and lines keep their numbers.
"""

import ast
import contextlib
import os.path
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from interpreter.sandbox.characters import in_literals, with_plain_characters

ROUNDS = 50
COMMAND_CHARACTERS = 100
INSTALLED = "SymPy, NumPy, SciPy, pandas and matplotlib are installed."
NO_NETWORK = "there is no network in here. " + INSTALLED
NO_PROGRAMS = "no other program runs in here."
NO_COMMANDS = "commands of notebooks do not work in here."

FENCE = re.compile(r"\s*```[\w{}.+#-]*\s*")
COMMAND = re.compile(r"%|!(?!=)")
INSTALLING = re.compile(r"([!%]\s*)?(python3?\s+-m\s+)?(pip3?|conda|mamba|uv\s+pip)\s+install\b")
# Lines that change nothing in here, and lines whose rest is a statement to run.
HARMLESS = re.compile(r"%\s*(matplotlib|config|load_ext|reload_ext|autoreload|precision|xmode|colors)\b")
OPTION = r"\s+-(?:[nrpt]\s*\d+|[lsTD]\s+\S+|[tcqoivr])(?!\S)"
PREFIX = re.compile(rf"%\s*(?:time|(?:timeit|prun|memit)(?:{OPTION})*)(?!\S)\s*")
CELL_PREFIX = re.compile(r"%%\s*(capture|python3?)(?!\S)")


@dataclass
class Program:
    """A program that Python can read: its tree, its text after mending, and what was left out of it."""

    tree: ast.Module
    text: str
    notes: list[str] = field(default_factory=list)


def read(code: str, name: str) -> Program:
    """Parse `code`, mended where that helps. SyntaxError, or ValueError for what is no text, when it does not."""
    text, notes = code.replace("\r\n", "\n").replace("\r", "\n"), []
    for _ in range(ROUNDS):
        try:
            return Program(ast.parse(text, name), text, notes)
        except SyntaxError as error:
            mended = next((mended for mended in _mendings(text, error, notes) if mended != text), None)
            if mended is None:
                raise
            text = mended
    return Program(ast.parse(text, name), text, notes)


def _mendings(text: str, error: SyntaxError, notes: list[str]) -> Iterator[str]:
    """Yield what each way to mend makes of the text, itself where it does not apply."""
    yield _without_fences(text)
    yield with_plain_characters(text, error)
    yield _without_command(text, error, notes)
    if isinstance(error, TabError):
        yield _without_tabs(text)
    elif isinstance(error, IndentationError) and "unexpected indent" in error.msg:
        yield _at_the_margin(text)


def _without_fences(text: str) -> str:
    """Blank the lines that mark a block of code in Markdown, when the program is such a block."""
    lines = text.split("\n")
    full = [number for number, line in enumerate(lines) if line.strip()]
    if full and FENCE.fullmatch(lines[full[0]]):
        lines[full[0]] = ""
        if lines[full[-1]].strip() == "```":
            lines[full[-1]] = ""
    return "\n".join(lines)


def _without_command(text: str, error: SyntaxError, notes: list[str]) -> str:
    """Leave out the notebook or shell command at which Python stopped, with a note unless it does no harm."""
    lines = text.split("\n")
    number = min((error.lineno or 1), len(lines)) - 1
    if not _begins_statement(lines, number) or number in _lines_in_strings(text):
        return text
    command = lines[number].strip()
    if command.startswith("%%") and not any(line.strip() for line in lines[:number]):
        return _without_cell_command(lines, number, command, notes)
    if command.startswith("%") and (prefix := PREFIX.match(command)):
        lines[number] = _indentation(lines[number]) + (command[prefix.end() :] or "pass")
    elif COMMAND.match(command) or INSTALLING.match(command):
        _note(command, notes)
        _blank(lines, number)
    return "\n".join(lines)


def _without_cell_command(lines: list[str], number: int, command: str, notes: list[str]) -> str:
    """Leave out a command about the whole cell; the cell with it when it may be in another language."""
    if (prefix := PREFIX.match(command[1:])) or CELL_PREFIX.match(command):
        lines[number] = command[1 + prefix.end() :] if prefix else ""
        return "\n".join(lines)
    _note(command, notes)
    return ""


def _begins_statement(lines: list[str], number: int) -> bool:
    """Say whether a line does not continue the one before it, as far as that line's end tells."""
    before = next((line.strip() for line in reversed(lines[:number]) if line.strip()), "")
    return not before.endswith(("(", "[", "{", ",", "\\"))


def _blank(lines: list[str], number: int) -> None:
    """Replace a command, with the lines that it goes on in, by a statement that does nothing."""
    last = number
    while lines[last].endswith("\\") and last + 1 < len(lines):
        last += 1
    lines[number : last + 1] = [_indentation(lines[number]) + "pass"] + [""] * (last - number)


def _indentation(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _note(command: str, notes: list[str]) -> None:
    """Note what was left out and why."""
    if HARMLESS.match(command):
        return
    shown = command if len(command) <= COMMAND_CHARACTERS else command[:COMMAND_CHARACTERS] + "…"
    reason = NO_NETWORK if INSTALLING.match(command) else NO_PROGRAMS if command.startswith("!") else NO_COMMANDS
    notes.append(f"[{shown} was left out: {reason}]")


def _lines_in_strings(text: str) -> set[int]:
    """The numbers, from 0, of the lines whose beginning belongs to a string."""
    literal = in_literals(text)
    ends = [place for place, character in enumerate(text) if character == "\n"]
    return {number for number, place in enumerate(ends, start=1) if literal[place]}


def _without_tabs(text: str) -> str:
    """Put spaces for tabs before the lines' first words, where only one width of tabs makes sense, or all the same."""
    lines, inside = text.split("\n"), _lines_in_strings(text)
    meant = {}
    for width in (4, 8):
        wide = [
            line if number in inside else _indentation(line).expandtabs(width) + line.lstrip()
            for number, line in enumerate(lines)
        ]
        with contextlib.suppress(SyntaxError, ValueError):
            meant.setdefault(ast.dump(ast.parse("\n".join(wide))), "\n".join(wide))
    return meant.popitem()[1] if len(meant) == 1 else text


def _at_the_margin(text: str) -> str:
    """Take away the indentation that all lines share, or all but the first; the text as it is if that does not help."""
    lines, inside = text.split("\n"), _lines_in_strings(text)
    for first in (0, 1):
        candidate = "\n".join([line.lstrip() for line in lines[:first]] + _dedented(lines, first, inside))
        try:
            ast.parse(candidate)
        except IndentationError:
            continue
        except (SyntaxError, ValueError):
            return candidate
        return candidate
    return text


def _dedented(lines: list[str], first: int, inside: set[int]) -> list[str]:
    """The lines from number `first` on without the indentation that they share; those `inside` strings as they are."""
    moving = {number for number, line in enumerate(lines) if number >= first and number not in inside and line.strip()}
    margin = os.path.commonprefix([_indentation(lines[number]) for number in moving])
    return [lines[number].removeprefix(margin if number in moving else "") for number in range(first, len(lines))]
